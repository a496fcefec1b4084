// @vitest-environment happy-dom
import { type ReactNode, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { draw, fieldOf, typeInto } from '../../ui/typing.test-support.ts';
import { NameField } from './name-field.tsx';

describe('NameField', () => {
  it('can be emptied, and keeps the name until there is another one', () => {
    const { page, field, names } = open();
    typeInto(field, '');
    expect([field.value, names, page.textContent?.includes('needs a name. Until then it is called “first”')]).toEqual([
      '',
      [],
      true,
    ]);
    typeInto(field, 'ab');
    expect([field.value, names]).toEqual(['ab', ['a', 'ab']]);
  });

  it('takes no name of more than 100 characters', () => {
    const { page, field, names } = open();
    typeInto(field, 'a'.repeat(101));
    expect([names.at(-1), page.textContent?.includes('at most 100 characters')]).toEqual(['a'.repeat(100), true]);
  });
});

function open() {
  const names: string[] = [];
  const page = draw(<Named onChange={(name) => names.push(name)} />);
  return { page, field: fieldOf(page, 'Name'), names };
}

function Named({ onChange }: { readonly onChange: (name: string) => void }): ReactNode {
  const [name, setName] = useState('first');
  return (
    <NameField
      name={name}
      onChange={(next) => {
        setName(next);
        onChange(next);
      }}
    />
  );
}
