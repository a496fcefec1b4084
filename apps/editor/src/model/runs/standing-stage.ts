import { type Run, type StageRun, stageIdOfKey } from '@flowmason/pipeline-schema';

type Standing = Pick<StageRun, 'status' | 'waiting'>;

const HELD = { until: null, why: 'the run is held' } as const;
const DECIDED_BELOW = { until: null, why: 'interrupted' } as const;

/**
 * A stage as it stands, which its own events do not always tell: one that was under way is not while its run is held, and one
 * whose child run waits for a person waits with it. `key` is its address; a member of a loop as a whole has its id.
 */
export function toStandingStage<Shown extends Standing>(
  { held, undecided_children: below = [] }: Pick<Run, 'held' | 'undecided_children'>,
  key: string,
  stage: Shown,
): Shown {
  if (stage.status !== 'running') return stage;
  if (held !== undefined) return { ...stage, status: 'waiting', waiting: HELD };
  const isWaiting = below.some((child) => child.stage === key || stageIdOfKey(child.stage) === key);
  return isWaiting ? { ...stage, status: 'waiting', waiting: DECIDED_BELOW } : stage;
}
