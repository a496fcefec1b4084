import { MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { createHashFilter } from './hash-filter.ts';
import { beginningKey, type HashedText, spellingKey } from './hashed-text.ts';
import type { SpelledSecret, Spelling } from './spell-secret.ts';

/** What stands in a text, and for which secret. */
export interface Found {
  readonly name: string;
  readonly length: number;
  /** See `Spelling`. */
  readonly isOpen: boolean;
}

/** More lengths than this of spellings that begin alike, by half of their characters or more, are no secrets that anybody has. */
const MAX_LENGTHS = 32;

/**
 * Finds spellings of secrets in texts. The time for a text grows with its length only: what stands at a place is looked up by
 * hashes, first of its first characters, then of lengths that are powers of two, then of whole spellings, and is compared
 * once. Where very many spellings begin alike, whatever begins so counts as the longest of them, and is not looked at again.
 */
export interface SecretFinder {
  readonly isEmpty: boolean;
  /** Adds a secret; its spellings belong to whoever had them first. Adding it twice adds nothing. */
  add(secret: SpelledSecret): void;
  /** Takes a secret away that was added. */
  remove(secret: SpelledSecret): void;
  /** The longest spelling at a place of a text. */
  longestAt(text: HashedText, at: number): Found | undefined;
  /** The secret that a number spells with all digits that a number can hold. */
  nameOfNumber(value: number): string | undefined;
}

/** A finder that knows nothing yet. */
export function createSecretFinder(): SecretFinder {
  const secrets = new Set<SpelledSecret>();
  const owners = new Map<number, Owned[]>();
  /** How many spellings of which length begin with a hash. */
  const lengths = new Map<number, Alike>();
  const classes: number[] = [];
  const numbers = new Map<number, SpelledSecret[]>();
  let filter = createHashFilter([]);

  const addSpelling = (spelling: Spelling, secret: SpelledSecret): void => {
    const same = owners.get(spelling.key) ?? [];
    owners.set(spelling.key, same);
    const known = same.find(({ spelling: { text } }) => text === spelling.text);
    if (known) {
      known.secrets.push(secret);
      return;
    }
    same.push({ spelling, secrets: [secret] });
    const alike = lengths.get(spelling.beginning) ?? { name: secret.name, counts: new Map<number, number>() };
    alike.counts.set(spelling.text.length, (alike.counts.get(spelling.text.length) ?? 0) + 1);
    lengths.set(spelling.beginning, alike);
    classes[spelling.sizeClass] = (classes[spelling.sizeClass] ?? 0) + 1;
    filter.add(spelling.first);
  };
  const removeSpelling = (spelling: Spelling, secret: SpelledSecret): void => {
    const same = owners.get(spelling.key) ?? [];
    const known = same.find(({ spelling: { text } }) => text === spelling.text);
    if (!known) return;
    known.secrets.splice(known.secrets.indexOf(secret), 1);
    if (known.secrets.length > 0) return;
    same.splice(same.indexOf(known), 1);
    if (same.length === 0) owners.delete(spelling.key);
    const counts = lengths.get(spelling.beginning)?.counts;
    const count = (counts?.get(spelling.text.length) ?? 1) - 1;
    if (count > 0) counts?.set(spelling.text.length, count);
    else counts?.delete(spelling.text.length);
    if (counts?.size === 0) lengths.delete(spelling.beginning);
    classes[spelling.sizeClass] = (classes[spelling.sizeClass] ?? 1) - 1;
    filter.remove();
  };
  const renewFilter = (): void => {
    if (!filter.isWorn()) return;
    filter = createHashFilter([...owners.values()].flatMap((same) => same.map(({ spelling }) => spelling.first)));
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
      renewFilter();
    },
    remove(secret) {
      if (!secrets.delete(secret)) return;
      for (const spelling of secret.spellings) removeSpelling(spelling, secret);
      if (secret.number !== undefined) {
        const left = numbers.get(secret.number)?.filter((one) => one !== secret) ?? [];
        if (left.length > 0) numbers.set(secret.number, left);
        else numbers.delete(secret.number);
      }
      renewFilter();
    },
    longestAt(text, at) {
      if (!filter.mayHave(text.window(at, MIN_SECRET_LENGTH))) return undefined;
      for (let sizeClass = classes.length - 1; sizeClass >= 0; sizeClass -= 1) {
        const size = 2 ** sizeClass;
        if ((classes[sizeClass] ?? 0) === 0 || at + size > text.length) continue;
        const alike = lengths.get(beginningKey(text.window(at, size), sizeClass));
        const found = alike && longestOf(alike, text, at);
        if (found) return found;
      }
      return undefined;
    },
    nameOfNumber: (value) => numbers.get(value)?.[0]?.name,
  };

  function longestOf({ name, counts }: Alike, text: HashedText, at: number): Found | undefined {
    if (counts.size > MAX_LENGTHS) {
      return { name, length: Math.min(Math.max(...counts.keys()), text.length - at), isOpen: true };
    }
    let longest: Found | undefined;
    for (const length of counts.keys()) {
      if (at + length > text.length || length <= (longest?.length ?? 0)) continue;
      const same = owners.get(spellingKey(text.window(at, length), length));
      const owned = same?.find(({ spelling }) => spelling.text.length === length && text.holds(spelling.text, at));
      const owner = owned?.secrets[0];
      if (owned && owner) longest = { name: owner.name, length, isOpen: owned.spelling.isOpen };
    }
    return longest;
  }
}

/** How many spellings of each length begin in one way, and the secret of the first one. */
type Alike = { readonly name: string; readonly counts: Map<number, number> };

/** Secrets of one value have the same spellings; the first one gives its name. */
type Owned = { readonly spelling: Spelling; readonly secrets: SpelledSecret[] };
