import type { Position, Range } from '../diagnostic.ts';

/** Turns offsets of one text into lines and columns. */
export interface LineIndex {
  positionAt(offset: number): Position;
  rangeOf(start: number, end: number): Range;
}

/** Reads the text once; each look-up is a binary search. A line ends at LF, CR LF or CR, as in editors. */
export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const positionAt = (offset: number): Position => {
    const within = Math.min(Math.max(offset, 0), text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= within) low = middle;
      else high = middle - 1;
    }
    return { offset: within, line: low + 1, column: within - (starts[low] ?? 0) + 1 };
  };
  return { positionAt, rangeOf: (start, end) => ({ start: positionAt(start), end: positionAt(end) }) };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === LF || (unit === CR && text.charCodeAt(at + 1) !== LF)) starts.push(at + 1);
  }
  return starts;
}

const LF = 10;
const CR = 13;
