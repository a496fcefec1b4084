import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJsonText } from './format-json-text.ts';
import { applyTextEdits } from './text-edit.ts';

const formatted = (text: string) => applyTextEdits(text, formatJsonText(text));

describe('formatJsonText', () => {
  it('puts one value in a line', () => {
    expect(formatted('{"a":1,"b":[1,2]}')).toBe('{\n  "a": 1,\n  "b": [\n    1,\n    2\n  ]\n}');
  });

  it('keeps indentation and line ends of the text', () => {
    expect(formatted('{\r\n\t"a": 1, "b": 2\r\n}')).toBe('{\r\n\t"a": 1,\r\n\t"b": 2\r\n}');
  });

  it('changes no value and no order of keys, and nothing the second time', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, 4, '\t'), (value, indent) => {
        const once = formatted(`${JSON.stringify(value, null, indent)}\n`);
        expect(JSON.stringify(JSON.parse(once))).toBe(JSON.stringify(value));
        expect(once.endsWith('\n')).toBe(true);
        expect(formatJsonText(once)).toEqual([]);
      }),
    );
  });
});
