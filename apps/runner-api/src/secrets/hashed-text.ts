import { mayEscape, unescapeCodes } from './unescape-codes.ts';

/** A text of which any part can be compared by its hash at once, however long it is. */
export interface HashedText {
  /** In UTF-16 units. */
  readonly length: number;
  /** Hash of the units from `at` on; `hashOf` of the same text is the same. */
  window(at: number, length: number): number;
  /** True when `text` stands at `at`. */
  holds(text: string, at: number): boolean;
  /** The unit at `at`; 0 behind the end. */
  unitAt(at: number): number;
  /** Where the unit at `at` began in the text that was given, before it was unescaped. */
  startOf(at: number): number;
}

/** `text` as it is, and what it escapes when it has any escapes. */
export function readings(text: string): readonly HashedText[] {
  const codes = new Uint16Array(text.length);
  let hasEscapes = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    codes[at] = code;
    hasEscapes ||= mayEscape(code);
  }
  const asWritten = createHashedText(codes, (at) => at);
  if (!hasEscapes) return [asWritten];
  const unescaped = codes.slice();
  const starts = new Uint32Array(text.length + 1);
  for (let at = 0; at <= text.length; at += 1) starts[at] = at;
  const length = unescapeCodes(unescaped, starts, text.length);
  return [asWritten, createHashedText(unescaped.subarray(0, length), (at) => starts[at] ?? 0)];
}

/** Hash of the first `length` units of `text`. */
export function hashOf(text: string, length = text.length): number {
  let hash = 0;
  for (let at = 0; at < length; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at) + 1) | 0;
  return hash;
}

/** Under what spellings of one length and hash are found. */
export function spellingKey(hash: number, length: number): number {
  return hash ^ Math.imul(length, 0x9e3779b1);
}

/** Under what the lengths of spellings are found that begin alike. */
export function beginningKey(hash: number, sizeClass: number): number {
  return hash ^ Math.imul(sizeClass + 1, 0x85ebca6b);
}

/** Odd, and another one in each process, so that nobody can prepare texts whose hashes meet. */
const BASE = (Math.floor(Math.random() * 0x40000000) << 1) | 0x10001;

let powers = new Int32Array([1]);

/** `BASE` to the power of up to `length`. */
function powersUpTo(length: number): Int32Array {
  if (powers.length > length) return powers;
  const more = new Int32Array(2 * length + 1);
  more[0] = 1;
  for (let at = 1; at < more.length; at += 1) more[at] = Math.imul(more[at - 1] ?? 0, BASE);
  powers = more;
  return powers;
}

function createHashedText(codes: Uint16Array, startOf: (at: number) => number): HashedText {
  const { length } = codes;
  const sums = new Int32Array(length + 1);
  const power = powersUpTo(length);
  let sum = 0;
  for (let at = 0; at < length; at += 1) {
    sum = (Math.imul(sum, BASE) + (codes[at] ?? 0) + 1) | 0;
    sums[at + 1] = sum;
  }
  return {
    length,
    startOf,
    window: (at, size) => ((sums[at + size] ?? 0) - Math.imul(sums[at] ?? 0, power[size] ?? 0)) | 0,
    unitAt: (at) => codes[at] ?? 0,
    holds(text, at) {
      for (let index = 0; index < text.length; index += 1) {
        if (text.charCodeAt(index) !== codes[at + index]) return false;
      }
      return true;
    },
  };
}
