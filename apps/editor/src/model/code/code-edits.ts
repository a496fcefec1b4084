import { applyTextEdits, type TextEdit } from '@flowmason/pipeline-schema';
import { diffEdit } from '../document/text-history.ts';
import { type LinePlace, readCodeLines, withLineFeeds } from './code-lines.ts';

/** A stretch of lines and columns, as code editors have it. */
export interface LineRange {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

/** What a code editor says it has changed: places of the lines before the change; line ends of any kind in `text`. */
export interface CodeChange {
  readonly range: LineRange;
  readonly text: string;
}

/**
 * The edits of `text` after which it has the lines that the code editor has. Bytes that the person did not touch stay as
 * they are, line ends included; added lines end as their neighbours do. `after` is the editor's whole text, lines ended by
 * LF: an editor may report several steps as one, whose places then do not fit together, and what it holds decides.
 */
export function editsOfCodeChanges(text: string, changes: readonly CodeChange[], after: string): readonly TextEdit[] {
  const edits = editsAt(text, changes);
  if (edits && withLineFeeds(applyTextEdits(text, edits)) === after) return edits;
  return editsAt(text, [differenceInLines(withLineFeeds(text), after)]) ?? [];
}

/** The one change after which a code editor that holds `before` has the lines of `text`; undefined when it has them. */
export function codeChangeTo(text: string, before: string): CodeChange | undefined {
  const after = withLineFeeds(text);
  return after === before ? undefined : differenceInLines(before, after);
}

/** The range of two places. */
export function lineRangeOf(start: LinePlace, end: LinePlace): LineRange {
  return {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  };
}

function differenceInLines(before: string, after: string): CodeChange {
  const found = diffEdit(before, after);
  // A code editor cannot put its caret into the middle of a character of two units.
  const start = isHighSurrogate(before, found.start - 1) ? found.start - 1 : found.start;
  const end = isHighSurrogate(before, found.end - 1) ? found.end + 1 : found.end;
  const lines = readCodeLines(before);
  const text = before.slice(start, found.start) + found.text + before.slice(found.end, end);
  return { range: lineRangeOf(lines.placeAt(start), lines.placeAt(end)), text };
}

function isHighSurrogate(text: string, offset: number): boolean {
  return (text.charCodeAt(offset) & 0xfc00) === 0xd800;
}

/** Undefined when the changes overlap. */
function editsAt(text: string, changes: readonly CodeChange[]): readonly TextEdit[] | undefined {
  const lines = readCodeLines(text);
  const edits = changes
    .map(({ range, text: added }) => ({
      start: lines.offsetAt({ lineNumber: range.startLineNumber, column: range.startColumn }),
      end: lines.offsetAt({ lineNumber: range.endLineNumber, column: range.endColumn }),
      text: added.replace(/\r\n?|\n/g, lines.lineEndAt(range.startLineNumber)),
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  if (edits.some(({ start }, index) => start < (edits[index - 1]?.end ?? 0))) return undefined;
  return edits.map((edit) => keepingLineApart(text, edit));
}

/**
 * A line that ends with CR alone would lose its end to an LF that comes to stand behind it: it gets an LF instead, and so
 * do those before it that are nothing but a CR.
 */
function keepingLineApart(text: string, edit: TextEdit): TextEdit {
  const follows = edit.text === '' ? text.charAt(edit.end) : edit.text.charAt(0);
  if (follows !== '\n' || (edit.start === edit.end && edit.text === '')) return edit;
  let start = edit.start;
  while (text.charAt(start - 1) === '\r') start -= 1;
  return { ...edit, start, text: '\n'.repeat(edit.start - start) + edit.text };
}
