import { createHashedText, type HashedText } from './hashed-text.ts';
import type { Found, SecretFinder } from './secret-finder.ts';
import { mayEscape, unescapedStarts, unescapeText } from './unescape-text.ts';

/** A part of a text that is secret, and whose secret it is. */
export interface SecretPart {
  readonly name: string;
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

const NONE: readonly SecretPart[] = [];

/** All parts of `text` in which `finders` see a secret, in order and apart. Where the text as written and what it escapes give parts that overlap, they are one, named after the first. */
export function findSecrets(text: string, finders: readonly SecretFinder[]): readonly SecretPart[] {
  const parts = finders.some((finder) => finder.mayFind(text)) ? partsOf(createHashedText(text), finders) : NONE;
  if (!mayEscape(text)) return parts;
  const unescaped = unescapeText(text);
  if (unescaped === text || !finders.some((finder) => finder.mayFind(unescaped))) return parts;
  const inUnescaped = partsOf(createHashedText(unescaped), finders);
  if (inUnescaped.length === 0) return parts;
  const starts = unescapedStarts(text);
  const asWritten = inUnescaped.map(({ name, start, end }) => ({
    name,
    start: starts[start] ?? 0,
    end: starts[end] ?? text.length,
  }));
  return joined([...parts, ...asWritten]);
}

/** What is secret in a text as it stands; of what begins at one place the longest. */
export function partsOf(text: HashedText, finders: readonly SecretFinder[]): readonly SecretPart[] {
  const parts: SecretPart[] = [];
  const next = finders.map((finder) => finder.next(text, 0));
  for (let found = firstOf(next); found; found = firstOf(next)) {
    const end = endOf(found, text.text);
    parts.push({ name: found.name, start: found.at, end });
    for (const [index, finder] of finders.entries()) {
      if ((next[index]?.at ?? end) < end) next[index] = finder.next(text, end);
    }
  }
  return parts;
}

function joined(parts: readonly SecretPart[]): readonly SecretPart[] {
  const apart: { name: string; start: number; end: number }[] = [];
  for (const part of parts.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1);
    if (last && part.start < last.end) last.end = Math.max(last.end, part.end);
    else apart.push({ ...part });
  }
  return apart;
}

function firstOf(all: readonly (Found | undefined)[]): Found | undefined {
  let first: Found | undefined;
  for (const found of all) {
    if (!found) continue;
    if (!first || found.at < first.at || (found.at === first.at && found.length > first.length)) first = found;
  }
  return first;
}

/** One more digit of base64 holds bits of the secret, and up to two signs fill the group. */
function endOf({ at, length, isOpen }: Found, text: string): number {
  let end = at + length;
  if (!isOpen) return end;
  if (/^[A-Za-z0-9+/_-]/.test(text.charAt(end))) end += 1;
  for (let left = 2; left > 0 && text[end] === '='; left -= 1) end += 1;
  return end;
}
