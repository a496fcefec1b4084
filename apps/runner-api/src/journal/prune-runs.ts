import type { DatabaseSync } from 'node:sqlite';
import { isFinished, RunId, type RunSummary } from '@flowmason/pipeline-schema';
import type { PruneLimits, PruneStep } from '../run-store.ts';
import type { GroupCommit } from './group-commit.ts';
import { isIntact, type RunRow, summaryOf } from './run-rows.ts';
import { PLACES } from './stored-events.ts';

/** Runs that one step looks at, and rows of journals that it removes: a few milliseconds. */
const RUNS_A_STEP = 100;
const ROWS_A_STEP = 200;

/**
 * Removes old runs from `database`, a part with each call, by one of `commits`.
 *
 * P1. The row of a run goes first, with a note of what is left of it; from then on nobody can see the run, and what
 *     is left goes in later steps, also after a crash.
 * P2. A child goes after its parent: rows are looked at in the order of acceptance, in which a parent stands first.
 * P3. A value or a definition goes with the last run that holds it.
 */
export function createPruning(
  database: DatabaseSync,
  commits: Pick<GroupCommit, 'write'>,
): (limits: PruneLimits) => Promise<PruneStep> {
  const statements = prepare(database);
  /** Rows up to this one have been looked at in this round. Set after the commit: a step may be performed twice for one. */
  let lookedAt = 0;

  const isRemovable = (row: RunRow, { endedBefore, keyedSince }: PruneLimits): boolean => {
    if (!isIntact(row)) return false; // damage is for a person
    const summary = summaryOf(row);
    if (!isFinished(summary) || (summary.finished_at ?? endedBefore) >= endedBefore) return false;
    if (row.start_key !== null && summary.created_at >= keyedSince) return false;
    return !hasParent(summary);
  };
  const hasParent = ({ parent }: RunSummary): boolean =>
    parent !== undefined && statements.findId.get(parent.run_id) !== undefined;
  const removeRow = (row: RunRow): void => {
    statements.noteRemoval.run(row.n);
    statements.deleteRun.run(row.n);
    if (row.definition) statements.deleteBlobOf.run(row.definition);
  };
  /** Removes what is left of one run, at most `budget` rows; gives the number of rows that it took. */
  const removeRestOf = (n: number, budget: number): number => {
    const first = n * PLACES;
    const batches = Number(statements.deleteBatches.run(first, first + PLACES - 1, budget).changes);
    if (batches === budget) return budget;
    const values = statements.valuesOf.all(n, budget - batches);
    for (const { hash } of values) {
      statements.unlinkValue.run(n, hash ?? null);
      statements.deleteBlobOf.run(hash ?? null);
    }
    if (batches + values.length < budget) statements.endRemoval.run(n);
    return batches + values.length + 1;
  };
  const removeRest = (): boolean => {
    let budget = ROWS_A_STEP;
    while (budget > 0) {
      const n = statements.nextRemoval.get()?.['n'];
      if (n === undefined) break;
      budget -= removeRestOf(Number(n), budget);
    }
    return budget < ROWS_A_STEP;
  };

  const perform = (limits: PruneLimits): PruneStep & { readonly lookedAt: number } => {
    if (removeRest()) return { removed: [], isDone: false, lookedAt };
    const rows = statements.nextRows.all(lookedAt, RUNS_A_STEP) as RunRow[]; // the table's columns, whose types are strict
    const removed: RunId[] = [];
    for (const row of rows) {
      if (!isRemovable(row, limits)) continue;
      removeRow(row);
      removed.push(RunId.parse(row.id));
    }
    const last = rows.at(-1);
    // Runs are accepted in order, so behind one that is too young for all of them nothing can be old enough.
    const isAtEnd = last === undefined || (isIntact(last) && summaryOf(last).created_at >= limits.endedBefore);
    return { removed, isDone: isAtEnd && removed.length === 0, lookedAt: isAtEnd ? 0 : last.n };
  };

  return async (limits) => {
    const { lookedAt: last, ...step } = await commits.write(() => perform(limits));
    lookedAt = last;
    return step;
  };
}

function prepare(database: DatabaseSync) {
  return {
    nextRows: database.prepare('SELECT * FROM runs WHERE n > ? ORDER BY n LIMIT ?'),
    findId: database.prepare('SELECT n FROM runs WHERE id = ?'),
    noteRemoval: database.prepare('INSERT OR IGNORE INTO removals (n) VALUES (?)'),
    nextRemoval: database.prepare('SELECT n FROM removals ORDER BY n LIMIT 1'),
    endRemoval: database.prepare('DELETE FROM removals WHERE n = ?'),
    deleteRun: database.prepare('DELETE FROM runs WHERE n = ?'),
    deleteBatches: database.prepare(
      'DELETE FROM batches WHERE place IN (SELECT place FROM batches WHERE place BETWEEN ? AND ? LIMIT ?)',
    ),
    valuesOf: database.prepare('SELECT hash FROM run_blobs WHERE n = ? LIMIT ?'),
    unlinkValue: database.prepare('DELETE FROM run_blobs WHERE n = ? AND hash = ?'),
    deleteBlobOf: database.prepare(
      'DELETE FROM blobs WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM run_blobs WHERE hash = ?1) AND NOT EXISTS (SELECT 1 FROM runs WHERE definition = ?1)',
    ),
  };
}
