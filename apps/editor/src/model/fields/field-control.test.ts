import { builtinComponents } from '@flowmason/engine';
import type { Json } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configForm } from './config-form.ts';
import { formOfValue } from './field-control.ts';

describe('formOfValue', () => {
  it.each<[string, string, Json | undefined, string]>([
    ['a missing value has its control', 'max_response_bytes', undefined, 'control'],
    ['a fitting value has its control', 'max_response_bytes', 5, 'control'],
    ['a template in a number is an expression', 'max_response_bytes', '{{input.n}}', 'expression'],
    ['a text in a number is shown as it is', 'max_response_bytes', 'many', 'json'],
    ['a word of a choice is read in any case', 'method', 'post', 'control'],
    ['another word is shown as it is', 'method', 'FETCH', 'json'],
    ['a template in a choice is an expression', 'method', '{{input.m}}', 'expression'],
    ['a table takes an object', 'headers', { a: 'b' }, 'control'],
    ['a list where a table belongs is shown as it is', 'headers', ['a'], 'json'],
    ['any JSON fits a body', 'body', [1, { a: null }], 'control'],
    ['a template stands for a whole body', 'body', '{{input}}', 'control'],
    ['a body can be a text', 'body', 'Hello {{input.name}}', 'expression'],
    ['a status can be a number', 'expect_status', 404, 'control'],
    ['a list of statuses is shown as it is', 'expect_status', [200, 404], 'json'],
  ])('%s', (_claim, key, value, form) => {
    expect(formOfValue(fieldOf('http_request', key), value)).toBe(form);
  });

  it('takes no template where none is read', () => {
    expect(formOfValue(fieldOf('trycatch', 'error_scope'), '{{input.scope}}')).toBe('json');
  });

  it('has a form for whatever a file may hold', () => {
    const fields = [...builtinComponents.keys()].flatMap((name) => configForm(name, {}).fields);
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
        expect(['control', 'expression', 'json']).toContain(formOfValue(field, value as Json));
      }),
    );
  });
});

function fieldOf(component: string, key: string) {
  const field = configForm(component, {}).fields.find((each) => each.key === key);
  if (!field) throw new Error(`${component} has no ${key}`);
  return field;
}
