import type { Json } from './json.ts';

/** Characters of one value as JSON, escapes counted as one: an answer of 10 MB with what stands around it. */
export const MAX_JSON_LENGTH = 16 * 1024 * 1024;
/** Levels of lists and objects: what may come in has at most 100, and results wrap it. */
export const MAX_JSON_DEPTH = 128;
/** What is recorded wraps values, such as the error of an error. */
const DEPTH_OF_RECORDS = 4 * MAX_JSON_DEPTH;

/**
 * Why `value` is too large to be written, compared or walked through; undefined when it is not. What a value holds more
 * than once counts each time, as it will be written each time, but is looked at only once: the work is that of the
 * distinct parts, and ends at the limit.
 */
export function findJsonExcess(value: Json): string | undefined {
  const scale = new Scale(MAX_JSON_LENGTH, MAX_JSON_DEPTH);
  scale.put(value);
  if (scale.isTooDeep) return `is nested deeper than ${MAX_JSON_DEPTH} levels`;
  return scale.isTooLong ? `has more than ${MAX_JSON_LENGTH.toLocaleString('en')} characters as JSON` : undefined;
}

/**
 * Characters of `value` as JSON, escapes counted as one. What is longer than `limit` (default: what
 * one value may have), or far too deep, is not looked at any further, and gives Infinity.
 */
export function jsonLength(value: Json, limit: number = MAX_JSON_LENGTH): number {
  const scale = new Scale(limit, DEPTH_OF_RECORDS);
  scale.put(value);
  return scale.isOver ? Number.POSITIVE_INFINITY : scale.length;
}

type Size = { readonly length: number; readonly height: number };

/** Smaller parts are cheaper to look at again than to remember. */
const MIN_REMEMBERED = 256;
/** Of what is frozen: it never changes any more, and outputs are read again and again. */
const frozenSizes = new WeakMap<object, Size>();

class Scale {
  length = 0;
  isTooDeep = false;
  readonly #limit: number;
  readonly #maxDepth: number;
  /** Of what may still change, for this one value. */
  #sizes: Map<object, Size> | undefined;

  constructor(limit: number, maxDepth: number) {
    this.#limit = limit;
    this.#maxDepth = maxDepth;
  }

  get isTooLong(): boolean {
    return this.length > this.#limit;
  }

  get isOver(): boolean {
    return this.isTooDeep || this.isTooLong;
  }

  put(value: Json): void {
    this.#put(value, 0);
  }

  /** Adds the length of `value`, which stands `level` levels deep, and gives its own height in levels. */
  #put(value: unknown, level: number): number {
    if (typeof value !== 'object' || value === null) {
      this.length += scalarLength(value);
      return 0;
    }
    const known = frozenSizes.get(value) ?? this.#sizes?.get(value);
    if (known) {
      this.length += known.length;
      if (level + known.height > this.#maxDepth) this.isTooDeep = true;
      return known.height;
    }
    if (level >= this.#maxDepth) {
      this.isTooDeep = true;
      return 0;
    }
    const before = this.length;
    // What is no list is an object of JSON values.
    const height = Array.isArray(value)
      ? this.#items(value, level + 1)
      : this.#members(value as Readonly<Record<string, unknown>>, level + 1);
    this.#remember(value, { length: this.length - before, height: height + 1 });
    return height + 1;
  }

  #items(list: readonly unknown[], level: number): number {
    let height = 0;
    this.length += 1 + Math.max(1, list.length);
    for (const item of list) {
      if (this.isOver) break;
      const own = this.#put(item, level);
      if (own > height) height = own;
    }
    return height;
  }

  #members(object: Readonly<Record<string, unknown>>, level: number): number {
    let height = 0;
    const keys = Object.keys(object);
    this.length += keys.length > 0 ? 1 : 2;
    for (const key of keys) {
      if (this.isOver) break;
      this.length += key.length + 4;
      const own = this.#put(object[key], level);
      if (own > height) height = own;
    }
    return height;
  }

  #remember(value: object, size: Size): void {
    if (size.length < MIN_REMEMBERED || this.isOver) return;
    if (Object.isFrozen(value)) {
      frozenSizes.set(value, size);
      return;
    }
    this.#sizes ??= new Map();
    this.#sizes.set(value, size);
  }
}

function scalarLength(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return value >= 0 && value < 10 && Number.isInteger(value) ? 1 : String(value).length;
  if (value === undefined) return 0;
  return value === false ? 5 : 4;
}
