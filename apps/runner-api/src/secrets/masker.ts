import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { patternsOf } from './secret-patterns.ts';

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
 * A masker for secrets by name. Compiles one expression for all of them, so that a text is read once. Values must have
 * the length that `checkSecrets` asks for; shorter ones are not masked.
 */
export function createMasker(secrets: Iterable<NamedValue>): Masker {
  const all = [...secrets];
  const named = all
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([name, value]) => patternsOf(value).map((source) => ({ name, source })));
  if (named.length === 0) return { text: (text) => text, json: (value) => value, namesIn: () => new Set() };

  const expression = new RegExp(named.map(({ source }) => `(${source})`).join('|'), 'g');
  const nameOf = (groups: readonly unknown[]): string => named[groups.findIndex(isGroup) - 1]?.name ?? '';
  const shortest = Math.min(...all.map(([, value]) => shortestFormOf(value)));
  const numbers = new Map(
    all.filter(([, value]) => /^-?[0-9.]+$/.test(value)).map(([name, value]) => [Number(value), name]),
  );

  const text = (value: string): string => {
    if (value.length < shortest) return value;
    expression.lastIndex = 0;
    if (!expression.test(value)) return value;
    return value.replace(expression, (...groups: unknown[]) => `•••${nameOf(groups)}`);
  };
  const mask = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return numbers.size > 0 ? maskNumber(value, numbers, text) : value;
    if (value === null || typeof value === 'boolean') return value;
    return isList(value) ? maskList(value, mask) : maskObject(value, mask, text);
  };
  // Masking replaces texts by texts and keeps the shape; only a number that spells a secret changes its type.
  return {
    text,
    json: <T extends Json>(value: T) => mask(value) as T,
    namesIn: (value) => new Set([...value.matchAll(expression)].map(nameOf)),
  };
}

/** Groups of a replacement's arguments: the whole match, then one per pattern of which only one took part. */
function isGroup(value: unknown, index: number): boolean {
  return index > 0 && value !== undefined;
}

/** No form of a secret is shorter than its shortest line or part that is looked for, in characters. */
function shortestFormOf(value: string): number {
  return value.length < 8 ? Number.POSITIVE_INFINITY : 8;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A number may be all digits of a secret, or as many of them as a number can hold. */
function maskNumber(value: number, numbers: ReadonlyMap<number, string>, text: (value: string) => string): Json {
  const name = numbers.get(value);
  if (name !== undefined) return `•••${name}`;
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
  let changed = false;
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(object)) {
    const entry: [string, Json] = [text(key), mask(value)];
    changed ||= entry[0] !== key || entry[1] !== value;
    entries.push(entry);
  }
  return changed ? Object.fromEntries(entries) : object;
}
