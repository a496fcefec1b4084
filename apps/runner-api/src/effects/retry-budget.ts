/** Stages that may retry calls to one host at the same time as often as their pipeline says. */
const SEATS = 10;
/** Of the requests of the last minute that were no retries, what further stages may add to them. */
const SHARE = 0.1;
const WINDOW_MS = 60_000;
const SLICE_MS = 10_000;
/** A stage that has not come back for so long has given up, or was cancelled. */
const SEAT_IDLE_MS = 120_000;

/** One stage that retries: in a loop each item is one. */
export interface RetryingStage {
  readonly stage: string;
  readonly attempt: number;
  readonly maxAttempts: number;
}

/**
 * How much retrying one host is asked to bear (SD13). A pipeline says how often its stage tries, and a stage alone does no
 * harm: so the first ten stages that retry at the same time have a seat and keep all of their attempts. When more than
 * ten retry at once, something is wrong with the host and not with one call, and the others together may add a tenth
 * to the requests of the last minute. Invariants:
 * B1. A stage keeps its seat from its first retry until it gets an answer that it is content with, has no attempt left, or stays away.
 * B2. There are at most ten seats, and counts of seven slices of ten seconds: the size does not grow with the load.
 */
export class RetryBudget {
  readonly #now: () => number;
  /** When each seated stage was here last. */
  readonly #seats = new Map<string, number>();
  readonly #slices: { atMs: number; requests: number; retries: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a request that is no retry. */
  note(): void {
    this.#slice().requests += 1;
  }

  /** Asks for a retry, and counts it when it may go out. */
  admitRetry({ stage }: RetryingStage): boolean {
    if (this.#takeSeat(stage)) return true;
    const slice = this.#slice();
    const { requests, retries } = this.#sum();
    if (retries + 1 > requests * SHARE) return false;
    slice.retries += 1;
    return true;
  }

  /** A retry has ended: the stage gives its seat back when it will not come again. */
  settle({ stage, attempt, maxAttempts }: RetryingStage, { isContent }: { readonly isContent: boolean }): void {
    if (isContent || attempt >= maxAttempts) this.#seats.delete(stage);
  }

  #takeSeat(stage: string): boolean {
    const now = this.#now();
    for (const [seated, seenMs] of this.#seats) if (now - seenMs > SEAT_IDLE_MS) this.#seats.delete(seated);
    if (!this.#seats.has(stage) && this.#seats.size >= SEATS) return false;
    this.#seats.set(stage, now);
    return true;
  }

  #slice() {
    const atMs = Math.floor(this.#now() / SLICE_MS) * SLICE_MS;
    const last = this.#slices.at(-1);
    if (last !== undefined && last.atMs === atMs) return last;
    const slice = { atMs, requests: 0, retries: 0 };
    this.#slices.push(slice);
    while (this.#slices[0] !== undefined && this.#slices[0].atMs <= atMs - WINDOW_MS - SLICE_MS) this.#slices.shift();
    return slice;
  }

  #sum(): { requests: number; retries: number } {
    const sum = { requests: 0, retries: 0 };
    for (const { requests, retries } of this.#slices) {
      sum.requests += requests;
      sum.retries += retries;
    }
    return sum;
  }
}
