import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCell, widthOf } from './cell.ts';

describe('toCell', () => {
  it.each([
    ['abc', 5, 'abc  '],
    ['abcdef', 4, 'abc…'],
    ['漢字漢字', 5, '漢字…'],
    ['漢字漢字', 4, '漢… '],
    ['abc', 0, ''],
  ])('puts %j into %i columns', (text, width, expected) => {
    expect(toCell(text, width)).toBe(expected);
  });

  it('takes exactly the columns that it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, width) => {
        expect(widthOf(toCell(text, width))).toBe(width);
      }),
    );
  });
});
