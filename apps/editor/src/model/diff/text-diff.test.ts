import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTexts, type TextDiff } from './text-diff.ts';

/** The text after, made of the one before and of what differs alone. */
function rebuild({ before, after, blocks }: TextDiff): readonly string[] {
  return blocks.flatMap((block) => {
    const [source, { start, count }] = block.kind === 'same' ? [before, block.before] : [after, block.after];
    return source.slice(start, start + count);
  });
}

function differences({ before, after, blocks }: TextDiff) {
  return blocks
    .filter(({ kind }) => kind === 'different')
    .map((block) => [
      before.slice(block.before.start, block.before.start + block.before.count),
      after.slice(block.after.start, block.after.start + block.after.count),
    ]);
}

describe('diffTexts', () => {
  it('is one block for equal texts, and none for empty ones', () => {
    expect(diffTexts('a\nb\n', 'a\nb\n').blocks).toEqual([
      { kind: 'same', before: { start: 0, count: 2 }, after: { start: 0, count: 2 } },
    ]);
    expect(diffTexts('', '').blocks).toEqual([]);
  });

  it('finds lines that were put in, taken out and replaced', () => {
    expect(differences(diffTexts('a\nb\nc\nd\n', 'a\nx\nc\nd\ne\n'))).toEqual([
      [['b'], ['x']],
      [[], ['e']],
    ]);
    expect(differences(diffTexts('a\nb\n', 'b\n'))).toEqual([[['a'], []]]);
  });

  it('leaves the kind of line ends out of account', () => {
    expect(differences(diffTexts('a\r\nb\r\n', 'a\nb'))).toEqual([]);
  });

  it('takes what lies between for one difference when there are too many', () => {
    const numbers = (from: number) => Array.from({ length: 50 }, (_, index) => `${from + index}`).join('\n');
    const [before, after] = [`same\n${numbers(0)}\nend`, `same\n${numbers(100)}\nend`];
    expect(diffTexts(before, after, 10).blocks.map(({ kind, before: { count } }) => [kind, count])).toEqual([
      ['same', 1],
      ['different', 50],
      ['same', 1],
    ]);
  });

  it('loses no line of either text', () => {
    const text = fc.array(fc.constantFrom('{', '}', '  "a": 1,', '  "b": 2', ''), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = diffTexts(`${before.join('\n')}\n`, `${after.join('\n')}\n`);
        expect(rebuild(diff)).toEqual(diff.after);
        for (const { kind, before: a, after: b } of diff.blocks) {
          if (kind === 'same') {
            expect(diff.before.slice(a.start, a.start + a.count)).toEqual(diff.after.slice(b.start, b.start + b.count));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
