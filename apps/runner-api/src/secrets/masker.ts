import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { findSecrets, type SecretPart } from './find-secrets.ts';
import { createSecretFinder, type SecretFinder } from './secret-finder.ts';
import { spellSecret } from './spell-secret.ts';

/** Replaces secret values by `•••NAME`, in texts and in every text of a JSON value, keys included. */
export interface Masker {
  text(text: string): string;
  /** The same value when nothing in it is secret: parts without a secret are shared, not copied. */
  json<T extends Json>(value: T): T;
  /** Names of the secrets that `text` holds in any form, each once. */
  namesIn(text: string): ReadonlySet<string>;
}

/** A secret's name and a value of it; a name has several values when one was replaced. */
export type NamedValue = readonly [name: string, value: string];

/**
 * A masker for secrets by name. Of several secrets that begin at one place the longest is named, of equal ones the first.
 * Values must have the length that `checkSecrets` asks for; shorter ones are not masked.
 */
export function createMasker(secrets: Iterable<NamedValue>): Masker {
  const finder = createSecretFinder();
  for (const [name, value] of secrets) finder.add(spellSecret(name, value));
  return createMaskerOf([finder]);
}

/** A masker for what `finders` know at the time of each call; of equal secrets the name in the first finder counts. */
export function createMaskerOf(finders: readonly SecretFinder[]): Masker {
  const text = (value: string): string => {
    if (value.length < MIN_SECRET_LENGTH || finders.every(({ isEmpty }) => isEmpty)) return value;
    return replaceParts(value, findSecrets(value, finders));
  };
  const mask = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return maskNumber(value, finders, text);
    if (value === null || typeof value === 'boolean') return value;
    return isList(value) ? maskList(value, mask) : maskObject(value, mask, text);
  };
  return {
    text,
    // Masking replaces texts by texts and keeps the shape; only a number that spells a secret changes its type.
    json: <T extends Json>(value: T) => mask(value) as T,
    namesIn: (value) => new Set(findSecrets(value, finders).map(({ name }) => name)),
  };
}

function replaceParts(text: string, parts: readonly SecretPart[]): string {
  if (parts.length === 0) return text;
  let masked = '';
  let end = 0;
  for (const part of parts) {
    masked += `${text.slice(end, part.start)}•••${part.name}`;
    end = part.end;
  }
  return masked + text.slice(end);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A number may be all digits of a secret, or as many of them as a number can hold. */
function maskNumber(value: number, finders: readonly SecretFinder[], text: (value: string) => string): Json {
  if (!finders.some((finder) => finder.mayFindInNumbers())) return value;
  for (const finder of finders) {
    const name = finder.nameOfNumber(value);
    if (name !== undefined) return `•••${name}`;
  }
  const masked = text(String(value));
  return masked === String(value) ? value : masked;
}

function maskList(list: readonly Json[], mask: (value: Json) => Json): readonly Json[] {
  let masked: Json[] | undefined;
  for (const [index, item] of list.entries()) {
    const next = mask(item);
    if (masked === undefined && next !== item) masked = list.slice(0, index);
    masked?.push(next);
  }
  return masked ?? list;
}

function maskObject(object: JsonObject, mask: (value: Json) => Json, text: (value: string) => string): JsonObject {
  const keys = Object.keys(object);
  let masked: [string, Json][] | undefined;
  for (const [index, key] of keys.entries()) {
    const value = object[key] ?? null;
    const next: [string, Json] = [text(key), mask(value)];
    if (masked === undefined && (next[0] !== key || next[1] !== value)) {
      masked = keys.slice(0, index).map((before) => [before, object[before] ?? null]);
    }
    masked?.push(next);
  }
  return masked ? Object.fromEntries(masked) : object;
}
