import type { DatabaseSync } from 'node:sqlite';
import { foldRun, newRun, type RunEvent, type RunId } from '@flowmason/pipeline-schema';
import { type KnownRuns, onlyChildrenWait } from '../resting-runs.ts';
import type { OpenRun, RunStore } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';
import type { GroupCommit } from './group-commit.ts';
import { TAKE_UP } from './take-up-note.ts';

/** Events that show that a run has come further; the start of an attempt that is only repeated does not. */
const PROGRESS: ReadonlySet<RunEvent['type']> = new Set([
  'decision',
  'stage.succeeded',
  'stage.failed',
  'stage.skipped',
  'stage.cancelled',
  'stage.retrying',
  'stage.waiting',
]);

/**
 * Counts the crash that the store finds when it is opened against every open run that may have caused it: one that was
 * being worked on or taken up. One that only waited, for its turn, itself or in its child runs, is not to blame, nor is one that
 * the process had not come to: it may have ended while it took up others.
 * A run that is further than at the crash before begins with one.
 */
export async function countCrashes(
  store: Pick<RunStore, 'journal' | 'openRuns' | 'find'>,
  database: DatabaseSync,
  commits: GroupCommit,
): Promise<void> {
  const suspects = new Map(
    database
      .prepare(
        "SELECT id, taking_up FROM open_runs JOIN runs USING (n) WHERE hold_kind IS NULL AND (taking_up = :begins OR (taking_up = :over AND status = 'running'))",
      )
      .all(TAKE_UP)
      .map(({ id, taking_up }) => [String(id), taking_up === TAKE_UP.begins]),
  );
  const openRuns = store.openRuns();
  const children = childrenIn(openRuns);
  const runs: KnownRuns = {
    find: store.find,
    get: async (runId) => foldRun(newRun(runId), await store.journal.read(runId)),
    childrenOf: (runId) => children.get(runId) ?? [],
  };
  const note = database.prepare(
    'UPDATE open_runs SET crashes = iif(crash_progress = ?1, crashes + 1, 1), crash_progress = ?1 WHERE n = (SELECT n FROM runs WHERE id = ?2)',
  );
  const counted: { readonly runId: RunId; readonly progress: number }[] = [];
  for (const { runId } of openRuns) {
    const wasTakenUp = suspects.get(runId);
    if (wasTakenUp === undefined) continue;
    if (!wasTakenUp && (await readOr(false, () => onlyChildrenWait(runs, runId)))) continue;
    const progress = await readOr(0, async () => (await store.journal.read(runId)).filter(isProgress).length);
    counted.push({ runId, progress });
  }
  // By one commit: thousands of them, one after the other, would keep everybody waiting at the start.
  await commits.write(() => {
    for (const { runId, progress } of counted) note.run(progress, runId);
  });
}

function childrenIn(openRuns: readonly OpenRun[]): ReadonlyMap<RunId, readonly RunId[]> {
  const children = new Map<RunId, RunId[]>();
  for (const { runId, parentId } of openRuns) {
    if (parentId !== undefined) children.set(parentId, [...(children.get(parentId) ?? []), runId]);
  }
  return children;
}

function isProgress({ type }: RunEvent): boolean {
  return PROGRESS.has(type);
}

/** What `read` gives; `fallback` for a journal that cannot be read: such a run comes no further and waits for nobody. */
async function readOr<Value>(fallback: Value, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RunnerError && error.code === 'data_unusable') return fallback;
    throw error;
  }
}
