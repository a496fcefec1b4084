import { type Run, type StageRun, stageIdOfKey } from '@flowmason/pipeline-schema';

/** A stage as its card shows it: itself, or the sum of its instances inside a loop. */
export interface ShownStage {
  readonly status: StageRun['status'];
  readonly handled: boolean;
  readonly tolerated: boolean;
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly waiting: StageRun['waiting'];
  /** Instances in a loop so far, and how many of them have settled; both 0 outside loops. */
  readonly instanceCount: number;
  readonly settledCount: number;
}

/** A stage that stands for itself. */
export function toShownStage(stage: StageRun): ShownStage {
  const { status, attempts, waiting } = stage;
  return {
    status,
    handled: stage.handled ?? false,
    tolerated: stage.tolerated ?? false,
    attempts,
    startedAt: stage.started_at,
    durationMs: stage.duration_ms,
    waiting,
    instanceCount: 0,
    settledCount: 0,
  };
}

/** The instances of a stage in a loop as one: the most urgent status wins. Undefined before there are any. */
export function sumInstances(stages: Run['stages'], id: string): ShownStage | undefined {
  const instances = instancesOf(stages, id);
  if (instances.length === 0) return undefined;
  const status = URGENCY.find((candidate) => instances.some((instance) => instance.status === candidate)) ?? 'pending';
  return {
    status,
    handled: instances.some(({ handled }) => handled === true),
    tolerated: instances.some(({ tolerated }) => tolerated === true),
    attempts: instances.reduce((sum, { attempts }) => sum + attempts, 0),
    startedAt: instances.map(({ started_at }) => started_at).find((at) => at !== null) ?? null,
    durationMs: null,
    waiting: undefined,
    instanceCount: instances.length,
    settledCount: instances.filter(({ finished_at }) => finished_at !== null).length,
  };
}

/** The instances of the stage `id` in all turns of its loops, by address, in the order in which they appeared. */
export function instancesOfStage(
  stages: Run['stages'],
  id: string,
): readonly { readonly key: string; readonly stageRun: StageRun }[] {
  return (indexOf(stages).get(id) ?? []).flatMap((key) => {
    const stageRun = stages[key];
    return stageRun ? [{ key, stageRun }] : [];
  });
}

/**
 * Whether the failure of the stage at `key` was handled or tolerated. A member of a loop under its plain id is a summary
 * that does not know: it is dealt with once each of its failed instances is.
 */
export function dealtWithOf(
  stages: Run['stages'],
  key: string,
  stage: StageRun,
): { readonly handled: boolean; readonly tolerated: boolean } {
  const failed = key.includes('/') ? [] : instancesOf(stages, key).filter(({ status }) => status === 'failed');
  if (failed.length === 0) return { handled: stage.handled ?? false, tolerated: stage.tolerated ?? false };
  const isDealtWith = failed.every(({ handled, tolerated }) => handled === true || tolerated === true);
  const isHandled = failed.some(({ handled }) => handled === true);
  return { handled: isDealtWith && isHandled, tolerated: isDealtWith && !isHandled };
}

const URGENCY = ['running', 'waiting', 'failed', 'cancelled', 'succeeded', 'skipped', 'pending'] as const;

function instancesOf(stages: Run['stages'], id: string): readonly StageRun[] {
  return instancesOfStage(stages, id).map(({ stageRun }) => stageRun);
}

function indexOf(stages: Run['stages']): ReadonlyMap<string, readonly string[]> {
  let index = indexes.get(stages);
  if (!index) {
    index = Map.groupBy(
      Object.keys(stages).filter((key) => key.includes('/')),
      stageIdOfKey,
    );
    indexes.set(stages, index);
  }
  return index;
}

/** One index per state of the run; a fold makes a new object, so an old index is never stale. */
const indexes = new WeakMap<Run['stages'], ReadonlyMap<string, readonly string[]>>();
