import type { Json } from '../json.ts';
import { isDataObject, isList } from './values.ts';

const MAX_LENGTH = 2_000;
const MAX_DEPTH = 8;

/** `value` as it is when it is small, otherwise a copy cut to about 2 kB, with `…` wherever something was left out. */
export function cutValue(value: unknown): Json {
  return new Cutter().cut(value, 0);
}

class Cutter {
  #left = MAX_LENGTH;

  cut(value: unknown, depth: number): Json {
    if (typeof value === 'string') return this.#text(value);
    this.#left -= 4;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (isList(value)) return this.#list(value, depth);
    if (isDataObject(value)) return this.#object(value, depth);
    return null;
  }

  #text(text: string): string {
    const kept = text.length <= this.#left ? text : `${text.slice(0, Math.max(0, this.#left))}…`;
    this.#left -= kept.length + 2;
    return kept;
  }

  #list(list: readonly unknown[], depth: number): Json {
    if (depth >= MAX_DEPTH && list.length > 0) return '…';
    const kept: Json[] = [];
    for (const item of list) {
      if (this.#left <= 0) return [...kept, `… ${list.length - kept.length} more`];
      kept.push(this.cut(item, depth + 1));
    }
    return kept;
  }

  #object(object: Readonly<Record<string, unknown>>, depth: number): Json {
    const keys = Object.keys(object);
    if (depth >= MAX_DEPTH && keys.length > 0) return '…';
    const kept: [string, Json][] = [];
    for (const key of keys) {
      if (this.#left <= 0) {
        kept.push(['…', `${keys.length - kept.length} more`]);
        break;
      }
      this.#left -= key.length + 4;
      kept.push([key.length > MAX_LENGTH ? `${key.slice(0, MAX_LENGTH)}…` : key, this.cut(object[key], depth + 1)]);
    }
    return Object.fromEntries(kept);
  }
}
