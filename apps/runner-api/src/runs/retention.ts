import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnedRuns } from './run-feed.ts';

export interface RetentionParts {
  readonly runs: Pick<OwnedRuns, 'prune'>;
  /** For how many days a run is kept after its end; 0 for ever. */
  readonly keepDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onRemoved: (count: number) => void;
  /** Told of a step that failed; the next round begins anew. */
  readonly onDefect: (error: unknown) => void;
}

export const DAY_MS = 86_400_000;
/** For how long an `Idempotency-Key` gives the run that it has started. */
export const KEY_MS = 7 * DAY_MS;
/** Between two steps, so that writes of runs come first. */
const PAUSE_MS = 20;
const ROUND_MS = 3_600_000;

/** Removes old runs once an hour, step by step, until `signal` aborts. Resolves then, and never rejects. */
export async function keepRetention(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  if (parts.keepDays === 0) return;
  while (!signal.aborted) {
    try {
      const count = await removeOld(parts, signal);
      if (count > 0) parts.onRemoved(count);
    } catch (error) {
      parts.onDefect(error);
    }
    await pause(ROUND_MS, signal);
  }
}

/** Removes all that ended more than `keepDays` ago, and gives the number of runs. Ends early when `signal` aborts. */
export async function removeOld(
  { runs, keepDays, now }: Pick<RetentionParts, 'runs' | 'keepDays' | 'now'>,
  signal: AbortSignal,
): Promise<number> {
  const endedBefore = new Date(now() - keepDays * DAY_MS).toISOString();
  const keyedSince = new Date(now() - KEY_MS).toISOString();
  let count = 0;
  while (!signal.aborted) {
    const { removed, isDone } = await runs.prune({ endedBefore, keyedSince });
    count += removed.length;
    if (isDone) break;
    await pause(PAUSE_MS, signal);
  }
  return count;
}

/** Waits, and stops waiting when `signal` aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
