/** A text of which any part can be compared by its hash, in constant time on average over many parts. */
export interface HashedText {
  readonly text: string;
  /** Hash of the units from `at` on; `hashOf` of the same text is the same. */
  window(at: number, length: number): number;
  /** True when `part` stands at `at`. */
  holds(part: string, at: number): boolean;
  /** How many units were looked at so far: never more than a small multiple of the windows and the length of the text. */
  steps(): number;
}

/**
 * Most texts are asked about a few places only, and those are hashed by themselves. Once that was as much work as hashing the
 * whole text, the whole text is hashed, and any further window costs nothing.
 */
export function createHashedText(text: string): HashedText {
  let steps = 0;
  let sums: Int32Array | undefined;
  return {
    text,
    window(at, size) {
      if (!sums && steps + size > text.length) {
        sums = sumsOf(text);
        steps += text.length;
      }
      if (sums) {
        steps += 1;
        return ((sums[at + size] ?? 0) - Math.imul(sums[at] ?? 0, powerOf(size))) | 0;
      }
      steps += size;
      return hashOf(text, at, at + size);
    },
    holds(part, at) {
      steps += part.length;
      return text.startsWith(part, at);
    },
    steps: () => steps,
  };
}

/** Hash of the units of `text` from `start` on and before `end`. */
export function hashOf(text: string, start = 0, end = text.length): number {
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at) + 1) | 0;
  return hash;
}

/** Under what texts of one length and hash are found. */
export function lengthKey(hash: number, length: number): number {
  return hash ^ Math.imul(length, 0x9e3779b1);
}

/** Odd, and another one in each process, so that nobody can prepare texts whose hashes meet. */
const BASE = (Math.floor(Math.random() * 0x40000000) << 1) | 0x10001;

/** Of the first units of `text`, for each number of them. */
function sumsOf(text: string): Int32Array {
  const sums = new Int32Array(text.length + 1);
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) {
    sum = (Math.imul(sum, BASE) + text.charCodeAt(at) + 1) | 0;
    sums[at + 1] = sum;
  }
  return sums;
}

let powers = new Int32Array([1]);

/** `BASE` to the power of `exponent`; those up to the longest window that was ever asked for are kept. */
function powerOf(exponent: number): number {
  if (exponent >= powers.length) {
    const more = new Int32Array(2 * exponent + 1);
    more[0] = 1;
    for (let at = 1; at < more.length; at += 1) more[at] = Math.imul(more[at - 1] ?? 0, BASE);
    powers = more;
  }
  return powers[exponent] ?? 0;
}
