import {
  type Component,
  ENGINE_VERSION,
  type Journal,
  type PinnedRun,
  type RunHandle,
  resumeRun,
} from '@flowmason/engine';
import type { RunId } from '@flowmason/pipeline-schema';
import { RunHost } from '../run-store.ts';
import type { Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { createClosedWorld } from './closed-world.ts';
import { refuseMissingSecrets } from './missing-secrets.ts';
import type { ReadPipelineText } from './pipeline-memory.ts';
import { createChildFinder } from './prepare-run.ts';
import type { OpenWorld, RunWorld } from './run-world.ts';

export interface TakeUpParts {
  readonly journal: Journal;
  readonly components: ReadonlyMap<string, Component>;
  readonly workspace: Workspace;
  readonly openWorld: OpenWorld;
  readonly readPipeline: ReadPipelineText;
  /** The world that was kept for a run which has waited for its turn. */
  readonly takeWorld: (runId: RunId) => RunWorld | undefined;
}

/**
 * Makes the world of an open run again and resumes it in there, with the definition that it began with.
 * `hostOf` is the run whose host facts count: itself, or for a child the one at the top. `onReady` is awaited when nothing
 * stands in the way any more, before the first event of the run.
 * @throws {RunnerError} when the run cannot go on: its profile, its secrets or its definition are not there.
 */
export async function takeUpRun(
  { runId, hostOf, onReady }: { readonly runId: RunId; readonly hostOf: RunId; onReady(): Promise<void> },
  { journal, components, workspace, openWorld, readPipeline, takeWorld }: TakeUpParts,
): Promise<{ readonly handle: RunHandle; readonly world: RunWorld }> {
  const pinned = await readPinned(journal, runId);
  const host = RunHost.parse((await journal.pinned(hostOf))?.host ?? {});
  const { profile, sandbox } = host;
  const world = takeWorld(runId) ?? (await openWorld({ profile, sandbox }));
  try {
    refuseMissingSecrets(pinned.pipeline, world, host.givenSecrets);
    const findPipeline = createChildFinder(host, { workspace, readPipeline });
    const { gate, secrets, env } = world;
    await onReady();
    const handle = resumeRun(runId, pinned.pipeline, { journal, gate, secrets, env, findPipeline }, components);
    await handle.accepted;
    return { handle, world };
  } catch (error) {
    await world.close();
    throw error;
  }
}

/**
 * Ends an open run at once, whatever has become of its profile and secrets: nothing of it is performed any more.
 * @throws {RunnerError} when nothing is known of its definition.
 */
export async function endRun(
  runId: RunId,
  reason: string,
  { journal, components, now }: Pick<TakeUpParts, 'journal' | 'components'> & { readonly now: () => number },
): Promise<{ readonly handle: RunHandle; readonly world: RunWorld }> {
  const { pipeline } = await readPinned(journal, runId);
  const world = createClosedWorld(now);
  const { gate, secrets, env } = world;
  const ports = { journal, gate, secrets, env, findPipeline: async () => undefined };
  const handle = resumeRun(runId, pipeline, ports, components);
  handle.cancel(reason, { isForced: true }); // before its first turn, so that nothing of it begins
  await handle.accepted;
  return { handle, world };
}

async function readPinned(journal: Journal, runId: RunId): Promise<PinnedRun> {
  const pinned = await journal.pinned(runId);
  if (pinned === undefined) throw notResumable('nothing is stored of its definition');
  if (pinned.engineVersion > ENGINE_VERSION) throw notResumable('it was started by a newer version of FlowMason');
  return pinned;
}

function notResumable(why: string): RunnerError {
  return new RunnerError('request_invalid', `The run cannot be taken up: ${why}.`);
}
