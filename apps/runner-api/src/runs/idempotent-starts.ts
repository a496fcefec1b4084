import { createHash } from 'node:crypto';
import type { Run, RunId } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';

const KEEP_MS = 7 * 24 * 3_600_000;
const MAX_KEYS = 10_000;

/** Remembers which run each `Idempotency-Key` has started. */
export interface IdempotentStarts {
  /**
   * The id of the run that `key` has started with the same `request`; otherwise of the one that `start` starts now. Calls
   * that come while it is starting wait for it. A start that failed is forgotten, so that it can be tried again.
   * @throws {RunnerError} `idempotency_mismatch` when `key` was used with another request.
   */
  once(key: string, request: unknown, start: () => Promise<Run>): Promise<RunId>;
}

/** Keys are kept for seven days, at most 10,000 of them; of the requests only a hash, because they may hold secrets. */
export function createIdempotentStarts(now: () => number): IdempotentStarts {
  const known = new Map<string, { hash: string; at: number; started: Promise<Run> }>();

  const forgetOld = (): void => {
    for (const [key, { at }] of known) {
      if (now() - at < KEEP_MS && known.size <= MAX_KEYS) return; // in order of age
      known.delete(key);
    }
  };

  return {
    async once(key, request, start) {
      forgetOld();
      const hash = createHash('sha256').update(canonicalText(request)).digest('hex');
      const before = known.get(key);
      if (before !== undefined && before.hash !== hash) {
        throw new RunnerError(
          'idempotency_mismatch',
          `The Idempotency-Key "${key}" was used with another request. Use a new key for a new run.`,
        );
      }
      if (before !== undefined) return (await before.started).id;
      const started = start();
      known.set(key, { hash, at: now(), started });
      try {
        return (await started).id;
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },
  };
}

/** JSON with sorted keys: the same request gives the same text whatever the order in which it was written. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
