import { endianness } from 'node:os';
import { unescapeCodes } from './unescape-codes.ts';

/** False for a text that `unescapeText` leaves as it is. */
export function mayEscape(text: string): boolean {
  return /[%&\\+\r]/.test(text);
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
const SCRATCH = new Uint16Array(4096);

/** Fills `starts` as `unescapedStarts` promises. */
function unescapeInto(text: string, starts: Uint32Array | undefined): string {
  const codes = text.length <= SCRATCH.length ? SCRATCH.subarray(0, text.length) : new Uint16Array(text.length);
  const bytes = Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength);
  bytes.write(text, 'utf16le');
  swapWhereNeeded(bytes);
  const { length, isChanged } = unescapeCodes(codes, starts);
  if (!isChanged) return text;
  const left = bytes.subarray(0, 2 * length);
  swapWhereNeeded(left);
  return left.toString('utf16le');
}

const IS_BIG_ENDIAN = endianness() === 'BE';

/** Between the order of bytes in which a text is written and the one of this machine's numbers. */
function swapWhereNeeded(bytes: Buffer): void {
  if (IS_BIG_ENDIAN) bytes.swap16();
}
