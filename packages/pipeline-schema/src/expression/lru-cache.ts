/** Keeps the `capacity` values that were used last, by text. */
export class LruCache<T> {
  readonly #capacity: number;
  readonly #values = new Map<string, T>();
  /** The key that was used last; asking for it again changes no order. */
  #newest: string | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many values it holds. */
  get size(): number {
    return this.#values.size;
  }

  /** The value under `key`, made and kept when there is none. Nothing is kept when `make` throws. */
  get(key: string, make: () => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) {
      if (key !== this.#newest) {
        this.#values.delete(key);
        this.#values.set(key, known);
        this.#newest = key;
      }
      return known;
    }
    const value = make();
    this.#values.set(key, value);
    this.#newest = key;
    if (this.#values.size > this.#capacity) this.#dropOldest();
    return value;
  }

  #dropOldest(): void {
    const oldest = this.#values.keys().next();
    if (!oldest.done) this.#values.delete(oldest.value);
  }
}
