import type { TextEdit } from '../diagnostic.ts';

/**
 * One batch of edits that does what `first` and then `second` do. Offsets of `second` are those of the text that `first`
 * leaves; the result has those of the text before, whose length is `length`.
 */
export function composeEdits(length: number, first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  return toEdits(cut(piecesOf(length, first), second), length);
}

/** A stretch of the text before that is kept, or a text that is new. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

function piecesOf(length: number, edits: readonly TextEdit[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    pieces.push({ start: at, end: start }, { text });
    at = end;
  }
  return [...pieces, { start: at, end: length }];
}

/** The pieces after `edits`, whose offsets count along the pieces. */
function cut(pieces: readonly Piece[], edits: readonly TextEdit[]): readonly Piece[] {
  const result: Piece[] = [];
  let rest = pieces[0];
  let index = 0;
  let at = 0;
  /** Moves on to offset `to`, and gives what lies on the way. */
  const take = (to: number): Piece[] => {
    const taken: Piece[] = [];
    while (rest !== undefined && at < to) {
      const size = Math.min(lengthOf(rest), to - at);
      const [head, tail] = split(rest, size);
      taken.push(head);
      at += size;
      if (lengthOf(tail) > 0) rest = tail;
      else {
        index += 1;
        rest = pieces[index];
      }
    }
    return taken;
  };
  for (const { start, end, text } of edits) {
    result.push(...take(start), { text });
    take(end);
  }
  return [...result, ...take(Number.POSITIVE_INFINITY)];
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start;
}

function split(piece: Piece, size: number): readonly [Piece, Piece] {
  if ('text' in piece) return [{ text: piece.text.slice(0, size) }, { text: piece.text.slice(size) }];
  const middle = piece.start + size;
  return [
    { start: piece.start, end: middle },
    { start: middle, end: piece.end },
  ];
}

/** What lies between kept stretches, as edits. */
function toEdits(pieces: readonly Piece[], length: number): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let text = '';
  const push = (end: number): void => {
    if (at < end || text !== '') edits.push({ start: at, end, text });
    text = '';
  };
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text;
    else if (piece.start < piece.end) {
      push(piece.start);
      at = piece.end;
    }
  }
  push(length);
  return edits;
}
