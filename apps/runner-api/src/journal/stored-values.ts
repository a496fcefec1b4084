import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';

/** Values whose JSON is longer stand apart from their event, each once. */
const MAX_INLINE_LENGTH = 65_536;

/** What begins a text that stands for a value; the hash follows. A text that stands apart has no marks inside. */
const VALUE_MARK = '\u0000value:';
const TEXT_MARK = '\u0000text:';

export interface StoredValue {
  /** SHA-256 of `body`. */
  readonly hash: Uint8Array;
  readonly body: string;
}

/** JSON in which large values have been replaced; `values` is empty for nearly all. */
export interface PackedJson {
  readonly body: string;
  readonly values: readonly StoredValue[];
}

/**
 * Writes `value` as JSON. A text of the user's that looks like a mark stands apart too, so
 * that marks are never in doubt.
 */
export function packJson(value: Json): PackedJson {
  const body = JSON.stringify(value);
  if (body.length <= MAX_INLINE_LENGTH) return { body, values: [] };
  const values: StoredValue[] = [];
  const storeApart = (mark: string, json: string): string => {
    const stored = toStoredValue(json);
    values.push(stored);
    return mark + Buffer.from(stored.hash).toString('hex');
  };
  const pack = (part: Json): Json => {
    if (typeof part === 'string') {
      return part.length > MAX_INLINE_LENGTH || isMark(part) ? storeApart(TEXT_MARK, JSON.stringify(part)) : part;
    }
    if (!Array.isArray(part) && !isJsonObject(part)) return part;
    const packed = isJsonObject(part) ? mapValues(part, pack) : part.map(pack);
    const text = JSON.stringify(packed);
    return text.length > MAX_INLINE_LENGTH ? storeApart(VALUE_MARK, text) : packed;
  };
  // The outermost value stays: it is what the marks stand in.
  const packed = Array.isArray(value) ? value.map(pack) : pack(value);
  return { body: JSON.stringify(packed), values };
}

/** Reads what `packJson` wrote with values apart; `find` gives the body of a value by its hash. */
export function unpackJson(body: string, find: (hash: Uint8Array) => string): unknown {
  const bodyOf = (text: string, mark: string) => find(Buffer.from(text.slice(mark.length), 'hex'));
  return JSON.parse(body, (_key, part: unknown) => {
    if (typeof part !== 'string' || !isMark(part)) return part;
    if (part.startsWith(TEXT_MARK)) return JSON.parse(bodyOf(part, TEXT_MARK));
    return unpackJson(bodyOf(part, VALUE_MARK), find);
  });
}

function isMark(text: string): boolean {
  return text.startsWith(VALUE_MARK) || text.startsWith(TEXT_MARK);
}

/** A text and its hash. */
export function toStoredValue(body: string): StoredValue {
  return { hash: createHash('sha256').update(body).digest(), body };
}

function mapValues(object: JsonObject, map: (value: Json) => Json): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
