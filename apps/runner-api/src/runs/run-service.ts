import { randomBytes } from 'node:crypto';
import { type Component, startRun } from '@flowmason/engine';
import { type Run, type RunEvent, RunId, type StartRun } from '@flowmason/pipeline-schema';
import { LOCAL_CALLER } from '../audit.ts';
import type { RunStore } from '../run-store.ts';
import type { StartOptions, Workspace } from '../runner.ts';
import { createActiveRuns } from './active-runs.ts';
import { createCommitFeed } from './commit-feed.ts';
import { hostFactsOf } from './host-facts.ts';
import { createIdempotentStarts } from './idempotent-starts.ts';
import { listRuns } from './list-runs.ts';
import { refuseMissingSecrets } from './missing-secrets.ts';
import { createPipelineMemory } from './pipeline-memory.ts';
import { createChildFinder, prepareRun } from './prepare-run.ts';
import { createRecovery } from './recover-runs.ts';
import type { OwnedRuns } from './run-feed.ts';
import { createRunRegistry } from './run-registry.ts';
import type { OpenWorld } from './run-world.ts';
import { createSteering } from './steer-runs.ts';

export interface RunServiceParts {
  /** Owned by this process alone. */
  readonly store: RunStore;
  readonly components: ReadonlyMap<string, Component>;
  readonly workspace: Workspace;
  readonly openWorld: OpenWorld;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of a run that broke off by a mistake of ours; everything else ends in the run's journal. */
  readonly onDefect: (runId: RunId, error: unknown) => void;
  /** Told of all events after they have been committed. Must not throw. */
  readonly onCommit?: (events: readonly RunEvent[]) => void;
}

/**
 * The runs of a store, and those of them that this process works on.
 *
 * I1  A run is acknowledged only after its `run.queued` has been committed, and with it all that taking it up needs.
 * I2  Nobody hears of an event before it has been committed (`commit-feed.ts`).
 * I3  A world is open from before the start of its run until after the end, and is closed exactly once.
 */
export function createRunService(parts: RunServiceParts): OwnedRuns {
  const { store, now, onDefect } = parts;
  const feed = createCommitFeed(store.journal);
  const { journal } = feed;
  const readPipeline = createPipelineMemory(parts.components);
  const registry = createRunRegistry({ ...store, journal });
  const starts = createIdempotentStarts({ findStart: store.findStart, now });
  const active = createActiveRuns({
    onDefect,
    onBroken(runId, error) {
      onDefect(runId, error);
      return recovery.setAside(runId);
    },
  });
  let isLeaving = false;
  const recovery = createRecovery({ ...parts, readPipeline, journal, active, isLeaving: () => isLeaving });
  const steering = createSteering({ store, registry, active, recovery, feed });
  feed.onCommit(registry.note);
  if (parts.onCommit) feed.onCommit(parts.onCommit);

  const accept = async (request: StartRun, options: StartOptions, requestHash?: string): Promise<Run> => {
    const { pipeline, input, origin } = await prepareRun(request, options, { ...parts, readPipeline });
    const { profile, sandbox, secrets, trigger = 'api' } = request;
    const world = await parts.openWorld({ profile, sandbox, secrets });
    const runId = newRunId(now());
    try {
      refuseMissingSecrets(pipeline, world);
      const { idempotencyKey: key, traceparent } = options;
      const start = key !== undefined && requestHash !== undefined && { start: { key, requestHash } };
      const handle = startRun(
        {
          runId,
          pipeline,
          input,
          trigger,
          by: options.by ?? LOCAL_CALLER.name,
          host: { ...hostFactsOf(request, origin, world), ...start, ...(traceparent !== undefined && { traceparent }) },
          ...(world.profile !== undefined && { profile: world.profile }),
          ...(world.sandbox !== undefined && { sandbox: world.sandbox }),
        },
        {
          journal,
          gate: world.gate,
          secrets: world.secrets,
          env: world.env,
          findPipeline: createChildFinder(origin, { ...parts, readPipeline }),
        },
        parts.components,
      );
      active.add(handle, world);
      await handle.accepted;
    } catch (error) {
      if (!active.find(runId)) await world.close();
      throw error;
    }
    return registry.get(runId);
  };
  return {
    async start(request, options = {}) {
      const { idempotencyKey } = options;
      if (idempotencyKey === undefined) return accept(request, options);
      const runId = await starts.once(idempotencyKey, request, (hash) => accept(request, options, hash));
      return registry.get(runId);
    },
    get: (runId) => registry.get(runId),
    list: async (query) => listRuns(store, query),
    resume: steering.resume,
    cancel: steering.cancel,
    resolve: steering.resolve,
    async *follow(runId, afterSeq, signal) {
      registry.require(runId);
      const bell = feed.bellFor(runId, signal);
      let seq = afterSeq;
      try {
        while (!signal.aborted) {
          const events = await journal.read(runId, seq);
          for (const event of events) {
            if (signal.aborted) return;
            seq = event.seq;
            yield event;
          }
          if (registry.isAtEnd(runId, seq)) return;
          registry.require(runId); // an ended run may have been removed since
          if (events.length === 0) await bell.next();
        }
      } finally {
        bell.close();
      }
    },
    followAll: feed.followAll,
    async events(runId, afterSeq) {
      registry.require(runId);
      return journal.read(runId, afterSeq);
    },
    lastRunIds: registry.lastRunIds,
    recover: recovery.recoverAll,
    async adopt() {
      if ((await store.adopt()) === 0) return;
      registry.noteOthers();
      await recovery.recoverAll();
    },
    async prune(limits) {
      const step = await store.prune(limits);
      if (step.removed.length > 0) registry.noteOthers();
      return step;
    },
    leave(limit) {
      isLeaving = true;
      return active.leaveAll(limit);
    },
  };
}

/** Sorts by the time of its making, and cannot be guessed. */
function newRunId(now: number): RunId {
  return RunId.parse(`${now.toString(36).padStart(9, '0')}-${randomBytes(8).toString('hex')}`);
}
