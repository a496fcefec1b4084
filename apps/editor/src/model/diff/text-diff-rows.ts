import { diffEdit } from '../document/text-history.ts';
import type { LineBlock, TextDiff } from './text-diff.ts';

/** One line of one side. */
export interface DiffLine {
  /** From 1. */
  readonly line: number;
  /** What it shares with the other side's at its beginning, what differs, and what it shares at its end. */
  readonly parts: readonly [start: string, middle: string, end: string];
}

/** One row of two texts side by side; a side without a line is undefined. */
export type DiffRow =
  | {
      readonly kind: 'same' | 'different';
      readonly key: string;
      readonly before: DiffLine | undefined;
      readonly after: DiffLine | undefined;
    }
  /** A stretch of equal lines that is not shown; `block` says which, to open it. */
  | { readonly kind: 'folded'; readonly key: string; readonly block: number; readonly count: number };

/** Equal lines that are shown beside a difference. */
const CONTEXT = 3;

/** The rows that show `diff`, with the equal stretches folded that are not in `opened`. */
export function toDiffRows(diff: TextDiff, opened: ReadonlySet<number>): readonly DiffRow[] {
  return diff.blocks.flatMap((block, index): readonly DiffRow[] => {
    if (block.kind === 'different') return differentRows(diff, block);
    const { count } = block.before;
    const head = index === 0 ? 0 : CONTEXT;
    const foot = index === diff.blocks.length - 1 ? 0 : CONTEXT;
    const hidden = count - head - foot;
    // A single line takes no more room than the button that would open it.
    if (hidden <= 1 || opened.has(index)) return sameRows(diff, block, 0, count);
    return [
      ...sameRows(diff, block, 0, head),
      { kind: 'folded', key: `folded ${index}`, block: index, count: hidden },
      ...sameRows(diff, block, count - foot, count),
    ];
  });
}

function sameRows({ before, after }: TextDiff, block: LineBlock, from: number, to: number): readonly DiffRow[] {
  return Array.from({ length: to - from }, (_, offset): DiffRow => {
    const [a, b] = [block.before.start + from + offset, block.after.start + from + offset];
    const line = (at: number, lines: readonly string[]): DiffLine => ({
      line: at + 1,
      parts: [lines[at] ?? '', '', ''],
    });
    return { kind: 'same', key: `${a} ${b}`, before: line(a, before), after: line(b, after) };
  });
}

function differentRows({ before, after }: TextDiff, block: LineBlock): readonly DiffRow[] {
  const height = Math.max(block.before.count, block.after.count);
  return Array.from({ length: height }, (_, offset): DiffRow => {
    const [a, b] = [block.before.start + offset, block.after.start + offset];
    const was = offset < block.before.count ? before[a] : undefined;
    const is = offset < block.after.count ? after[b] : undefined;
    return {
      kind: 'different',
      key: `${was === undefined ? '-' : a} ${is === undefined ? '-' : b}`,
      before: was === undefined ? undefined : { line: a + 1, parts: partsOf(was, is) },
      after: is === undefined ? undefined : { line: b + 1, parts: partsOf(is, was) },
    };
  });
}

/** Lines that share nothing but blanks are shown as different in whole. */
function partsOf(line: string, other: string | undefined): DiffLine['parts'] {
  if (other === undefined) return [line, '', ''];
  const { start, end } = diffEdit(line, other);
  if (line.slice(0, start).trim() === '' && line.slice(end).trim() === '') return [line, '', ''];
  return [line.slice(0, start), line.slice(start, end), line.slice(end)];
}
