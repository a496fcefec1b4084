/** Says of most hashes at once that they are unknown. */
export interface HashFilter {
  add(hash: number): void;
  /** What is taken away stays in the table until there is a new one. */
  remove(): void;
  mayHave(hash: number): boolean;
  /** It lets too much through by now. */
  isWorn(): boolean;
}

const MIN_BITS = 12;
const MAX_BITS = 20;
/** Bits of the table for each hash in it. */
const SPARSENESS = 16;

/** A filter that has `hashes`. */
export function createHashFilter(hashes: readonly number[]): HashFilter {
  const wanted = Math.ceil(Math.log2(Math.max(1, hashes.length * SPARSENESS * 2)));
  const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, wanted));
  const table = new Uint8Array(2 ** bits / 8);
  let addedCount = 0;
  let removedCount = 0;
  const add = (hash: number): void => {
    const place = placeOf(hash, bits);
    table[place >>> 3] = (table[place >>> 3] ?? 0) | (1 << (place & 7));
    addedCount += 1;
  };
  hashes.forEach(add);
  return {
    add,
    remove() {
      removedCount += 1;
    },
    mayHave(hash) {
      const place = placeOf(hash, bits);
      return ((table[place >>> 3] ?? 0) & (1 << (place & 7))) !== 0;
    },
    isWorn: () =>
      removedCount * 2 > Math.max(addedCount, 2000) || (bits < MAX_BITS && addedCount * SPARSENESS > 2 ** bits),
  };
}

function placeOf(hash: number, bits: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> (32 - bits);
}
