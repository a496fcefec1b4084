import type { Run, RunId, RunSummary } from '@flowmason/pipeline-schema';

/** What is known of runs. */
export interface KnownRuns {
  find(runId: RunId): RunSummary | undefined;
  /** With its stages. */
  get(runId: RunId): Promise<Run>;
  /** The open runs that this one has started. */
  childrenOf(runId: RunId): readonly RunId[];
}

/**
 * True for an open run of which nothing goes on: it waits, or all of its running stages are child runs of which nothing
 * goes on.
 * @throws what `get` throws.
 */
export async function isResting(runs: KnownRuns, runId: RunId): Promise<boolean> {
  return runs.find(runId)?.status === 'waiting' || onlyChildrenWait(runs, runId);
}

/** The same of a run that is known not to wait itself. */
export async function onlyChildrenWait(runs: KnownRuns, runId: RunId): Promise<boolean> {
  const children = runs.childrenOf(runId);
  if (children.length === 0) return false;
  const busy = new Set(busyStages(await runs.get(runId)));
  for (const childId of children) {
    const child = runs.find(childId);
    if (child?.parent && (await isResting(runs, childId))) busy.delete(child.parent.stage_id);
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
