import { foldRun, newRun, type Run, type RunId } from '@flowmason/pipeline-schema';
import type { RunStore } from '../run-store.ts';

/** The open runs that each open run has started. */
export type OpenChildren = ReadonlyMap<RunId, readonly RunId[]>;

/**
 * True for a run all of whose running stages are child runs of which nothing goes on: they wait, or are such runs themselves.
 * @throws {RunnerError} `data_unusable` when a journal cannot be read.
 */
export async function onlyChildrenWait(
  store: Pick<RunStore, 'journal' | 'find'>,
  openChildren: OpenChildren,
  runId: RunId,
): Promise<boolean> {
  const children = openChildren.get(runId) ?? [];
  if (children.length === 0) return false;
  const run = foldRun(newRun(runId), await store.journal.read(runId));
  const busy = new Set(busyStages(run));
  for (const childId of children) {
    const child = store.find(childId);
    const isResting = child?.status === 'waiting' || (await onlyChildrenWait(store, openChildren, childId));
    if (child?.parent && isResting) busy.delete(child.parent.stage_id);
  }
  return busy.size === 0;
}

/** What runs by itself: no blocks, and no members of loops seen as a whole, of which each turn counts. */
function busyStages({ stages }: Run): readonly string[] {
  const inLoops = new Set(
    Object.keys(stages).flatMap((key) => (key.includes('/') ? key.slice(key.lastIndexOf('/') + 1) : [])),
  );
  return Object.entries(stages).flatMap(([key, { status, component }]) =>
    status === 'running' && component !== 'trycatch' && component !== 'foreach' && !inLoops.has(key) ? key : [],
  );
}
