import type { NewRunEvent, RunEvent, RunId } from '@flowmason/pipeline-schema';
import { EngineError } from './errors.ts';
import type { Journal, PinnedRun } from './ports.ts';

/** A journal that lasts as long as the process: for simulations, tests, and runs that nobody needs tomorrow. */
export function createMemoryJournal(): Journal {
  const runs = new Map<RunId, RunEvent[]>();
  const pins = new Map<RunId, PinnedRun>();
  return {
    async append(runId, expectedSeq, events, pinned) {
      const known = runs.get(runId) ?? [];
      if (known.length !== expectedSeq) {
        throw new EngineError(
          'journal_conflict',
          `run ${runId} is at event ${known.length}, not ${expectedSeq}: somebody else has written to it`,
        );
      }
      const stored = events.map((event, index) => stamp(event, runId, expectedSeq + index + 1));
      for (const event of stored) known.push(event);
      runs.set(runId, known);
      if (pinned) pins.set(runId, pinned);
      return stored;
    },
    async read(runId, afterSeq = 0) {
      return (runs.get(runId) ?? []).slice(afterSeq);
    },
    async pinned(runId) {
      return pins.get(runId);
    },
  };
}

function stamp(event: NewRunEvent, runId: RunId, seq: number): RunEvent {
  return { ...event, run_id: runId, seq } as RunEvent; // a NewRunEvent and the two keys that make it a RunEvent
}
