import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../diagnostic.ts';
import { composeEdits } from './compose-edits.ts';
import { applyTextEdits } from './text-edit.ts';

/** Edits of a text of this length, ascending and apart. */
function editsOf(length: number): fc.Arbitrary<TextEdit[]> {
  return fc.array(fc.tuple(fc.nat(length), fc.string({ maxLength: 4 })), { maxLength: 6 }).map((drafts) => {
    const points = drafts.map(([at]) => at).sort((a, b) => a - b);
    return drafts.flatMap(([, text], index) => {
      const [start, end] = [points[index * 2], points[index * 2 + 1]];
      return start === undefined || end === undefined ? [] : [{ start, end, text }];
    });
  });
}

describe('composeEdits', () => {
  it('does at once what two batches do one after the other', () => {
    const batches = fc.string({ maxLength: 30 }).chain((text) =>
      editsOf(text.length).chain((first) => {
        const between = applyTextEdits(text, first);
        return editsOf(between.length).map((second) => ({ text, first, between, second }));
      }),
    );
    fc.assert(
      fc.property(batches, ({ text, first, between, second }) => {
        const composed = composeEdits(text.length, first, second);
        expect(applyTextEdits(text, composed)).toBe(applyTextEdits(between, second));
      }),
    );
  });

  it('leaves what neither touches alone', () => {
    const first = [{ start: 0, end: 0, text: '[' }];
    const second = [{ start: 4, end: 4, text: ']' }];
    expect(composeEdits(3, first, second)).toEqual([
      { start: 0, end: 0, text: '[' },
      { start: 3, end: 3, text: ']' },
    ]);
  });
});
