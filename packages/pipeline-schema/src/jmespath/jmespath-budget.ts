import { JmespathError } from './jmespath-error.ts';

const MAX_DEPTH = 100;

/** How much work one search may do; one per node and item visited. */
export class Budget {
  #left = 1_000_000;

  /** @throws {JmespathError} `limit` when data is nested too deep to be compared or written. */
  checkDepth(depth: number, at: number): void {
    if (depth > MAX_DEPTH) throw new JmespathError('limit', `the data is nested deeper than ${MAX_DEPTH}`, at);
  }

  /** @throws {JmespathError} `limit` when nothing is left. */
  spend(work: number, at: number): void {
    this.#left -= work;
    if (this.#left < 0) throw new JmespathError('limit', 'the search does too much work', at);
  }
}
