import type { DatabaseSync } from 'node:sqlite';
import type { RunId } from '@flowmason/pipeline-schema';
import { DAMAGED_RUN } from '../damaged-run.ts';
import type { Hold, OpenRun, RunStore } from '../run-store.ts';
import { isIntact, type RunRow, summaryOf } from './run-rows.ts';

/** See `RunStore.openRuns`. */
export function createOpenRuns(database: DatabaseSync): RunStore['openRuns'] {
  const statement = database.prepare(
    'SELECT runs.*, crashes, hold_kind, hold_reason FROM open_runs JOIN runs USING (n) ORDER BY n',
  );
  return () => statement.all().map(toOpenRun);
}

/** Gives why a run is held; undefined for one that is not, or has ended. */
export function createHoldOf(database: DatabaseSync): (runId: RunId) => Hold | undefined {
  const statement = database.prepare(
    'SELECT hold_kind, hold_reason FROM open_runs WHERE n = (SELECT n FROM runs WHERE id = ?)',
  );
  return (runId) => {
    const row = statement.get(runId);
    return row && toHold(row);
  };
}

function toHold({ hold_kind: kind, hold_reason: reason }: Record<string, unknown>): Hold | undefined {
  return kind === 'quarantined' || kind === 'not_ready' || kind === 'restored'
    ? { kind, reason: String(reason) }
    : undefined;
}

function toOpenRun(row: Record<string, unknown>): OpenRun {
  const { crashes } = row;
  const hold = toHold(row);
  const stored = row as RunRow; // the columns of `runs` are among those that the statement names
  if (!isIntact(stored)) {
    // One run that cannot be read must not keep the others from going on.
    return {
      runId: stored.id as RunId, // as the column has it, which is all that there is
      parentId: undefined,
      hasBegun: true,
      needsDecision: false,
      concurrency: undefined,
      hold: { kind: 'quarantined', reason: DAMAGED_RUN },
      isDamaged: true,
      crashCount: 0,
    };
  }
  const { id, parent, started_at, undecided, concurrency } = summaryOf(stored);
  return {
    runId: id,
    parentId: parent?.run_id,
    hasBegun: started_at !== null,
    needsDecision: undecided !== undefined,
    concurrency,
    hold,
    isDamaged: false,
    crashCount: Number(crashes),
  };
}
