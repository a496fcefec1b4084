/** How many columns a text takes on a terminal. The text has gone through `toPlainLine`. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** The text in exactly `width` columns: filled up with blanks, or cut with `…`. */
export function toCell(text: string, width: number): string {
  const full = widthOf(text);
  if (full <= width) return text + ' '.repeat(width - full);
  let taken = '';
  let left = width - 1;
  for (const character of text) {
    left -= columnsOf(character);
    if (left < 0) break;
    taken += character;
  }
  const cut = width > 0 ? `${taken}…` : '';
  return cut + ' '.repeat(Math.max(0, width - widthOf(cut)));
}

function columnsOf(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

const COMBINING = /^(?:\p{Mark}|\p{Default_Ignorable_Code_Point})$/u;
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]$/u;
