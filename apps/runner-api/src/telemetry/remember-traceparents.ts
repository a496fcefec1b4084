import type { Journal, PinnedRun } from '@flowmason/engine';
import type { RunId } from '@flowmason/pipeline-schema';
import { RunHost } from '../run-store.ts';

/** A journal that knows with which `traceparent` its runs begin. */
export interface TraceparentMemory {
  readonly journal: Journal;
  /** That of a run that was begun through `journal`; told once. */
  take(runId: RunId): string | undefined;
  /** That of any run, as it was pinned. */
  find(runId: RunId): Promise<string | undefined>;
}

/** Puts the memory around `inner`: who hears of the first event of a run can ask for its `traceparent` at once. */
export function rememberTraceparents(inner: Journal): TraceparentMemory {
  const begun = new Map<RunId, string>();
  return {
    journal: {
      ...inner,
      async append(runId, expectedSeq, events, pinned) {
        const traceparent = traceparentOf(pinned);
        if (traceparent !== undefined) begun.set(runId, traceparent);
        try {
          return await inner.append(runId, expectedSeq, events, pinned);
        } catch (error) {
          begun.delete(runId);
          throw error;
        }
      },
    },
    take(runId) {
      const traceparent = begun.get(runId);
      begun.delete(runId);
      return traceparent;
    },
    find: async (runId) => traceparentOf(await inner.pinned(runId)),
  };
}

function traceparentOf(pinned: PinnedRun | undefined): string | undefined {
  return RunHost.safeParse(pinned?.host).data?.traceparent;
}
