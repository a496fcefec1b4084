import { MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { type HashedText, lengthKey } from './hashed-text.ts';
import { createSkipTable } from './skip-table.ts';
import type { SpelledSecret, Spelling } from './spell-secret.ts';

/** What stands in a text, and for which secret. */
export interface Found {
  readonly name: string;
  readonly at: number;
  readonly length: number;
  /** See `Spelling`. */
  readonly isOpen: boolean;
}

/** More lengths than this of spellings that begin alike, each by half of its characters or more, are no secrets that anybody has. */
const MAX_LENGTHS = 16;

/**
 * Finds spellings of secrets in texts. The time for a text grows with its length only: most of it is passed over, and what
 * stands at a place is looked up by hashes, first of its first characters, then of lengths that are powers of two, then of whole
 * spellings, and is compared once. Where very many spellings begin alike, whatever begins so counts as the longest of them, and
 * is not looked at again.
 */
export interface SecretFinder {
  readonly isEmpty: boolean;
  /** Adds a secret; its spellings belong to whoever had them first. Adding it twice adds nothing. */
  add(secret: SpelledSecret): void;
  /** Takes a secret away that was added. */
  remove(secret: SpelledSecret): void;
  /** False when there is surely nothing in `text`; costs least. */
  mayFind(text: string): boolean;
  /** The longest spelling at the first place from `from` on where there is any. */
  next(text: HashedText, from: number): Found | undefined;
  /** False when no number written in digits holds anything. */
  mayFindInNumbers(): boolean;
  /** The secret that a number spells with all digits that a number can hold. */
  nameOfNumber(value: number): string | undefined;
}

/** A finder that knows nothing yet. */
export function createSecretFinder(): SecretFinder {
  const secrets = new Set<SpelledSecret>();
  const owners = new Map<number, Owned[]>();
  /** How many spellings of each size begin with the hash of some first characters. */
  const sizes = new Map<number, Counts>();
  const alike = new Map<number, Alike>();
  const numbers = new Map<number, SpelledSecret[]>();
  let numericCount = 0;
  let skips = createSkipTable([]);

  const addSpelling = (spelling: Spelling, secret: SpelledSecret): void => {
    const same = owners.get(spelling.key) ?? [];
    owners.set(spelling.key, same);
    const known = same.find(({ spelling: { text } }) => text === spelling.text);
    if (known) {
      known.secrets.push(secret);
      return;
    }
    same.push({ spelling, secrets: [secret] });
    sizes.set(spelling.first, count(sizes.get(spelling.first) ?? noCounts(), spelling.size, 1));
    const { name, lengths } = alike.get(spelling.beginning) ?? { name: secret.name, lengths: noCounts() };
    alike.set(spelling.beginning, { name, lengths: count(lengths, spelling.text.length, 1) });
    if (spelling.isNumeric) numericCount += 1;
    skips.add(spelling.text);
  };
  const removeSpelling = (spelling: Spelling, secret: SpelledSecret): void => {
    const same = owners.get(spelling.key) ?? [];
    const known = same.find(({ spelling: { text } }) => text === spelling.text);
    if (!known) return;
    known.secrets.splice(known.secrets.indexOf(secret), 1);
    if (known.secrets.length > 0) return;
    same.splice(same.indexOf(known), 1);
    if (same.length === 0) owners.delete(spelling.key);
    const { first, size, beginning } = spelling;
    if (count(sizes.get(first) ?? noCounts(), size, -1).sizes.length === 0) sizes.delete(first);
    const lengths = alike.get(beginning)?.lengths ?? noCounts();
    if (count(lengths, spelling.text.length, -1).sizes.length === 0) alike.delete(beginning);
    if (spelling.isNumeric) numericCount -= 1;
    skips.remove();
  };
  const renewSkips = (): void => {
    if (!skips.isWorn()) return;
    skips = createSkipTable([...owners.values()].flatMap((same) => same.map(({ spelling }) => spelling.text)));
  };

  return {
    get isEmpty() {
      return secrets.size === 0;
    },
    add(secret) {
      if (secrets.has(secret)) return;
      secrets.add(secret);
      for (const spelling of secret.spellings) addSpelling(spelling, secret);
      if (secret.number !== undefined) numbers.set(secret.number, [...(numbers.get(secret.number) ?? []), secret]);
      renewSkips();
    },
    remove(secret) {
      if (!secrets.delete(secret)) return;
      for (const spelling of secret.spellings) removeSpelling(spelling, secret);
      if (secret.number !== undefined) {
        const left = numbers.get(secret.number)?.filter((one) => one !== secret) ?? [];
        if (left.length > 0) numbers.set(secret.number, left);
        else numbers.delete(secret.number);
      }
      renewSkips();
    },
    mayFind: (text) => skips.next(text, 0) >= 0,
    next(text, from) {
      for (let at = skips.next(text.text, from); at >= 0; at = skips.next(text.text, at + 1)) {
        const begun = sizes.get(text.window(at, MIN_SECRET_LENGTH));
        const found = begun && longestAt(text, at, begun);
        if (found) return found;
      }
      return undefined;
    },
    mayFindInNumbers: () => numericCount > 0 || numbers.size > 0,
    nameOfNumber: (value) => numbers.get(value)?.[0]?.name,
  };

  function longestAt(text: HashedText, at: number, begun: Counts): Found | undefined {
    const left = text.text.length - at;
    const all: Alike[] = [];
    let lengthCount = 0;
    for (const size of begun.sizes) {
      const same = size <= left ? alike.get(lengthKey(text.window(at, size), size)) : undefined;
      if (!same) continue;
      all.push(same);
      lengthCount += same.lengths.sizes.length;
    }
    if (lengthCount > MAX_LENGTHS) return anyOf(all, at, left);
    let longest: Found | undefined;
    for (const { lengths } of all) {
      for (const length of lengths.sizes) {
        if (length <= left && length > (longest?.length ?? 0)) longest = ofLength(text, at, length) ?? longest;
      }
    }
    return longest;
  }

  function ofLength(text: HashedText, at: number, length: number): Found | undefined {
    for (const { spelling, secrets: of } of owners.get(lengthKey(text.window(at, length), length)) ?? []) {
      const owner = of[0];
      if (!owner || spelling.text.length !== length || !text.holds(spelling.text, at)) continue;
      return { name: owner.name, at, length, isOpen: spelling.isOpen };
    }
    return undefined;
  }
}

function anyOf(all: readonly Alike[], at: number, left: number): Found {
  const longest = (one: Alike): number => Math.max(...one.lengths.sizes);
  const { name, lengths } = all.reduce((a, b) => (longest(b) > longest(a) ? b : a));
  return { name, at, length: Math.min(Math.max(...lengths.sizes), left), isOpen: true };
}

/** Sizes that there are, and how many of each, which is never 0. */
type Counts = { readonly sizes: number[]; readonly counts: number[] };

function noCounts(): Counts {
  return { sizes: [], counts: [] };
}

function count(all: Counts, size: number, change: 1 | -1): Counts {
  const { sizes, counts } = all;
  const index = sizes.indexOf(size);
  const sum = (counts[index] ?? 0) + change;
  if (index < 0) {
    sizes.push(size);
    counts.push(sum);
  } else if (sum > 0) {
    counts[index] = sum;
  } else {
    sizes.splice(index, 1);
    counts.splice(index, 1);
  }
  return all;
}

/** Spellings that have one size and one beginning of that size: the secret of the first one, and how many have which length. */
type Alike = { readonly name: string; readonly lengths: Counts };

/** Secrets of one value have the same spellings; the first one gives its name. */
type Owned = { readonly spelling: Spelling; readonly secrets: SpelledSecret[] };
