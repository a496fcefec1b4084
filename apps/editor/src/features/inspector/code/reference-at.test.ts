import { describe, expect, it } from 'vitest';
import type { CodeLanguage } from './code-language.ts';
import { referenceAt } from './reference-at.ts';
import { templateAround } from './template-around.ts';

describe('referenceAt', () => {
  it.each<[string, CodeLanguage, string, string]>([
    ['a reference in a text has braces', 'template', 'https://x/|', '{{input.a}}'],
    ['inside braces it stands bare', 'template', '{{ | }}', 'input.a'],
    ['between the values of a JSON it has quotes too', 'json_or_template', '{"a": |}', '"{{input.a}}"'],
    ['inside a text of a JSON it has braces', 'json_or_template', '{"a": "x|"}', '{{input.a}}'],
    ['for a whole JSON it has braces', 'json_or_template', '|', '{{input.a}}'],
  ])('%s', (_claim, language, marked, written) => {
    const offset = marked.indexOf('|');
    const code = marked.replace('|', '');
    expect(referenceAt(code, offset, { reference: 'input.a', language })).toBe(written);
  });

  it('pipes into a filter only where there is something to filter', () => {
    expect(referenceAt('{{input.a}}', 9, { reference: ' | upper', language: 'template' })).toBe(' | upper');
  });
});

describe('templateAround', () => {
  it('finds the text of a JSON that the caret stands in', () => {
    const code = '{\n  "a": "x {{input.}} \\" y",\n  "b": 1\n}';
    const offset = code.indexOf('input.') + 6;
    expect(templateAround(code, offset, 'json_or_template')?.text).toBe('x {{input.}} \\" y');
  });

  it('finds none between texts', () => {
    expect(templateAround('{ "a": 1 }', 7, 'json_or_template')).toBeUndefined();
  });

  it('takes a text for what it is, even one in quotes', () => {
    expect(templateAround('"quoted" {{x}}', 11, 'template')).toEqual({ text: '"quoted" {{x}}', start: 0 });
  });
});
