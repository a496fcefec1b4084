import type { Clock } from '../ports.ts';

/**
 * A clock that waits for nobody. Invariants:
 * I1. `now()` never goes back, and moves only when nothing is held and nothing that is runnable is left to run.
 * I2. Then it jumps to the earliest sleeper that is due, and wakes all that are due at that instant, in the order in
 *     which they fell asleep. So the same program always sees the same times.
 * I3. A sleeper that was aborted is forgotten: it neither wakes nor moves time.
 */
export interface VirtualClock extends Clock {
  /** Holds time still until `work` has settled: for something whose answer comes from outside the clock. */
  hold<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface VirtualClockOptions {
  /** Where time begins, ms since 1970. Default 0. */
  readonly startMs?: number;
  /**
   * Resolves when all that is runnable now has run. The default waits for promises only, which is all that a run in
   * memory has; a host whose journal does real I/O hands in a turn of its event loop.
   */
  readonly settle?: () => Promise<void>;
}

interface Sleeper {
  readonly dueMs: number;
  wake(): void;
}

/** Creates a clock on which any wait takes no real time: 30 polls that are 10 s apart take milliseconds. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const { startMs = 0, settle = settlePromises } = options;
  /** By due time, and by arrival among equals. */
  const sleepers: Sleeper[] = [];
  let nowMs = startMs;
  let heldCount = 0;
  let activity = 0;
  let isPumping = false;

  /** Moves time on until it is held, or nobody with a due time sleeps. Only one pump runs at a time. */
  async function pump(): Promise<void> {
    if (isPumping) return;
    isPumping = true;
    try {
      while (heldCount === 0 && sleepers.length > 0) {
        const before = activity;
        await settle();
        if (activity === before && !wakeNext()) break;
      }
    } finally {
      isPumping = false;
    }
  }

  /** Jumps to the earliest due time (I2); false when nobody has one. */
  function wakeNext(): boolean {
    const dueMs = sleepers[0]?.dueMs ?? Number.POSITIVE_INFINITY;
    if (dueMs === Number.POSITIVE_INFINITY) return false;
    nowMs = Math.max(nowMs, dueMs);
    const later = sleepers.findIndex((sleeper) => sleeper.dueMs > nowMs);
    for (const sleeper of sleepers.slice(0, later < 0 ? undefined : later)) sleeper.wake();
    return true;
  }

  function noteActivity(): void {
    activity += 1;
    void pump();
  }

  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const forget = (): void => {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        signal.removeEventListener('abort', onAbort);
        noteActivity();
      };
      const onAbort = (): void => {
        forget();
        reject(signal.reason);
      };
      const sleeper: Sleeper = {
        dueMs: nowMs + Math.max(0, Math.ceil(ms)),
        wake() {
          forget();
          resolve();
        },
      };
      sleepers.splice(sleepers.findLastIndex(({ dueMs }) => dueMs <= sleeper.dueMs) + 1, 0, sleeper);
      signal.addEventListener('abort', onAbort, { once: true });
      noteActivity();
    });
  }

  async function hold<Result>(work: () => Promise<Result>): Promise<Result> {
    heldCount += 1;
    activity += 1;
    try {
      return await work();
    } finally {
      heldCount -= 1;
      noteActivity();
    }
  }

  return { now: () => nowMs, sleep, hold };
}

/** Rounds of the promise queue after which a run in memory has nothing runnable left; its longest chain takes some fifty. */
const SETTLE_ROUNDS = 500;

async function settlePromises(): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round += 1) await undefined;
}
