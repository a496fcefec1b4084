import { endianness } from 'node:os';
import { unescapeCodes } from './unescape-codes.ts';

/** False for a text that `unescapeText` leaves as it is. Most texts have none of the marks, which is told at once. */
export function mayEscape(text: string): boolean {
  return /[%&\\+\r]/.test(text) && /%[0-9A-Fa-f]{2}|&(?:#|amp;|lt;|gt;|quot;|apos;)|\\|\+|\r\n/.test(text);
}

/** What `text` reads as when its escapes are undone (see `unescapeCodes`); the same text when it has none. */
export function unescapeText(text: string): string {
  return mayEscape(text) ? unescapeInto(text, undefined) : text;
}

/** Where each unit of `unescapeText(text)` began in `text`, and at last the length of `text`. */
export function unescapedStarts(text: string): Uint32Array {
  const starts = new Uint32Array(text.length + 1);
  for (let at = 0; at <= text.length; at += 1) starts[at] = at;
  unescapeInto(text, starts);
  return starts;
}

/** Most texts are short, and room for them is made once. */
const SCRATCH = new Uint16Array(2048);

/** Fills `starts` as `unescapedStarts` promises. */
function unescapeInto(text: string, starts: Uint32Array | undefined): string {
  const codes = text.length <= SCRATCH.length ? SCRATCH.subarray(0, text.length) : new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) codes[at] = text.charCodeAt(at);
  const { length, isChanged } = unescapeCodes(codes, starts);
  return isChanged ? toText(codes.subarray(0, length)) : text;
}

function toText(codes: Uint16Array): string {
  const bytes = Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength);
  if (endianness() === 'BE') bytes.swap16();
  return bytes.toString('utf16le');
}
