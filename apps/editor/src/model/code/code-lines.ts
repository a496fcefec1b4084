/** A place in a text as code editors count it: both from 1, `column` in UTF-16 units. */
export interface LinePlace {
  readonly lineNumber: number;
  readonly column: number;
}

/**
 * The lines of a text, whichever way each of them ends: LF, CR LF, CR, mixed. An editor that knows one kind of line end
 * only has the same lines, so a place in its lines is a place in the text, byte for byte.
 */
export interface CodeLines {
  /** The offset of a place; of one beyond its line, the end of the line. */
  offsetAt(place: LinePlace): number;
  /** The place of an offset; of one between CR and LF, the end of the line. */
  placeAt(offset: number): LinePlace;
  /** How the line ends, or the one before it when it is the last: what a line added there should end with. */
  lineEndAt(lineNumber: number): '\n' | '\r\n';
}

/** Reads the text once; look-ups are binary searches. */
export function readCodeLines(text: string): CodeLines {
  const { starts, ends } = findLines(text);
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    offsetAt: ({ lineNumber, column }) => {
      if (lineNumber > starts.length) return text.length;
      const start = starts[lineNumber - 1] ?? 0;
      return Math.min(start + Math.max(column, 1) - 1, ends[lineNumber - 1] ?? text.length);
    },
    placeAt: (offset) => {
      const line = lineAt(Math.min(Math.max(offset, 0), text.length));
      const start = starts[line] ?? 0;
      return { lineNumber: line + 1, column: Math.min(offset, ends[line] ?? text.length) - start + 1 };
    },
    lineEndAt: (lineNumber) => {
      const line = Math.min(lineNumber, starts.length - 1) - 1;
      const end = ends[line];
      return end !== undefined && text.startsWith('\r\n', end) ? '\r\n' : '\n';
    },
  };
}

/** The text with every line ended by LF, as the code editor holds it. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function findLines(text: string): { readonly starts: readonly number[]; readonly ends: readonly number[] } {
  const starts = [0];
  const ends: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit !== LF && unit !== CR) continue;
    ends.push(at);
    if (unit === CR && text.charCodeAt(at + 1) === LF) at += 1;
    starts.push(at + 1);
  }
  ends.push(text.length);
  return { starts, ends };
}

const LF = 10;
const CR = 13;
