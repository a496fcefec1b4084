import {
  type CancelOptions,
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
import { type ClosedWorldParts, createClosedWorld } from './closed-world.ts';
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

/** Why a run is to be ended, and how. */
export interface RunEnding extends CancelOptions {
  readonly reason: string;
}

export interface TakenRun {
  readonly runId: RunId;
  /** The run whose host facts count: itself, or for a child the one at the top. */
  readonly hostOf: RunId;
  /** Given for a run that is taken up to be ended: nothing of it goes on but its finally blocks. */
  readonly ending?: RunEnding | undefined;
  /** Awaited when nothing stands in the way any more, before the first event of the run. */
  onReady(): Promise<void>;
}

/**
 * Makes the world of an open run again and resumes it in there, with the definition that it began with.
 * @throws {RunnerError} when the run cannot go on: its profile, its secrets or its definition are not there.
 */
export async function takeUpRun(
  { runId, hostOf, ending, onReady }: TakenRun,
  { journal, components, workspace, openWorld, readPipeline, takeWorld }: TakeUpParts,
): Promise<{ readonly handle: RunHandle; readonly world: RunWorld }> {
  const pinned = await readPinned(journal, runId);
  const host = RunHost.parse((await journal.pinned(hostOf))?.host ?? {});
  const { profile, sandbox, isByAdmin = true } = host;
  const world = takeWorld(runId) ?? (await openWorld({ profile, sandbox, isByAdmin }));
  try {
    refuseMissingSecrets(pinned.pipeline, world, host.givenSecrets);
    const findPipeline = createChildFinder(host, { workspace, readPipeline });
    const { gate, secrets, env } = world;
    await onReady();
    const handle = resumeRun(runId, pinned.pipeline, { journal, gate, secrets, env, findPipeline }, components);
    if (ending) handle.cancel(ending.reason, ending); // before its first turn, in which requests would be sent again
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
  { reason, by }: RunEnding,
  { journal, components, ...parts }: Pick<TakeUpParts, 'journal' | 'components'> & ClosedWorldParts,
): Promise<{ readonly handle: RunHandle; readonly world: RunWorld }> {
  const { pipeline } = await readPinned(journal, runId);
  const world = createClosedWorld(parts);
  const { gate, secrets, env } = world;
  const ports = { journal, gate, secrets, env, findPipeline: async () => undefined };
  const handle = resumeRun(runId, pipeline, ports, components);
  handle.cancel(reason, { isForced: true, ...(by !== undefined && { by }) }); // before its first turn, so that nothing of it begins
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
