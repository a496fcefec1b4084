import { MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';

/** Passes over text in which none of many beginnings can stand, mostly by looking at every sixth character. */
export interface SkipTable {
  /** Adds the first `MIN_SECRET_LENGTH` characters of `text`. */
  add(text: string): void;
  /** What is taken away stays in the table until there is a new one. */
  remove(): void;
  /** The first place from `from` on where a beginning may stand, though often none does; -1 when there is no such place. */
  next(text: string, from: number): number;
  /** It lets too much through by now. */
  isWorn(): boolean;
}

/** Characters that are looked at together: the last ones of a beginning, then those further left. */
const BLOCK = 3;
/** As far may be gone from a block that is in no beginning. */
const MAX_SKIP = MIN_SECRET_LENGTH - BLOCK + 1;

const MIN_BITS = 12;
const MAX_BITS = 16;
/** Places of the table for each block in it. */
const SPARSENESS = 8;

/** A table that has the beginnings of `texts`. */
export function createSkipTable(texts: readonly string[]): SkipTable {
  const wanted = Math.ceil(Math.log2(Math.max(1, texts.length * MAX_SKIP * SPARSENESS * 2)));
  const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, wanted));
  const skips = new Uint8Array(2 ** bits).fill(MAX_SKIP);
  let addedCount = 0;
  let removedCount = 0;

  const mask = skips.length - 1;
  /** Place in the table of the block that ends at `end`. */
  const placeOf = (text: string, end: number): number =>
    (text.charCodeAt(end) ^ (text.charCodeAt(end - 1) << 4) ^ (text.charCodeAt(end - 2) << 8)) & mask;
  const add = (text: string): void => {
    for (let end = BLOCK - 1; end < MIN_SECRET_LENGTH; end += 1) {
      const place = placeOf(text, end);
      skips[place] = Math.min(skips[place] ?? 0, MIN_SECRET_LENGTH - 1 - end);
    }
    addedCount += 1;
  };
  for (const text of texts) add(text);

  return {
    add,
    remove() {
      removedCount += 1;
    },
    next(text, from) {
      const { length } = text;
      for (let end = from + MIN_SECRET_LENGTH - 1; end < length; ) {
        const skip = skips[placeOf(text, end)] ?? 0;
        if (skip === 0) return end - MIN_SECRET_LENGTH + 1;
        end += skip;
      }
      return -1;
    },
    isWorn: () =>
      removedCount * 2 > Math.max(addedCount, 2000) ||
      (bits < MAX_BITS && addedCount * MAX_SKIP * SPARSENESS > 2 ** bits),
  };
}
