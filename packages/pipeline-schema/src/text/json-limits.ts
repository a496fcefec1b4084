/** Bytes of UTF-8 that a definition may have (`spec.md` §10). */
export const MAX_DEFINITION_BYTES = 1024 * 1024;
/** How deep a document may nest; the outermost object counts as 1. */
export const MAX_JSON_DEPTH = 100;

/** The bytes of `text` in UTF-8; a lone surrogate counts as the three bytes of its replacement. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    bytes += 1;
    if (unit < 0x800) continue;
    const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    if (isPair) at += 1; // four bytes for two units: one more per unit, and the other half adds one
    bytes += 1;
  }
  return bytes;
}

/**
 * The offset of the first bracket that opens a level deeper than `MAX_JSON_DEPTH`, if there is one. One pass without a
 * stack, so that it can stand before a parser that recurses.
 */
export function findTooDeep(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return at;
    } else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) depth -= 1;
  }
  return undefined;
}

/** The offset of the quote or line end that ends the string literal at `at`. */
function endOfString(text: string, at: number): number {
  for (let index = at + 1; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === BACKSLASH) index += 1;
    else if (unit === QUOTE || unit === LF || unit === CR) return index;
  }
  return text.length;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const LF = 10;
const CR = 13;
