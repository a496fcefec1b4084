import { type Run, type StageRun, stageIdOfKey } from '@flowmason/pipeline-schema';

/**
 * The stages that somebody who follows a run wants to see, those that began last at the end: all that are at work; between
 * two of them none; of a finished run the one that it turned on, which is the first failure or else the last stage that ran.
 * `isCard` tells the stages that can be looked at from those that only stand around others.
 */
export function toRunFocus(run: Run, isCard: (stageId: string) => boolean): readonly string[] {
  const stages = Object.entries(run.stages)
    .map(([address, stage]) => ({ id: stageIdOfKey(address), stage }))
    .filter(({ id, stage }) => stage.attempts > 0 && isCard(id));
  if (run.finished_at !== null) return turningPoint(run, stages);
  const atWork = stages
    .filter(({ stage }) => stage.status === 'running' || stage.status === 'waiting')
    .toSorted((a, b) => compareTimes(a.stage.started_at, b.stage.started_at));
  return [...new Set(atWork.map(({ id }) => id))];
}

type Ran = { readonly id: string; readonly stage: StageRun };

function turningPoint(run: Run, stages: readonly Ran[]): readonly string[] {
  const byEnd = stages.toSorted((a, b) => compareTimes(a.stage.finished_at, b.stage.finished_at));
  const failed = byEnd.filter(({ stage }) => stage.status === 'failed' && !stage.tolerated);
  const named = failed.find(({ id }) => id === run.error?.stage_id);
  const found = named ?? failed[0] ?? byEnd.at(-1);
  return found ? [found.id] : [];
}

function compareTimes(a: string | null, b: string | null): number {
  return Date.parse(a ?? '') - Date.parse(b ?? '') || 0;
}
