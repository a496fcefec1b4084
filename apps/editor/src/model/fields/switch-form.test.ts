import type { Json } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configForm } from './config-form.ts';
import type { ValueForm } from './field-control.ts';
import { expressionFormat, valueInForm } from './switch-form.ts';

function fieldOf(key: string) {
  const field = configForm('http_request', {}).fields.find((each) => each.key === key);
  if (!field) throw new Error(`http_request has no ${key}`);
  return field;
}

describe('valueInForm', () => {
  it.each<[string, string, Json | undefined, ValueForm, { value: Json | undefined } | undefined]>([
    ['makes a template of a number', 'max_response_bytes', 30, 'expression', { value: '{{30}}' }],
    ['makes the number of its template', 'max_response_bytes', '{{30}}', 'control', { value: 30 }],
    ['makes the number of a text that spells it', 'max_response_bytes', '500', 'control', { value: 500 }],
    ['makes the word of its template', 'method', "{{ 'POST' }}", 'control', { value: 'POST' }],
    ['takes a template away that reads something', 'method', '{{input.m}}', 'control', { value: undefined }],
    ['takes a literal away that is none of the words', 'method', '{{"FETCH"}}', 'control', { value: undefined }],
    ['leaves a template a template', 'method', '{{input.m}}', 'expression', undefined],
    ['leaves a text of a body', 'body', 'Hello', 'control', undefined],
    ['leaves a template of a body', 'body', '{{input}}', 'expression', undefined],
    ['leaves what is not there', 'method', undefined, 'expression', undefined],
  ])('%s', (_claim, key, value, form, written) => {
    expect(valueInForm(fieldOf(key), value, form)).toEqual(written);
  });

  it('gives back what it made a template of', () => {
    const field = fieldOf('max_response_bytes');
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (number) => {
        const template = valueInForm(field, number, 'expression')?.value;
        expect(valueInForm(field, template, 'control')).toEqual({ value: number });
      }),
    );
  });
});

describe('expressionFormat', () => {
  it('reads a bare number of a number field as a number', () => {
    expect(expressionFormat(fieldOf('max_response_bytes')).parse('500')).toEqual({ value: 500 });
  });
});
