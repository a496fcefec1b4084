import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unescapedStarts, unescapeText } from './unescape-text.ts';

const PIECES = [
  'a',
  'bc',
  ' ',
  '%41',
  '%2541',
  '%F0%9F%98%80',
  '%ZZ',
  '&amp;',
  '&#x1F600;',
  '\\u0041',
  '\\',
  '+',
  '\r\n',
];
/** Also texts that are longer than what most texts are. */
const text = fc
  .tuple(fc.array(fc.constantFrom(...PIECES, 'x'.repeat(50)), { maxLength: 30 }), fc.constantFrom(0, 5000))
  .map(([pieces, more]) => pieces.join('') + 'y'.repeat(more));

describe('unescapedStarts', () => {
  it('says where each unit stood that was no part of an escape, in order, and where the text ended', () => {
    fc.assert(
      fc.property(text, (escaped) => {
        const starts = [...unescapedStarts(escaped)];
        const unescaped = unescapeText(escaped);
        const stood = Array.from({ length: unescaped.length }).every((_, at) => {
          const unit = escaped[starts[at] ?? 0] ?? '';
          return /[%&\\+\r]/.test(unit) || unit === unescaped[at];
        });
        expect({ stood, end: starts[unescaped.length] }).toEqual({ stood: true, end: escaped.length });
        const used = starts.slice(0, unescaped.length + 1);
        expect(used).toEqual(used.toSorted((a, b) => a - b));
      }),
      { numRuns: 100 },
    );
  });
});

describe('unescapeText', () => {
  it.each([
    ['%41%2542%25', 'AB%'],
    ['&amp;lt;&#65;&#x42;&nbsp;', '<AB&nbsp;'],
    ['\\\\\\n\\u0041\\q', '\nAq'],
    ['a+b\r\nc\rd', 'a b\nc\rd'],
    ['%26%2361;', '='],
    ['%F0%9F%98%80 %FF', '😀 \uf7ff'],
    ['\ud800 &#xD800;', '\ud800 \ud800'],
  ])('reads %j as %j', (escaped, meant) => {
    expect(unescapeText(escaped)).toBe(meant);
  });
});
