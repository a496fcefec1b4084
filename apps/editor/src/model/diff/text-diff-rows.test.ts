import { describe, expect, it } from 'vitest';
import { diffTexts } from './text-diff.ts';
import { toDiffRows } from './text-diff-rows.ts';

const TEN = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`);
const NOTHING: ReadonlySet<number> = new Set();

function shorten(rows: ReturnType<typeof toDiffRows>) {
  return rows.map((row) =>
    row.kind === 'folded' ? `… ${row.count}` : `${row.before?.line ?? '-'}|${row.after?.line ?? '-'}`,
  );
}

describe('toDiffRows', () => {
  it('folds equal lines that are further from a difference than three lines', () => {
    const diff = diffTexts(TEN.join('\n'), TEN.with(5, 'other').join('\n'));
    expect(shorten(toDiffRows(diff, NOTHING))).toEqual([
      '… 2',
      '3|3',
      '4|4',
      '5|5',
      '6|6',
      '7|7',
      '8|8',
      '9|9',
      '10|10',
    ]);
  });

  it('shows a folded stretch that is opened', () => {
    const diff = diffTexts(TEN.join('\n'), TEN.with(5, 'other').join('\n'));
    expect(shorten(toDiffRows(diff, new Set([0])))).toHaveLength(10);
  });

  it('leaves a side empty where it has no line', () => {
    expect(shorten(toDiffRows(diffTexts('a\nb', 'a\nx\ny\nb'), NOTHING))).toEqual(['1|1', '-|2', '-|3', '2|4']);
  });

  it('marks the part of a line that differs', () => {
    const [row] = toDiffRows(diffTexts('"url": "https://a/",', '"url": "https://b/",'), NOTHING);
    expect(row).toMatchObject({
      before: { parts: ['"url": "https://', 'a', '/",'] },
      after: { parts: ['"url": "https://', 'b', '/",'] },
    });
  });
});
