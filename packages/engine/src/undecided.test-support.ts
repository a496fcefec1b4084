import { foldRun, newRun, type Run, type RunEvent, type RunId } from '@flowmason/pipeline-schema';
import {
  pipelineOf,
  RUN_ID,
  type StageInShort,
  start,
  type TestWorld,
  testComponents,
  testWorld,
} from './engine.test-support.ts';
import { type RunHandle, resumeRun } from './run-pipeline.ts';

type Rest = Parameters<typeof pipelineOf>[1];

/** A request that must not be repeated blindly, and takes `ms` of virtual time. */
export const post = (id: string, ms = 1000, rest: Partial<Exclude<StageInShort, string>> = {}): StageInShort => ({
  id,
  config: { ms, method: 'POST', url: 'https://deploy.test/v1/jobs?token=x' },
  ...rest,
});

/** A run that was interrupted after `atMs` and taken up again, once everything about it rests. */
export async function interrupted(
  stages: readonly StageInShort[],
  { atMs = 500, world = testWorld(), ...rest }: Rest & { readonly atMs?: number; readonly world?: TestWorld } = {},
): Promise<InterruptedRun> {
  const pipeline = pipelineOf(stages, rest);
  const first = start(pipeline, world);
  await pass(world, atMs);
  await crash(first);
  const takeUp = async () => {
    const handle = resumeRun(RUN_ID, pipeline, world.ports, testComponents);
    await handle.accepted;
    await pass(world, 1);
    return handle;
  };
  return {
    world,
    takeUp,
    handle: await takeUp(),
    run: (runId) => runOf(world, runId),
    events: () => world.journal.read(RUN_ID),
  };
}

export interface InterruptedRun {
  readonly world: TestWorld;
  readonly handle: RunHandle;
  /** Takes the run up once more, after another crash. */
  takeUp(): Promise<RunHandle>;
  run(runId?: RunId): Promise<Run>;
  events(): Promise<readonly RunEvent[]>;
}

/** Ends the work on a run as a crash does: nothing more of it is recorded. */
export async function crash(handle: RunHandle): Promise<void> {
  handle.leave(AbortSignal.abort());
  await handle.finished.catch(() => undefined); // `run_left`; what was recorded by then is what the test looks at
}

/** Lets `ms` of the world's time pass. */
export function pass(world: TestWorld, ms: number): Promise<void> {
  return world.clock.sleep(ms, new AbortController().signal);
}

async function runOf({ journal }: TestWorld, runId: RunId = RUN_ID): Promise<Run> {
  return foldRun(newRun(runId), await journal.read(runId));
}
