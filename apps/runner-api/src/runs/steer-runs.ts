import { type Component, checkDecision, EngineError, type RunHandle, type StageDecision } from '@flowmason/engine';
import { isFinished, type Run, type RunId, type UndecidedChild } from '@flowmason/pipeline-schema';
import type { RunStore } from '../run-store.ts';
import type { RunService } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import type { ActiveRuns } from './active-runs.ts';
import type { CommitFeed } from './commit-feed.ts';
import type { Recovery } from './recover-runs.ts';
import type { RunRegistry } from './run-registry.ts';
import type { RunTrees } from './run-trees.ts';
import type { QueuedRuns } from './turns/queued-runs.ts';
import { undecidedChildren } from './undecided-children.ts';

export interface SteeringParts {
  readonly store: Pick<RunStore, 'openRuns' | 'journal' | 'find'>;
  readonly components: ReadonlyMap<string, Component>;
  readonly registry: RunRegistry;
  readonly active: ActiveRuns;
  readonly trees: Pick<RunTrees, 'topOf' | 'childrenOf' | 'needsDecision'>;
  readonly recovery: Recovery;
  readonly queued: Pick<QueuedRuns, 'cancel'>;
  readonly feed: Pick<CommitFeed, 'bellFor'>;
}

/** How long an answer to a cancel waits until the cancel is recorded, or for the end when that is to come at once. */
const CANCEL_WAIT_MS = 1000;
/** How long a decision waits for a child run to be taken up by its parent. */
const CHILD_WAIT_MS = 10_000;

/** What a person does to a run that is open: lets it go on, ends it, or decides for a stage. */
export function createSteering(parts: SteeringParts): Pick<RunService, 'resume' | 'cancel' | 'resolve'> {
  const { store, components, registry, active, trees, recovery, queued, feed } = parts;

  const requireOpen = async (runId: RunId, what: string): Promise<Run> => {
    const run = await registry.get(runId);
    if (isFinished(run)) {
      throw new RunnerError('run_finished', `The run ${runId} has ended (${run.status}); there is nothing to ${what}.`);
    }
    return run;
  };
  /** The open run that a child goes on, and ends, with. */
  const openParentOf = ({ parent }: Run): RunId | undefined => {
    const isOpen = parent !== undefined && store.openRuns().some(({ runId }) => runId === parent.run_id);
    return isOpen ? parent.run_id : undefined;
  };
  const requireTop = (run: Run, what: string): void => {
    const parentId = openParentOf(run);
    if (parentId === undefined) return;
    throw new RunnerError(
      'request_invalid',
      `The run ${run.id} is part of the run ${parentId}. ${what} that one: it takes this one along.`,
    );
  };
  /** The run as it is worked on, taken up for that if need be: a child by its parent. */
  const reach = async (run: Run): Promise<RunHandle | undefined> => {
    const parentId = openParentOf(run);
    if (parentId !== undefined) {
      const parent = await reach(await registry.get(parentId));
      return parent?.child(run.id, AbortSignal.timeout(CHILD_WAIT_MS));
    }
    if (!active.find(run.id)) {
      refuseHeld(run.id); // others may have held it meanwhile
      await recovery.resume(run.id);
    }
    return active.find(run.id);
  };
  /** Taking a held run up for a decision would send more than what was decided on. */
  const refuseHeld = (runId: RunId): void => {
    const topId = trees.topOf(runId);
    const isHeld = store.openRuns().some((run) => run.runId === topId && run.hold !== undefined);
    if (isHeld && !active.find(topId)) throw heldError(runId, topId);
  };
  /** A decision that would be refused is no reason to take up a run that nobody works on. */
  const judge = async (runId: RunId, key: string, decision: StageDecision): Promise<void> => {
    if (active.find(trees.topOf(runId))) return; // it judges by itself
    const pinned = await store.journal.pinned(runId);
    if (pinned)
      checkDecision({ runId, pinned, events: await store.journal.read(runId) }, { key, decision }, components);
  };
  const untilToldOrLate = async (runId: RunId, isTold: (run: Run) => boolean): Promise<Run> => {
    const signal = AbortSignal.timeout(CANCEL_WAIT_MS);
    const bell = feed.bellFor(runId, signal);
    try {
      let run = await registry.get(runId);
      while (!signal.aborted && !isTold(run)) {
        await bell.next();
        run = await registry.get(runId);
      }
      return run;
    } finally {
      bell.close();
    }
  };

  return {
    async resume(runId) {
      const run = await requireOpen(runId, 'resume');
      if (!active.find(runId)) {
        requireTop(run, 'Resume');
        await recovery.resume(runId);
      }
      return registry.get(runId);
    },
    async cancel(runId, reason, options = {}) {
      const run = await requireOpen(runId, 'cancel');
      if (!active.find(runId)) {
        requireTop(run, 'Cancel');
        if (run.started_at === null && (await queued.cancel(runId, reason, options.by))) return registry.get(runId);
        await recovery.end(runId, { reason, ...options });
      }
      active.find(runId)?.cancel(reason, options); // harmless for one that was taken up to be ended
      return untilToldOrLate(runId, (now) => isFinished(now) || (!options.isForced && now.cancelling === true));
    },
    async resolve(runId, stageKey, decision) {
      const run = await requireOpen(runId, 'decide');
      const status = run.stages[stageKey]?.status;
      if (status === undefined)
        throw new RunnerError('stage_not_found', `The run ${runId} has no stage "${stageKey}".${whatWaits(run)}`);
      refuseHeld(runId);
      if (status !== 'waiting' && status !== 'running') {
        throw new RunnerError(
          'stage_not_waiting',
          `The stage ${stageKey} does not wait for a decision: it is ${status}.${whatWaits(run)}`,
        );
      }
      const known = { ...trees, find: store.find };
      const below = undecidedChildren(known, runId).find(({ stage }) => stage === stageKey);
      if (below) throw decideBelow(stageKey, below);
      try {
        await judge(runId, stageKey, decision);
        const handle = await reach(run);
        if (!handle) throw new RunnerError('stage_not_waiting', `The run ${runId} is just being taken up; try again.`);
        await handle.resolve(stageKey, decision);
      } catch (error) {
        throw error instanceof EngineError ? toRunnerError(error) : error;
      }
      return registry.get(runId);
    },
  };
}

function whatWaits({ undecided = [] }: Run): string {
  return undecided.length === 0 ? '' : ` These stages of the run wait for one: ${undecided.slice(0, 10).join(', ')}.`;
}

function decideBelow(stageKey: string, { run_id, undecided }: UndecidedChild): RunnerError {
  const [key = ''] = undecided;
  return new RunnerError(
    'stage_not_waiting',
    `The stage ${stageKey} does not wait for a decision itself: the run ${run_id} below it does. Decide there: fm resolve ${run_id} '${key}' --as done|failed|retry`,
  );
}

function heldError(runId: RunId, topId: RunId): RunnerError {
  const what = runId === topId ? `The run ${runId} is held` : `The run ${topId}, which ${runId} is part of, is held`;
  return new RunnerError(
    'run_held',
    `${what}, so nothing was decided, and nothing is sent. Look at why ("fm show ${topId}"), then resume it ("fm resume ${topId}") or cancel it ("fm cancel ${topId}"): once it goes on, decide on what still waits.`,
  );
}

function toRunnerError(error: EngineError): Error {
  const { message, code } = error;
  switch (code) {
    case 'stage_unknown':
      return new RunnerError('stage_not_found', message, { cause: error });
    case 'stage_not_waiting':
    case 'output_invalid':
    case 'run_finished':
      return new RunnerError(code, message, { cause: error });
    case 'run_left':
      return new RunnerError(
        'stage_not_waiting',
        'The runner is stopping, so nothing was decided. Decide when it is back.',
        { cause: error },
      );
    default:
      return error;
  }
}
