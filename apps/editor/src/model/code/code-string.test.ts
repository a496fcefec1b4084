import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caretInString, codeStringAt, readCodeStrings } from './code-string.ts';

describe('readCodeStrings', () => {
  it('tells keys from values', () => {
    expect(readCodeStrings('  "url": "{{a}}", "n": 1').map(({ value, isKey }) => ({ value, isKey }))).toEqual([
      { value: 'url', isKey: true },
      { value: '{{a}}', isKey: false },
      { value: 'n', isKey: true },
    ]);
  });

  it('reads any text as JSON does, with a place in the line for each of its units', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = `  ${JSON.stringify(text)},`;
        fc.pre(!/[\u2028\u2029]/.test(line));
        const [read] = readCodeStrings(line);
        expect(read?.value).toBe(text);
        expect(read?.offsets).toHaveLength(text.length + 1);
        expect(read?.offsets.at(-1)).toBe(line.length - 2);
      }),
    );
  });

  it('ends a text that is not closed with its line', () => {
    expect(readCodeStrings('"a": "{{sta')).toEqual([
      { value: 'a', offsets: [1, 2], isKey: true },
      { value: '{{sta', offsets: [6, 7, 8, 9, 10, 11], isKey: false },
    ]);
  });
});

describe('codeStringAt', () => {
  it('finds the text between whose quotes the caret stands', () => {
    expect(codeStringAt('"a": "bc"', 7)?.value).toBe('bc');
    expect(codeStringAt('"a": "bc"', 5)).toBeUndefined();
  });

  it('counts an escape before the caret as one unit', () => {
    const line = '"x\\u0041y"';
    const found = codeStringAt(line, 8);
    expect(found && caretInString(found, 8)).toBe(2);
  });
});
