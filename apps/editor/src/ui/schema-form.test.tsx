// @vitest-environment happy-dom
import { type ReactNode, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { SchemaForm } from './schema-form.tsx';
import { click, draw, fieldOf, typeInto } from './typing.test-support.ts';

const schema = { type: 'object', properties: { rate: { type: 'number' } } };

describe('SchemaForm', () => {
  it.each([
    ['0.05', 0.05],
    ['1e-3', 0.001],
    ['-2', -2],
    ['1.50', 1.5],
  ])('takes %s as it is typed', (text, value) => {
    const given: unknown[] = [];
    const page = draw(<Form onChange={(next) => given.push(next)} />);
    const field = fieldOf(page, 'rate');
    typeInto(field, text);
    expect([field.value, given.at(-1)]).toEqual([text, value]);
  });

  it('shows a value that comes from elsewhere', () => {
    const page = draw(<Form onChange={() => undefined} />);
    const field = fieldOf(page, 'rate');
    typeInto(field, '0.50');
    click(page, 'Seven');
    expect(field.value).toBe('7');
  });
});

function Form({ onChange }: { readonly onChange: (value: unknown) => void }): ReactNode {
  const [rate, setRate] = useState<unknown>();
  function change(value: unknown): void {
    setRate(value);
    onChange(value);
  }
  return (
    <>
      <SchemaForm schema={schema} value={{ rate }} problems={[]} onChange={(_path, value) => change(value)} />
      <button type="button" onClick={() => setRate(7)}>
        Seven
      </button>
    </>
  );
}
