import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject, jsonLength } from '@flowmason/pipeline-schema';

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
 * that marks are never in doubt. A part that stands in `value` more than once is written once.
 */
export function packJson(value: Json): PackedJson {
  if (isShort(value)) {
    const body = JSON.stringify(value);
    if (body.length <= MAX_INLINE_LENGTH) return { body, values: [] };
  }
  const packer = new Packer();
  // The outermost value stays: it is what the marks stand in.
  const packed = Array.isArray(value) ? value.map((part: Json) => packer.pack(part)) : packer.pack(value);
  return { body: JSON.stringify(packed), values: packer.values };
}

class Packer {
  readonly values: StoredValue[] = [];
  readonly #packed = new Map<object, Json>();

  pack(part: Json): Json {
    if (typeof part === 'string') {
      return part.length > MAX_INLINE_LENGTH || isMark(part) ? this.#storeApart(TEXT_MARK, JSON.stringify(part)) : part;
    }
    if (typeof part !== 'object' || part === null) return part;
    // Nearly all that is short holds no marks, and is written with what is around it.
    if (isShort(part) && isPlain(part)) return part;
    const known = this.#packed.get(part);
    if (known !== undefined) return known;
    const inside = isJsonObject(part)
      ? mapValues(part, (inner) => this.pack(inner))
      : part.map((inner) => this.pack(inner));
    const text = JSON.stringify(inside);
    const packed = text.length > MAX_INLINE_LENGTH ? this.#storeApart(VALUE_MARK, text) : inside;
    this.#packed.set(part, packed);
    return packed;
  }

  #storeApart(mark: string, json: string): string {
    const stored = toStoredValue(json);
    this.values.push(stored);
    return mark + Buffer.from(stored.hash).toString('hex');
  }
}

/** Whether its JSON may be short enough to stay where it is; escapes can make it longer. */
function isShort(value: Json): boolean {
  return jsonLength(value, MAX_INLINE_LENGTH) <= MAX_INLINE_LENGTH;
}

/** Whether nothing in it looks like a mark. */
function isPlain(value: Json): boolean {
  if (typeof value === 'string') return !isMark(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isPlain);
}

/** Of JSON; a mark begins with a character that is always escaped. */
function mayHaveMarks(json: string): boolean {
  return json.includes('\\u0000');
}

/** Reads what `packJson` wrote with values apart; `find` gives the body of a value by its hash. */
export function unpackJson(body: string, find: (hash: Uint8Array) => string): unknown {
  if (!mayHaveMarks(body)) return JSON.parse(body);
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
