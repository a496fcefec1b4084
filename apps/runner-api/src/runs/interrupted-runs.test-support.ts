import { builtinComponents, ENGINE_VERSION } from '@flowmason/engine';
import {
  type NewRunEvent,
  type Pipeline,
  type RunConcurrency,
  type RunId,
  readPipeline,
} from '@flowmason/pipeline-schema';
import type { OpenedStore } from './run-store.test-support.ts';

/** What all events of interrupted runs have. */
export const AT = { at: '2026-11-22T08:00:00.000Z', t: 0 };

export function pipelineOf(name: string, stages: readonly unknown[]): Pipeline {
  const { pipeline } = readPipeline(JSON.stringify({ name, version: '1.0.0', stages }), {
    components: builtinComponents,
  });
  if (!pipeline) throw new Error(`${name} cannot be read`);
  return pipeline;
}

export type Interrupted = {
  readonly runId: RunId;
  readonly pipeline: Pipeline;
  /** The stages that were under way. */
  readonly running?: readonly string[];
  /** The run whose stage `sub` has started this one. */
  readonly parent?: RunId;
  readonly concurrency?: RunConcurrency;
  /** It had not begun. */
  readonly isQueued?: boolean;
};

/** With what a run begins that was accepted at `AT`. */
export function queuedEvent(
  pipeline: Pipeline,
  { parent, concurrency }: { readonly parent?: RunId | undefined; readonly concurrency?: RunConcurrency | undefined },
): NewRunEvent {
  return {
    ...AT,
    type: 'run.queued',
    pipeline: pipeline.name,
    version: pipeline.version,
    definition_hash: '',
    input: {},
    trigger: 'test',
    stages: pipeline.stages.map(({ id, component }) => ({ id, component })),
    ...(parent && { parent: { run_id: parent, stage_id: 'sub' } }),
    ...(concurrency && { concurrency }),
  };
}

/** A run whose process ended. */
export async function interruptedRun({ journal }: OpenedStore, interrupted: Interrupted): Promise<void> {
  const { runId, pipeline, running = [], parent, concurrency, isQueued = false } = interrupted;
  const queued = queuedEvent(pipeline, { parent, concurrency });
  const configOf = (id: string) => pipeline.stages.find((stage) => stage.id === id)?.config ?? {};
  const started = running.map(
    (stage_id): NewRunEvent => ({ ...AT, type: 'stage.started', stage_id, attempt: 1, config: configOf(stage_id) }),
  );
  const begun: NewRunEvent[] = isQueued ? [] : [{ ...AT, type: 'run.started' }, ...started];
  await journal.append(runId, 0, [queued, ...begun], { pipeline, engineVersion: ENGINE_VERSION, host: {} });
}
