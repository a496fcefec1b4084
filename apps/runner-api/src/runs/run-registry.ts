import type { Journal } from '@flowmason/engine';
import { foldRun, newRun, type Run, type RunEvent, type RunId } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';

/** Which runs there are, and how each of them stands: always the fold of what its journal holds. */
export interface RunRegistry {
  /** Takes note of committed events; a run is known from its `run.queued` on. */
  note(events: readonly RunEvent[]): void;
  /** @throws {RunnerError} `run_not_found`. */
  get(runId: RunId): Promise<Run>;
  has(runId: RunId): boolean;
  /** True when the run has ended and `seq` is its last event. */
  isAtEnd(runId: RunId, seq: number): boolean;
  /** All runs, oldest first. */
  readonly ids: readonly RunId[];
  /** The last run of each pipeline, by the pipeline's name. */
  readonly lastOf: ReadonlyMap<string, RunId>;
}

/** A registry over `journal`. Folds are kept and taken further, so that asking again costs only what is new. */
export function createRunRegistry(journal: Journal): RunRegistry {
  const ids: RunId[] = [];
  const known = new Map<RunId, { run: Run; endSeq: number | undefined }>();
  const lastOf = new Map<string, RunId>();

  return {
    ids,
    lastOf,
    note(events) {
      for (const event of events) {
        const entry = known.get(event.run_id);
        if (event.type === 'run.queued' && entry === undefined) {
          ids.push(event.run_id);
          known.set(event.run_id, { run: newRun(event.run_id), endSeq: undefined });
          lastOf.set(event.pipeline, event.run_id);
        } else if (event.type === 'run.finished' && entry !== undefined) {
          entry.endSeq = event.seq;
        }
      }
    },
    async get(runId) {
      const entry = known.get(runId);
      if (entry === undefined) throw unknownRun(runId);
      const isCurrent = entry.endSeq !== undefined && entry.run.seq >= entry.endSeq;
      if (isCurrent) return entry.run;
      const events = await journal.read(runId, entry.run.seq);
      // Two callers may have read at once; the one that comes later folds only what the other has not.
      entry.run = foldRun(entry.run, events);
      return entry.run;
    },
    has: (runId) => known.has(runId),
    isAtEnd(runId, seq) {
      const endSeq = known.get(runId)?.endSeq;
      return endSeq !== undefined && seq >= endSeq;
    },
  };
}

function unknownRun(runId: RunId): RunnerError {
  return new RunnerError(
    'run_not_found',
    `There is no run "${runId}" here. Runs are kept in memory for now: those of an earlier start of the runner are gone.`,
  );
}
