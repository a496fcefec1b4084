type Arrow = { readonly to: number; readonly weightMs: number };

/**
 * Points in time that wait for each other: the longest way to each, and how late each may be. Points are numbered from 0;
 * those on a cycle, and behind one, stay at 0.
 */
export class PointNet {
  readonly #arrows: Arrow[][];
  /** Points that nobody's time is judged by: they push others of their kind only. */
  readonly #optional: ReadonlySet<number>;

  constructor(size: number, optional: ReadonlySet<number>) {
    this.#arrows = Array.from({ length: size }, () => []);
    this.#optional = optional;
  }

  /** `to` is at least `weightMs` after `from`. An optional point never holds up one that is not. */
  add(from: number, to: number, weightMs = 0): void {
    if (this.#optional.has(from) && !this.#optional.has(to)) return;
    this.#arrows[from]?.push({ to, weightMs });
  }

  /**
   * Earliest times in ms. `stretch` may lengthen a point when its time is known: what it gives is added, and counts as
   * part of every way into it.
   */
  earliest(stretch: (point: number, times: Float64Array) => number): {
    readonly times: Float64Array;
    readonly added: Float64Array;
    readonly order: readonly number[];
  } {
    const times = new Float64Array(this.#arrows.length);
    const added = new Float64Array(this.#arrows.length);
    const waiting = new Uint32Array(this.#arrows.length);
    for (const arrows of this.#arrows) for (const { to } of arrows) waiting[to] = (waiting[to] ?? 0) + 1;
    const order = [...waiting.keys()].filter((point) => waiting[point] === 0);
    for (const point of order) {
      added[point] = stretch(point, times);
      const ms = (times[point] ?? 0) + (added[point] ?? 0);
      times[point] = ms;
      for (const { to, weightMs } of this.#arrows[point] ?? []) {
        times[to] = Math.max(times[to] ?? 0, ms + weightMs);
        const left = (waiting[to] ?? 0) - 1;
        waiting[to] = left;
        if (left === 0) order.push(to);
      }
    }
    const inOrder = new Set(order);
    for (const point of times.keys()) if (!inOrder.has(point)) times[point] = 0;
    return { times, added, order };
  }

  /** Latest times in ms that let everything end by `totalMs`; optional points set no bound to the others. */
  latest(forward: { readonly added: Float64Array; readonly order: readonly number[] }, totalMs: number): Float64Array {
    const times = new Float64Array(this.#arrows.length).fill(totalMs);
    for (const point of forward.order.toReversed()) {
      for (const { to, weightMs } of this.#arrows[point] ?? []) {
        if (this.#optional.has(to) && !this.#optional.has(point)) continue;
        const bound = (times[to] ?? 0) - weightMs - (forward.added[to] ?? 0);
        times[point] = Math.min(times[point] ?? 0, bound);
      }
    }
    return times;
  }
}
