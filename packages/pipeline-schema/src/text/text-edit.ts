import type { TextEdit } from '../diagnostic.ts';

/**
 * `text` with `edits` made, which must not overlap and stand in ascending order; their offsets are those of `text`.
 * @throws {RangeError} when they overlap or reach beyond the text.
 */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`text edit ${edit.start}–${edit.end} overlaps another one or reaches beyond the text`);
    }
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
