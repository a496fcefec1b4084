import type { Component, Secrets } from '@flowmason/engine';
import { isFinished, type Run, type RunEvent, type RunId, type RunSummary } from '@flowmason/pipeline-schema';
import { PART_LENGTH, type RunStore } from '../run-store.ts';
import type { Workspace } from '../runner.ts';
import { createAcceptance } from './accept-run.ts';
import { createActiveRuns } from './active-runs.ts';
import { createCommitFeed } from './commit-feed.ts';
import { createIdempotentStarts } from './idempotent-starts.ts';
import { listRuns } from './list-runs.ts';
import { createPipelineMemory } from './pipeline-memory.ts';
import { createRecovery, joinOpenRuns } from './recover-runs.ts';
import type { OwnedRuns } from './run-feed.ts';
import { createRunRegistry } from './run-registry.ts';
import { createRunTrees } from './run-trees.ts';
import type { OpenWorld } from './run-world.ts';
import { createSteering } from './steer-runs.ts';
import { createQueuedRuns } from './turns/queued-runs.ts';
import { createRunTurns, type TurnLimits } from './turns/run-turns.ts';
import { createRunsForPeople } from './turns/runs-for-people.ts';
import { withUndecidedChildren } from './undecided-children.ts';

export interface RunServiceParts {
  /** Owned by this process alone. */
  readonly store: RunStore;
  readonly components: ReadonlyMap<string, Component>;
  readonly workspace: Workspace;
  readonly openWorld: OpenWorld;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hides every secret that the process knows. */
  readonly mask: Secrets['mask'];
  /** Told of a run that broke off by a mistake of ours; everything else ends in the run's journal. */
  readonly onDefect: (runId: RunId, error: unknown) => void;
  /** Told of all events after they have been committed. Must not throw. */
  readonly onCommit?: (events: readonly RunEvent[]) => void;
  readonly limits?: Partial<TurnLimits>;
  /** The process that has the data directory which this store lies beside: it sees to the turns of runs. */
  readonly turnsAreWith?: string | undefined;
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
  const { journal } = store;
  const feed = createCommitFeed(store);
  const readPipeline = createPipelineMemory(parts.components);
  const registry = createRunRegistry(store);
  const starts = createIdempotentStarts({ findStart: store.findStart, now });
  const active = createActiveRuns({
    onDefect,
    onBroken(runId, error) {
      onDefect(runId, error);
      return recovery.setAside(runId);
    },
  });
  let isLeaving = false;
  let worksOnAll = false;
  let isRecovering = false;
  const turns = createRunTurns(parts.limits);
  joinOpenRuns(store, turns);
  const trees = createRunTrees(store);
  trees.takeIn(store.openRuns());
  const takeWorld = (runId: RunId) => queued.takeWorld(runId);
  const recovery = createRecovery({
    ...parts,
    journal,
    active,
    turns,
    trees,
    readPipeline,
    takeWorld,
    isLeaving: () => isLeaving,
    onFreed: () => queued.startDue(),
    onTakenUp: (runId) => forPeople.look(runId),
  });
  const forPeople = createRunsForPeople({
    find: store.find,
    get: registry.get,
    trees,
    turns,
    onDefect,
    onFreed: () => queued.startDue(),
  });
  const queued = createQueuedRuns({
    ...parts,
    turns,
    journal,
    takeUp: recovery.takeUp,
    cancelRun: (runId, reason) => steering.cancel(runId, reason),
    mayBeReplaced: forPeople.mayBeReplaced,
    isPaused: () => isLeaving || isRecovering,
  });
  const steering = createSteering({ ...parts, registry, active, trees, recovery, queued, feed });
  const accept = createAcceptance({
    ...parts,
    readPipeline,
    journal,
    active,
    turns,
    queued,
    worksOnAll: () => worksOnAll,
  });
  feed.onCommit((events) => {
    registry.note(events);
    trees.note(events);
    for (const { type, run_id } of events) {
      if (type === 'run.started') turns.begun(run_id);
      else if (type === 'run.finished' && turns.has(run_id)) queued.leave(run_id);
    }
    forPeople.note(events);
  });
  if (parts.onCommit) feed.onCommit(parts.onCommit);

  const get = async (runId: RunId): Promise<Run> => asItStands(await registry.get(runId));
  /** With what follows from other runs. */
  const asItStands = <Shown extends RunSummary>(run: Shown): Shown => {
    if (isFinished(run)) return run;
    const queue = turns.queueOf(run.id);
    return withUndecidedChildren(queue ? { ...run, queue } : run, { ...trees, find: store.find });
  };
  const recover = async (): Promise<void> => {
    worksOnAll = true;
    isRecovering = true;
    try {
      await recovery.readmit();
      await queued.replaceAll();
      await recovery.goOn();
    } finally {
      isRecovering = false;
    }
    queued.startDue();
  };

  const followRun: OwnedRuns['followRun'] = (runId, afterSeq, reader) => {
    registry.require(runId);
    const isAtEnd = (seq: number): boolean => {
      registry.require(runId); // an ended run may have been removed since
      return registry.isAtEnd(runId, seq);
    };
    return feed.followRun({ runId, afterSeq, isAtEnd }, reader);
  };

  return {
    async start(request, options = {}) {
      const { idempotencyKey } = options;
      if (idempotencyKey === undefined) return get(await accept(request, options));
      return get(
        await starts.once(idempotencyKey, request, async (hash) => registry.get(await accept(request, options, hash))),
      );
    },
    get,
    async list(query) {
      const page = listRuns(store, query);
      return { ...page, items: page.items.map(asItStands) };
    },
    resume: async (runId) => asItStands(await steering.resume(runId)),
    cancel: steering.cancel,
    resolve: steering.resolve,
    async *follow(runId, afterSeq, signal) {
      for await (const { entries } of followRun(runId, afterSeq, { signal })) {
        for (const { entry } of entries) {
          if (signal.aborted) return;
          yield entry.event;
        }
      }
    },
    followRun,
    followAll: feed.followAll,
    async *events(runId, afterSeq) {
      registry.require(runId);
      for (let seq = afterSeq; ; ) {
        const events = await journal.readPart(runId, seq, PART_LENGTH);
        const last = events.at(-1);
        if (last === undefined) return;
        seq = last.seq;
        yield events;
      }
    },
    lastRunIds: store.lastRunIds,
    recover,
    async adopt() {
      if ((await store.adopt()) === 0) return;
      trees.takeIn(store.openRuns());
      await recover();
    },
    prune: store.prune,
    async leave(limit) {
      isLeaving = true;
      await queued.close();
      await active.leaveAll(limit);
    },
  };
}
