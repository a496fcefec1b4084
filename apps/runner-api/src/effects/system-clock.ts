import type { Clock } from '@flowmason/engine';

/** `setTimeout` fires at once above 2^31 - 1 ms, which is less than 25 days; longer waits are cut into pieces. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface SystemClock extends Clock {
  /** Milliseconds on a clock that never jumps; only differences mean something. */
  elapsed(): number;
}

/**
 * The wall clock. With `speed` above 1 time runs faster for simulated runs: an hour of waiting takes 3600 / speed
 * seconds, and `now` agrees with it. Sleeps follow the monotonic clock.
 */
export function createSystemClock({ speed = 1 }: { readonly speed?: number | undefined } = {}): SystemClock {
  const startedAt = Date.now();
  const startedElapsed = performance.now();
  const elapsed = (): number => (performance.now() - startedElapsed) * speed;
  return {
    elapsed,
    now: () => (speed === 1 ? Date.now() : Math.floor(startedAt + elapsed())),
    async sleep(ms, signal) {
      const end = elapsed() + ms;
      for (let left = ms; ; left = end - elapsed()) {
        signal.throwIfAborted();
        if (left <= 0) return;
        await pause(Math.min(Math.ceil(left / speed), MAX_TIMER_MS), signal);
      }
    },
  };
}

/** Resolves after `ms` or when `signal` aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
