import { createHash } from 'node:crypto';
import { isJsonObject, type Run, type RunId } from '@flowmason/pipeline-schema';
import type { StoredStart } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';
import { KEY_MS } from './retention.ts';

/** Sees to it that each `Idempotency-Key` starts one run. */
export interface IdempotentStarts {
  /**
   * The id of the run that `key` has started with the same `request`; otherwise of the one that `start` starts now, which
   * is to store the key and the hash with the run. Calls that come while it is starting wait for it. A start that failed
   * is forgotten, so that it can be tried again.
   * @throws {RunnerError} `idempotency_mismatch` when `key` was used with another request.
   */
  once(key: string, request: unknown, start: (requestHash: string) => Promise<Run>): Promise<RunId>;
}

export interface IdempotentStartsParts {
  /** The run that the key has started, at whatever time. */
  readonly findStart: (key: string) => StoredStart | undefined;
  readonly now: () => number;
}

/** Keys are kept for seven days, with the runs that they started. */
export function createIdempotentStarts({ findStart, now }: IdempotentStartsParts): IdempotentStarts {
  const starting = new Map<string, { readonly requestHash: string; readonly started: Promise<Run> }>();

  return {
    async once(key, request, start) {
      const requestHash = hashOf(request);
      const current = starting.get(key);
      if (current) {
        refuseOther(key, current.requestHash, requestHash);
        return (await current.started).id;
      }
      const before = findStart(key);
      if (before && now() - before.atMs < KEY_MS) {
        refuseOther(key, before.requestHash, requestHash);
        return before.runId;
      }
      const started = start(requestHash);
      starting.set(key, { requestHash, started });
      try {
        return (await started).id;
      } finally {
        starting.delete(key);
      }
    },
  };
}

function refuseOther(key: string, before: string, now: string): void {
  if (before === now) return;
  throw new RunnerError(
    'idempotency_mismatch',
    `The Idempotency-Key "${key}" was used with another request. Use a new key for a new run.`,
  );
}

/** Of secrets only the names count: the hash is stored, and would let their values be guessed. */
function hashOf(request: unknown): string {
  const secrets = isJsonObject(request) && isJsonObject(request['secrets']) ? Object.keys(request['secrets']) : [];
  const text = canonicalText(isJsonObject(request) ? { ...request, secrets: secrets.sort() } : request);
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys: the same request gives the same text whatever the order in which it was written. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    isJsonObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}
