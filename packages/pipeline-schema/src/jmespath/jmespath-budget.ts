import { JmespathError } from './jmespath-error.ts';

/** How much work one search may do; one per node and item visited. */
export class Budget {
  #left = 1_000_000;

  /** @throws {JmespathError} `limit` when nothing is left. */
  spend(work: number, at: number): void {
    this.#left -= work;
    if (this.#left < 0) throw new JmespathError('limit', 'the search does too much work', at);
  }
}
