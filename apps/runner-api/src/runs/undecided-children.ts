import type { RunId, RunSummary, UndecidedChild } from '@flowmason/pipeline-schema';

/** What has to be known of runs to tell which of their children wait for a person. */
export interface KnownChildren {
  find(runId: RunId): RunSummary | undefined;
  /** The open runs that this one has started. */
  childrenOf(runId: RunId): readonly RunId[];
  /** True when a person has to decide on a stage of the run, or of an open run below it. */
  needsDecision(runId: RunId): boolean;
}

const MOST = 20;

/** The runs below `runId`, however deep, of which stages wait for a decision; each with the stage of this run that leads to it. */
export function undecidedChildren(runs: KnownChildren, runId: RunId): readonly UndecidedChild[] {
  return runs
    .childrenOf(runId)
    .filter(runs.needsDecision)
    .flatMap((childId): readonly UndecidedChild[] => {
      const child = runs.find(childId);
      const stage = child?.parent?.stage_id;
      if (stage === undefined) return [];
      const own = child?.undecided ? [{ stage, run_id: childId, undecided: child.undecided }] : [];
      return [...own, ...undecidedChildren(runs, childId).map((below) => ({ ...below, stage }))];
    })
    .slice(0, MOST);
}

/** `run` with the runs below it that wait for a decision, if there are any. */
export function withUndecidedChildren<Shown extends RunSummary>(run: Shown, runs: KnownChildren): Shown {
  if (run.status === 'queued' || run.finished_at !== null || !runs.needsDecision(run.id)) return run;
  const children = undecidedChildren(runs, run.id);
  return children.length > 0 ? { ...run, undecided_children: [...children] } : run;
}
