/**
 * Keeps values by text: the ones that were used last, at least half of `capacity` and never more than all of it. Using a
 * value costs one look-up: what was not used since half of the room was filled is dropped at once.
 */
export class LruCache<T> {
  readonly #half: number;
  #recent = new Map<string, T>();
  #older = new Map<string, T>();

  constructor(capacity: number) {
    this.#half = Math.max(1, Math.floor(capacity / 2));
  }

  /** How many values it holds. */
  get size(): number {
    let both = this.#recent.size;
    for (const key of this.#older.keys()) if (!this.#recent.has(key)) both += 1;
    return both;
  }

  /** The value under `key`, made and kept when there is none. Nothing is kept when `make` throws. */
  get(key: string, make: () => T): T {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const value = this.#older.get(key) ?? make();
    if (this.#recent.size >= this.#half) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, value);
    return value;
  }
}
