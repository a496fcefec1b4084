import { definitionHash } from './definition-hash.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { PinnedRun, RunRequest } from './ports.ts';
import type { Fact } from './recorder.ts';

/** The first fact of a run: all that is known of it when it is accepted. */
export function queuedFact(request: RunRequest): Fact {
  const { pipeline, input, trigger, by, parent, profile, sandbox, concurrency } = request;
  return {
    type: 'run.queued',
    pipeline: pipeline.name,
    version: pipeline.version,
    definition_hash: definitionHash(pipeline),
    input,
    trigger,
    ...(by !== undefined && { by }),
    stages: pipeline.stages.map(({ id, component }) => ({ id, component })),
    ...(parent && { parent }),
    ...(profile !== undefined && { profile }),
    ...(sandbox !== undefined && { sandbox }),
    ...(concurrency && { concurrency }),
  };
}

/** What is stored with it. */
export function pinnedOf({ pipeline, host }: RunRequest): PinnedRun {
  return { pipeline, engineVersion: ENGINE_VERSION, ...(host !== undefined && { host }) };
}
