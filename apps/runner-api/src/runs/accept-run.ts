import { randomUUID } from 'node:crypto';
import { type Component, type RunPorts, type RunRequest, recordCancelledRun, startRun } from '@flowmason/engine';
import { type RunConcurrency, RunId, type StartRun } from '@flowmason/pipeline-schema';
import { LOCAL_CALLER } from '../audit.ts';
import { RunHost } from '../run-store.ts';
import type { StartOptions, Workspace } from '../runner.ts';
import type { ActiveRuns } from './active-runs.ts';
import { hostFactsOf } from './host-facts.ts';
import { refuseMissingSecrets } from './missing-secrets.ts';
import type { ReadPipelineText } from './pipeline-memory.ts';
import { createChildFinder, prepareRun } from './prepare-run.ts';
import type { OpenWorld, RunWorld } from './run-world.ts';
import { concurrencyOf } from './turns/concurrency-of.ts';
import type { QueuedRuns } from './turns/queued-runs.ts';
import { refuseOverload, refuseTurn, refuseTurnElsewhere, refuseTurnOfNobody, skipReason } from './turns/refusals.ts';
import type { RunTurns } from './turns/run-turns.ts';

export interface AcceptanceParts {
  readonly components: ReadonlyMap<string, Component>;
  readonly workspace: Workspace;
  readonly openWorld: OpenWorld;
  readonly readPipeline: ReadPipelineText;
  readonly journal: RunPorts['journal'];
  readonly now: () => number;
  readonly active: ActiveRuns;
  readonly turns: RunTurns;
  readonly queued: QueuedRuns;
  /** True when this process sees to it that every open run of the store goes on. */
  readonly worksOnAll: () => boolean;
  /** The process that sees to the turns instead of this one, for people. */
  readonly turnsAreWith?: string | undefined;
}

/**
 * Checks a request, and starts the run, or queues it, or records that it was skipped. Gives its id once it is recorded.
 * `requestHash` is stored with the `Idempotency-Key` of the options.
 * @throws {RunnerError} as `RunService.start`; then nothing is recorded.
 */
export type AcceptRun = (request: StartRun, options: StartOptions, requestHash?: string) => Promise<RunId>;

/**
 * A run joins its line in the moment in which its first event goes to the journal, so that the order of the line is that
 * of the journal, also after a restart.
 */
export function createAcceptance(parts: AcceptanceParts): AcceptRun {
  const { journal, active, turns, queued, components, now } = parts;

  const accept = async (run: RunRequest, ports: RunPorts, world: RunWorld): Promise<void> => {
    const { runId, concurrency } = run;
    if (turns.isFull) refuseOverload();
    const holder = concurrency && turns.holderFor(concurrency);
    if (concurrency && holder !== undefined) {
      if (concurrency.policy === 'skip') return skip(run, { ports, world, holder, concurrency });
      if (concurrency.policy === 'reject') refuseTurn(concurrency, holder);
      if (!parts.worksOnAll()) refuseTurnOfNobody(concurrency, holder);
    }
    turns.join({ runId, concurrency });
    try {
      if (turns.begin(runId)) await start(run, ports, world);
      else await queued.add({ run, world, hasGivenSecrets: RunHost.parse(run.host).givenSecrets !== undefined }, ports);
    } catch (error) {
      queued.leave(runId);
      throw error;
    }
  };
  const start = async (run: RunRequest, ports: RunPorts, world: RunWorld): Promise<void> => {
    const handle = startRun(run, ports, components);
    active.add(handle, world);
    await handle.accepted;
  };
  const skip = async (
    run: RunRequest,
    to: { ports: RunPorts; world: RunWorld; holder: RunId; concurrency: RunConcurrency },
  ): Promise<void> => {
    await recordCancelledRun({ ...run, reason: skipReason(to.concurrency, to.holder) }, to.ports, components);
    await to.world.close();
  };

  return async (request, options, requestHash) => {
    if (turns.isFull) refuseOverload();
    const { pipeline, input, origin } = await prepareRun(request, options, parts);
    if (pipeline.settings.concurrency && parts.turnsAreWith !== undefined) refuseTurnElsewhere(parts.turnsAreWith);
    const { profile, sandbox, secrets, trigger = 'api' } = request;
    const world = closingOnce(
      await parts.openWorld({ profile, sandbox, secrets, isByAdmin: options.isByAdmin ?? true }),
    );
    const runId = newRunId(now());
    try {
      refuseMissingSecrets(pipeline, world);
      const { idempotencyKey: key, traceparent } = options;
      const begun = key !== undefined && requestHash !== undefined && { start: { key, requestHash } };
      const concurrency = concurrencyOf(pipeline, { input, world, nowMs: now() });
      const run: RunRequest = {
        runId,
        pipeline,
        input,
        trigger,
        by: options.by ?? LOCAL_CALLER.name,
        host: {
          ...hostFactsOf(request, options, { origin, world }),
          ...begun,
          ...(traceparent !== undefined && { traceparent }),
        },
        ...(world.profile !== undefined && { profile: world.profile }),
        ...(world.sandbox !== undefined && { sandbox: world.sandbox }),
        ...(concurrency && { concurrency }),
      };
      const { gate, secrets: known, env } = world;
      const findPipeline = createChildFinder(origin, parts);
      await accept(run, { journal, gate, secrets: known, env, findPipeline }, world);
    } catch (error) {
      if (!active.find(runId)) await world.close();
      throw error;
    }
    return runId;
  };
}

/** A start that fails has two who see to its end: whoever works on the run, and whoever asked for it. */
function closingOnce(world: RunWorld): RunWorld {
  let closed: Promise<void> | undefined;
  return {
    ...world,
    close() {
      closed ??= world.close();
      return closed;
    },
  };
}

/**
 * Sorts by the time of its making, and cannot be guessed: 64 random bits. They come from an UUID, because Node has random bytes for
 * many of those in stock and asks the system for all others; what is fixed in it stands between the two parts.
 */
function newRunId(now: number): RunId {
  const uuid = randomUUID();
  return RunId.parse(`${now.toString(36).padStart(9, '0')}-${uuid.slice(0, 8)}${uuid.slice(-8)}`);
}
