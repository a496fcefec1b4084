import { MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { type HashedText, lengthKey } from './hashed-text.ts';
import { createSkipTable } from './skip-table.ts';
import type { SpelledSecret, Spelling } from './spell-secret.ts';

/** What stands in a text, and for which secret. */
export interface Found {
  readonly name: string;
  readonly length: number;
  /** See `Spelling`. */
  readonly isOpen: boolean;
}

/** More lengths than this of spellings that begin alike, each by half of its characters or more, are no secrets that anybody has. */
const MAX_LENGTHS = 32;

/**
 * Finds spellings of secrets in texts. The time for a text grows with its length only: most of it is passed over, and what
 * stands at a place is looked up by hashes, of its first 8, 16, 32 and so on characters as long as any spelling begins so, then
 * of whole spellings, and is compared once. Where very many spellings begin alike, whatever begins so counts as the longest of
 * them, and is not looked at again.
 */
export interface SecretFinder {
  readonly isEmpty: boolean;
  /** Adds a secret; its spellings belong to whoever had them first. Adding it twice adds nothing. */
  add(secret: SpelledSecret): void;
  /** Takes a secret away that was added. */
  remove(secret: SpelledSecret): void;
  /** False when there is surely nothing in `text`; costs least. */
  mayFind(text: string): boolean;
  /** The first place from `from` on where a spelling may stand; infinity when there is none. */
  next(text: HashedText, from: number): number;
  /** The longest spelling at a place of a text. */
  longestAt(text: HashedText, at: number): Found | undefined;
  /** False when no number written in digits holds anything. */
  mayFindInNumbers(): boolean;
  /** The secret that a number spells with all digits that a number can hold. */
  nameOfNumber(value: number): string | undefined;
}

/** A finder that knows nothing yet. */
export function createSecretFinder(): SecretFinder {
  const secrets = new Set<SpelledSecret>();
  const owners = new Map<number, Owned[]>();
  /** By `lengthKey` of the first 8, 16, 32 and so on characters. */
  const beginnings = new Map<number, Beginning>();
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
    for (const key of spelling.beginnings) {
      const beginning = beginnings.get(key) ?? { name: secret.name, count: 0, lengths: new Map<number, number>() };
      beginning.count += 1;
      beginnings.set(key, beginning);
    }
    countLength(spelling, 1);
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
    countLength(spelling, -1);
    for (const key of spelling.beginnings) {
      const beginning = beginnings.get(key);
      if (beginning) beginning.count -= 1;
      if (beginning?.count === 0) beginnings.delete(key);
    }
    if (spelling.isNumeric) numericCount -= 1;
    skips.remove();
  };
  const countLength = ({ beginnings: keys, text: { length } }: Spelling, change: 1 | -1): void => {
    const lengths = beginnings.get(keys.at(-1) ?? 0)?.lengths;
    const count = (lengths?.get(length) ?? 0) + change;
    if (count > 0) lengths?.set(length, count);
    else lengths?.delete(length);
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
      let at = skips.next(text.text, from);
      while (at >= 0 && !beginningAt(text, at, MIN_SECRET_LENGTH)) at = skips.next(text.text, at + 1);
      return at < 0 ? Number.POSITIVE_INFINITY : at;
    },
    longestAt(text, at) {
      const found: Beginning[] = [];
      let lengthCount = 0;
      for (let size = MIN_SECRET_LENGTH; at + size <= text.text.length; size *= 2) {
        const beginning = beginningAt(text, at, size);
        if (!beginning) break;
        found.push(beginning);
        lengthCount += beginning.lengths.size;
      }
      return lengthCount > MAX_LENGTHS ? anyOf(found, text, at) : longestOf(found, text, at);
    },
    mayFindInNumbers: () => numericCount > 0 || numbers.size > 0,
    nameOfNumber: (value) => numbers.get(value)?.[0]?.name,
  };

  function beginningAt(text: HashedText, at: number, size: number): Beginning | undefined {
    return beginnings.get(lengthKey(text.window(at, size), size));
  }

  /** The spellings that begin with a longer beginning are longer. */
  function longestOf(found: readonly Beginning[], text: HashedText, at: number): Found | undefined {
    for (const { lengths } of found.toReversed()) {
      let longest: Found | undefined;
      for (const length of lengths.keys()) {
        if (at + length > text.text.length || length <= (longest?.length ?? 0)) continue;
        const same = owners.get(lengthKey(text.window(at, length), length));
        const owned = same?.find(({ spelling }) => spelling.text.length === length && text.holds(spelling.text, at));
        const owner = owned?.secrets[0];
        if (owned && owner) longest = { name: owner.name, length, isOpen: owned.spelling.isOpen };
      }
      if (longest) return longest;
    }
    return undefined;
  }
}

function anyOf(found: readonly Beginning[], { text }: HashedText, at: number): Found | undefined {
  const last = found.findLast(({ lengths }) => lengths.size > 0);
  if (!last) return undefined;
  return { name: last.name, length: Math.min(Math.max(...last.lengths.keys()), text.length - at), isOpen: true };
}

/** How many spellings begin in one way, the secret of the first one, and how many there are of each length below twice the beginning's. */
type Beginning = { readonly name: string; count: number; readonly lengths: Map<number, number> };

/** Secrets of one value have the same spellings; the first one gives its name. */
type Owned = { readonly spelling: Spelling; readonly secrets: SpelledSecret[] };
