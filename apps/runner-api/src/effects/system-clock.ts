import type { Clock } from '@flowmason/engine';

/** `setTimeout` fires at once above 2^31 - 1 ms, which is less than 25 days; longer waits are cut into pieces. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface SystemClock extends Clock {
  /** Milliseconds on a clock that never jumps; only differences mean something. */
  elapsed(): number;
  /** Performs `task`; while any task is being performed, time runs no faster than it does for everybody else. */
  hold<T>(task: () => Promise<T>): Promise<T>;
}

/**
 * The wall clock. With `speed` above 1 time runs faster for simulated runs: an hour of waiting takes 3600 / speed
 * seconds, and `now` agrees with it. Calls take as long as they take, so that a time-out of ten seconds does not become
 * half a second on a busy machine. Sleeps follow the monotonic clock.
 */
export function createSystemClock({ speed = 1 }: { readonly speed?: number | undefined } = {}): SystemClock {
  const startedAt = Date.now();
  let measuredAt = performance.now();
  let passedMs = 0;
  let holders = 0;

  const elapsed = (): number => {
    const now = performance.now();
    passedMs += (now - measuredAt) * (holders > 0 ? 1 : speed);
    measuredAt = now;
    return passedMs;
  };

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
    async hold(task) {
      elapsed();
      holders += 1;
      try {
        return await task();
      } finally {
        elapsed();
        holders -= 1;
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
