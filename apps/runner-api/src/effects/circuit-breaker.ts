/** What a call says about the health of its host; `unknown` for one that was given up, or never came so far. */
export type CallOutcome = 'good' | 'bad' | 'unknown';

/** Whether a call may go out; a `probe` is the one that tries a host again. */
export type Admission =
  | { readonly type: 'passed' | 'probe' }
  | { readonly type: 'refused'; readonly sinceMs: number; readonly inMs: number; readonly why: string };

/** Where a breaker stands. */
export type CircuitState = 'closed' | 'open' | 'probing';

const STREAK_LIMIT = 5;
const WINDOW_SIZE = 20;
const WINDOW_LIMIT = 10;
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 30_000;

/**
 * The circuit breaker of one host. Invariants:
 * C1. It opens when five stages in a row have failed, or ten of the last twenty, and then refuses for a while.
 * C2. After that time one call is let through, the probe; while it is under way all others are still refused.
 * C3. Any good answer closes it, whoever got it. A probe that fails doubles the wait: 5, 10, 20, then always 30 s, so that
 *     a host that is back is used again soon, and one that stays down is asked twice a minute.
 */
export class CircuitBreaker {
  readonly #now: () => number;
  /** Whether each of the last stages came through; the latest stands last. */
  #window: boolean[] = [];
  #streak = 0;
  #open:
    | { readonly sinceMs: number; retryMs: number; waitMs: number; isProbing: boolean; readonly why: string }
    | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  get state(): CircuitState {
    if (this.#open === undefined) return 'closed';
    return this.#open.isProbing ? 'probing' : 'open';
  }

  /** Asks for a call that the breaker may refuse. One that is let through must be told to `settle`. */
  admit(): Admission {
    const open = this.#open;
    if (open === undefined) return { type: 'passed' };
    const inMs = Math.max(0, open.retryMs - this.#now());
    if (inMs > 0 || open.isProbing) {
      return { type: 'refused', sinceMs: this.#now() - open.sinceMs, inMs, why: open.why };
    }
    open.isProbing = true;
    return { type: 'probe' };
  }

  /** A call came through. `isRetry` when the same stage had failed before: then that failure no longer counts. */
  noteGood({ isRetry }: { readonly isRetry: boolean }): void {
    if (this.#open !== undefined) this.#window = [];
    this.#open = undefined;
    this.#streak = 0;
    const undone = isRetry ? this.#window.lastIndexOf(false) : -1;
    if (undone < 0) this.#push(true);
    else this.#window[undone] = true;
  }

  /** The first call of a stage failed. True when that opens the breaker; what fails while it is open is no news. */
  noteBad(): boolean {
    if (this.#open !== undefined) return false;
    this.#streak += 1;
    this.#push(false);
    const badCount = this.#window.filter((isGood) => !isGood).length;
    if (this.#streak >= STREAK_LIMIT) this.#trip(`the last ${this.#streak} stages that called it failed`);
    else if (this.#window.length === WINDOW_SIZE && badCount >= WINDOW_LIMIT) {
      this.#trip(`${badCount} of the last ${WINDOW_SIZE} stages that called it failed`);
    }
    return this.state === 'open';
  }

  /** The probe has ended without a good answer; when nothing is known of it, the next call may be one. */
  noteProbeEnd(outcome: Exclude<CallOutcome, 'good'>): void {
    const open = this.#open;
    if (open === undefined) return;
    open.isProbing = false;
    if (outcome === 'unknown') return;
    open.waitMs = Math.min(LONGEST_WAIT_MS, open.waitMs * 2);
    open.retryMs = this.#now() + open.waitMs;
  }

  #trip(why: string): void {
    const sinceMs = this.#now();
    this.#open = { sinceMs, retryMs: sinceMs + FIRST_WAIT_MS, waitMs: FIRST_WAIT_MS, isProbing: false, why };
    this.#streak = 0;
  }

  #push(isGood: boolean): void {
    this.#window.push(isGood);
    if (this.#window.length > WINDOW_SIZE) this.#window.shift();
  }
}
