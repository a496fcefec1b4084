/** A text as it is shown: pieces between which a line may break, and whether they are all of it. */
export interface LongText {
  readonly pieces: readonly string[];
  readonly isCut: boolean;
}

/**
 * The first `most` characters of a text in pieces. Browsers shape a word again for every line that it is broken into, which
 * takes minutes for a word of 200,000 characters, so a long word gets places to break at. Linear in what is shown.
 */
export function toLongText(text: string, most: number): LongText {
  const isCut = text.length > most;
  const shown = isCut ? text.slice(0, wholeEnd(text, most)) : text;
  return { pieces: toPieces(isCut ? `${shown}…` : shown), isCut };
}

/** As much of a text as is shown of it before it is asked for the rest. */
export const SHOWN_AT_FIRST = 2_000;
/** Words up to this length stay whole. */
const LONGEST_WORD = 40;
/** From there on a line may break after each of so many characters, so that lines are nearly full. */
const BREAK_EVERY = 10;

function toPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let breakAt = LONGEST_WORD;
  for (let at = 0; at < text.length; at += 1) {
    if (isSpace(text.charCodeAt(at))) breakAt = at + 1 + LONGEST_WORD;
    else if (at >= breakAt) {
      const end = wholeEnd(text, at);
      pieces.push(text.slice(start, end));
      start = end;
      breakAt = end + BREAK_EVERY;
    }
  }
  return [...pieces, text.slice(start)];
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** The place itself, or the one before it when it would cut a character in two. */
function wholeEnd(text: string, at: number): number {
  const last = text.charCodeAt(at - 1);
  return last >= 0xd800 && last <= 0xdbff ? at - 1 : at;
}
