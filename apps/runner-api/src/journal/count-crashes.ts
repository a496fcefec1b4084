import type { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '@flowmason/pipeline-schema';
import type { RunStore } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';
import type { GroupCommit } from './group-commit.ts';

/** Events that show that a run has come further; the start of an attempt that is only repeated does not. */
const PROGRESS: ReadonlySet<RunEvent['type']> = new Set([
  'decision',
  'stage.succeeded',
  'stage.failed',
  'stage.skipped',
  'stage.cancelled',
  'stage.retrying',
]);

/**
 * Counts the crash that the store finds when it is opened against every open run that may have caused it: one that was
 * being worked on or taken up. One that only waited is not to blame. A run that is further than at the crash before
 * begins with one.
 */
export async function countCrashes(
  store: Pick<RunStore, 'journal' | 'openRuns'>,
  database: DatabaseSync,
  commits: GroupCommit,
): Promise<void> {
  const suspects = new Set(
    database
      .prepare(
        "SELECT id FROM open_runs JOIN runs USING (n) WHERE hold_kind IS NULL AND (taking_up = 1 OR status != 'waiting')",
      )
      .all()
      .map(({ id }) => String(id)),
  );
  const note = database.prepare(
    'UPDATE open_runs SET taking_up = 0, crashes = iif(crash_progress = ?1, crashes + 1, 1), crash_progress = ?1 WHERE n = (SELECT n FROM runs WHERE id = ?2)',
  );
  for (const { runId } of store.openRuns()) {
    if (!suspects.has(runId)) continue;
    const progress = await progressOf(store, runId);
    await commits.write(() => note.run(progress, runId));
  }
}

/** How far a run has come. One whose journal cannot be read comes no further. */
async function progressOf({ journal }: Pick<RunStore, 'journal'>, runId: RunEvent['run_id']): Promise<number> {
  try {
    return (await journal.read(runId)).filter(({ type }) => PROGRESS.has(type)).length;
  } catch (error) {
    if (error instanceof RunnerError && error.code === 'data_unusable') return 0;
    throw error;
  }
}
