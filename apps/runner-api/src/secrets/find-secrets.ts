import { MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { type HashedText, readings } from './hashed-text.ts';
import type { Found, SecretFinder } from './secret-finder.ts';

/** A part of a text that is secret, and whose secret it is. */
export interface SecretPart {
  readonly name: string;
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/** All parts of `text` in which `finders` see a secret, in order and apart. Where the text as written and what it escapes give parts that overlap, they are one, named after the first. */
export function findSecrets(text: string, finders: readonly SecretFinder[]): readonly SecretPart[] {
  const parts = readings(text).flatMap((reading) => partsOf(reading, finders));
  const joined: { name: string; start: number; end: number }[] = [];
  for (const part of parts.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last && part.start < last.end) last.end = Math.max(last.end, part.end);
    else joined.push({ ...part });
  }
  return joined;
}

/** What is secret in one reading of a text, at its places in the text as it was written. */
export function partsOf(text: HashedText, finders: readonly SecretFinder[]): readonly SecretPart[] {
  const parts: SecretPart[] = [];
  const last = text.length - MIN_SECRET_LENGTH;
  for (let at = 0; at <= last; ) {
    const found = longestAt(text, at, finders);
    if (!found) {
      at += 1;
      continue;
    }
    const end = endOf(found, text, at);
    parts.push({ name: found.name, start: text.startOf(at), end: text.startOf(end) });
    at = end;
  }
  return parts;
}

function longestAt(text: HashedText, at: number, finders: readonly SecretFinder[]): Found | undefined {
  let longest: Found | undefined;
  for (const finder of finders) {
    const found = finder.longestAt(text, at);
    if (found && found.length > (longest?.length ?? 0)) longest = found;
  }
  return longest;
}

const EQUALS = 0x3d;

/** One more digit of base64 holds bits of the secret, and up to two signs fill the group. */
function endOf({ length, isOpen }: Found, text: HashedText, at: number): number {
  let end = at + length;
  if (!isOpen) return end;
  if (/[A-Za-z0-9+/_-]/.test(String.fromCharCode(text.unitAt(end)))) end += 1;
  for (let left = 2; left > 0 && text.unitAt(end) === EQUALS; left -= 1) end += 1;
  return end;
}
