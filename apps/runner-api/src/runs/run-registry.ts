import {
  applyRunEvent,
  foldRun,
  isFinished,
  newRun,
  type Run,
  type RunEvent,
  type RunId,
} from '@flowmason/pipeline-schema';
import type { RunStore } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';

/** How each run stands: always the fold of what its journal holds. */
export interface RunRegistry {
  /** @throws {RunnerError} `run_not_found`. */
  get(runId: RunId): Promise<Run>;
  /** @throws {RunnerError} `run_not_found`. */
  require(runId: RunId): void;
  /** True when the run has ended and `seq` is its last event. */
  isAtEnd(runId: RunId, seq: number): boolean;
  /** Takes note of committed events: of the runs that they begin. */
  note(events: readonly RunEvent[]): void;
}

/** Folds that are kept; those of runs that nobody asks for go first. */
const MAX_FOLDS = 256;

/** A registry over `store`. Folds are kept and taken further, so that asking again costs only what is new. */
export function createRunRegistry(store: Pick<RunStore, 'journal' | 'find'>): RunRegistry {
  const folds = new Map<RunId, Run>();

  const find = (runId: RunId) => {
    const summary = store.find(runId);
    if (summary === undefined) throw unknownRun(runId);
    return summary;
  };
  const keep = (run: Run): void => {
    folds.delete(run.id);
    folds.set(run.id, run);
    if (folds.size <= MAX_FOLDS) return;
    for (const oldest of folds.keys()) {
      folds.delete(oldest);
      return;
    }
  };

  return {
    require: (runId) => void find(runId),
    async get(runId) {
      const { seq } = find(runId);
      const before = folds.get(runId) ?? newRun(runId);
      const events = before.seq < seq ? await store.journal.read(runId, before.seq) : [];
      // Two callers may have read at once; the one that comes later folds only what the other has not.
      const run = foldRun(folds.get(runId) ?? before, events);
      keep(run);
      return run;
    },
    isAtEnd(runId, seq) {
      const summary = store.find(runId);
      return summary !== undefined && isFinished(summary) && seq >= summary.seq;
    },
    note(events) {
      for (const event of events) {
        // Whoever has started it asks for it at once.
        if (event.type === 'run.queued') keep(applyRunEvent(newRun(event.run_id), event));
      }
    },
  };
}

function unknownRun(runId: RunId): RunnerError {
  return new RunnerError(
    'run_not_found',
    `There is no run "${runId}" here. "fm runs" lists those that there are; another workspace or data directory has others.`,
  );
}
