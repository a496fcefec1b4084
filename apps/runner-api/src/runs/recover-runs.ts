import type { Secrets } from '@flowmason/engine';
import { isFinished, type RunId } from '@flowmason/pipeline-schema';
import type { Hold, OpenRun, RunStore } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';
import type { ActiveRuns } from './active-runs.ts';
import { createRunHolds } from './run-holds.ts';
import type { RunTrees } from './run-trees.ts';
import { endRun, type RunEnding, type TakeUpParts, takeUpRun } from './take-up-run.ts';
import { topOf } from './top-run.ts';
import { refuseToHurry } from './turns/refusals.ts';
import type { RunTurns } from './turns/run-turns.ts';

export interface RecoveryParts extends TakeUpParts {
  readonly store: RunStore;
  readonly active: ActiveRuns;
  readonly turns: RunTurns;
  readonly now: () => number;
  readonly trees: Pick<RunTrees, 'childrenOf'>;
  /** Hides every secret that the process knows. */
  readonly mask: Secrets['mask'];
  readonly onDefect: (runId: RunId, error: unknown) => void;
  /** True once the process leaves its runs: nothing more is taken up. */
  readonly isLeaving: () => boolean;
  /** Told when a run has been held, and its place is free. */
  readonly onFreed: () => void;
  /** Told when a run is worked on again. */
  readonly onTakenUp: (runId: RunId) => void;
}

/** Takes up runs that a process has left, and runs whose turn has come. */
export interface Recovery {
  /** Lets every open run of the store go on when its time comes; holds those that crashes have been counted against. */
  readmit(): Promise<void>;
  /** Takes up all runs that may start now, a few at a time. */
  goOn(): Promise<void>;
  /**
   * Releases an open run and takes it up. One that has not begun, and whose turn has not come, is only released.
   * @throws {RunnerError} why it cannot go on; it is then held with that reason. `concurrency_conflict` for a run that only
   * waits for its turn.
   */
  resume(runId: RunId): Promise<void>;
  /**
   * Ends an open run that nobody works on: takes it up for its finally blocks and nothing else. With `isForced` it is ended
   * at once, also when it could not go on.
   * @throws {RunnerError} why it cannot be taken up; a hold that it had stays. Forced only when nothing is known of its definition.
   */
  end(runId: RunId, ending: RunEnding): Promise<void>;
  /** Takes up a run that has its place among those that are worked on. Whatever keeps it from going on holds it. */
  takeUp(runId: RunId): Promise<void>;
  /** Keeps a run apart that broke off by a mistake of ours. */
  setAside(runId: RunId): Promise<void>;
}

/** Runs that are taken up at once. Many that all send their requests again in one moment would be a burst. */
const AT_ONCE = 16;
/** `safety.md` calls it a poison run: one that takes the process down each time it is taken up. */
const MAX_CRASHES = 3;

/**
 * Recovery of the runs in `store`. A child is taken up by its parent, and what holds the child holds the parent; only a
 * child whose parent has ended is taken up by itself, to be ended.
 */
export function createRecovery(parts: RecoveryParts): Recovery {
  const { store, active, turns, onDefect } = parts;

  const holds = createRunHolds(parts);
  const isOpen = (runId: RunId): boolean => {
    const summary = store.find(runId);
    return summary !== undefined && !isFinished(summary);
  };
  const hold = async (runId: RunId, reason: Hold): Promise<void> => {
    await holds.hold(runId, reason);
    turns.rest(runId);
    parts.onFreed();
  };
  /** Recovery and a person may ask for the same run at once; it is taken up once. */
  const takingUp = new Map<RunId, Promise<void>>();
  const once = (runId: RunId, task: () => Promise<void>): Promise<void> => {
    if (active.find(runId)) return Promise.resolve();
    const taken = takingUp.get(runId) ?? task().finally(() => takingUp.delete(runId));
    takingUp.set(runId, taken);
    return taken;
  };
  const takeUp = (runId: RunId, isHeld: boolean): Promise<void> => once(runId, () => begin(runId, isHeld));
  const endAtOnce = async (runId: RunId, ending: RunEnding): Promise<void> => {
    const { handle, world } = await endRun(runId, ending, parts);
    active.add(handle, world);
  };
  /** Its hold is lifted when it is told to end, and not before: a crash in between must not let it go on. */
  const endInOrder = async (runId: RunId, ending: RunEnding): Promise<void> => {
    const taken = { runId, hostOf: topOf(store, runId), ending, onReady: async () => undefined };
    const { handle, world } = await takeUpRun(taken, parts);
    active.add(handle, world);
    await store.hold(runId, undefined);
  };
  const begin = async (runId: RunId, isHeld: boolean): Promise<void> => {
    if (!isOpen(runId)) {
      turns.leave(runId);
      parts.onFreed();
      return;
    }
    const parentId = store.find(runId)?.parent?.run_id;
    const ending = parentId === undefined ? undefined : { reason: `the run ${parentId} that started it has ended` };
    const onReady = async () => (isHeld ? holds.release(runId) : undefined);
    try {
      const { handle, world } = await takeUpRun({ runId, hostOf: topOf(store, runId), ending, onReady }, parts);
      active.add(handle, world);
      parts.onTakenUp(runId);
    } catch (error) {
      await hold(runId, { kind: 'not_ready', reason: holdText(error) });
      throw error;
    }
  };
  const recover = async (runId: RunId): Promise<void> => {
    const isHeld = store.find(runId)?.held !== undefined || heldAtStart.delete(runId);
    try {
      await takeUp(runId, isHeld);
    } catch (error) {
      if (!(error instanceof RunnerError)) onDefect(runId, error); // the others are told by the run itself
    }
  };
  /** With a note that a crash meanwhile counts against them. */
  const recoverNoted = async (runIds: readonly RunId[]): Promise<void> => {
    await store.noteTakeUp(runIds, 'begins');
    await Promise.all(runIds.map((runId) => guarded(runId, onDefect, () => recover(runId))));
    await store.noteTakeUp(runIds, 'over');
  };
  /** Of one that begins now, its start is the note. */
  const recoverLate = (runId: RunId): Promise<void> =>
    store.find(runId)?.started_at === null ? recover(runId) : recoverNoted([runId]);
  /** Held by an earlier process that may not have come to say so in the run's journal. */
  const heldAtStart = new Set<RunId>();
  const takeIn = async (run: OpenRun): Promise<void> => {
    const { runId, hold: held } = run;
    if (active.find(runId)) return;
    if (held && run.isDamaged) await holds.holdDamaged(runId, held); // and then the log hears of it
    if (!isOpen(runId)) return; // others were waited for, and it may have ended meanwhile
    if (!turns.has(runId)) joinLine(turns, run);
    if (held && held.kind !== 'not_ready') return holds.tell(runId, held.reason);
    if (run.crashCount >= MAX_CRASHES) return hold(runId, quarantine(run));
    if (held) heldAtStart.add(runId);
    turns.release(runId);
  };
  const nextBatch = (): readonly RunId[] => {
    const batch: RunId[] = [];
    while (batch.length < AT_ONCE && !parts.isLeaving()) {
      const runId = turns.next();
      if (runId === undefined) break;
      batch.push(runId);
    }
    return batch;
  };
  /** A person wants it to be worked on, so it waits for no place. */
  const enterAtOnce = (runId: RunId): void => {
    if (!turns.has(runId)) turns.joinBegun({ runId, concurrency: store.find(runId)?.concurrency });
    turns.begin(runId, { isUrgent: true });
  };
  /** One that has not begun starts in its turn, whoever asks for it. */
  const resumeUnbegun = async (runId: RunId): Promise<void> => {
    const isHeld = store.find(runId)?.held !== undefined;
    if (!turns.has(runId)) turns.join({ runId, concurrency: store.find(runId)?.concurrency });
    turns.release(runId);
    if (turns.begin(runId)) return takeUp(runId, true);
    if (isHeld) await holds.release(runId);
    else refuseToHurry(runId, turns.queueOf(runId)?.reason ?? '');
  };

  return {
    async end(runId, ending) {
      if (ending.isForced) return once(runId, () => endAtOnce(runId, ending));
      enterAtOnce(runId);
      try {
        await once(runId, () => endInOrder(runId, ending));
      } catch (error) {
        turns.rest(runId);
        parts.onFreed();
        throw error;
      }
    },
    async resume(runId) {
      const run = store.find(runId);
      if (run?.started_at === null && !turns.isAtWork(runId)) return resumeUnbegun(runId);
      enterAtOnce(runId);
      return takeUp(runId, true);
    },
    takeUp: (runId) => guarded(runId, onDefect, () => recoverLate(runId)),
    setAside: (runId) => hold(runId, { kind: 'quarantined', reason: BROKEN }),
    async readmit() {
      for (const run of openTops(store)) await guarded(run.runId, onDefect, () => takeIn(run));
    },
    async goOn() {
      for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) await recoverNoted(batch);
    },
  };
}

/**
 * Lets all open runs of the store join their lines, those that have begun first. Nobody starts one until it is released. One
 * that is held before its start stands in no line: nothing of it has happened that would have to be kept apart.
 */
export function joinOpenRuns(store: Pick<RunStore, 'openRuns'>, turns: RunTurns): void {
  const open = openTops(store);
  for (const run of open) if (run.hasBegun) joinLine(turns, run);
  for (const run of open) if (!run.hasBegun) joinLine(turns, run);
}

function joinLine(turns: RunTurns, { runId, concurrency, hasBegun, hold }: OpenRun): void {
  if (hasBegun) turns.joinBegun({ runId, concurrency });
  else if (hold === undefined || hold.kind === 'not_ready') turns.join({ runId, concurrency });
}

/** One run that cannot even be held must not keep the others from going on. */
async function guarded(runId: RunId, onDefect: RecoveryParts['onDefect'], task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    onDefect(runId, error);
  }
}

/** Open runs that no other open run takes up; each with the crashes of its worst child. */
function openTops(store: Pick<RunStore, 'openRuns'>): readonly OpenRun[] {
  const open = new Map(store.openRuns().map((run) => [run.runId, run]));
  const topOf = (run: OpenRun): OpenRun => {
    const parent = run.parentId === undefined ? undefined : open.get(run.parentId);
    return parent ? topOf(parent) : run;
  };
  const tops = new Map<RunId, OpenRun>();
  for (const run of open.values()) {
    const top = topOf(run);
    const crashCount = Math.max(run.crashCount, tops.get(top.runId)?.crashCount ?? top.crashCount);
    tops.set(top.runId, { ...top, crashCount });
  }
  return [...tops.values()];
}

const BROKEN =
  'The runner made a mistake with this run, and its log says which. It is kept apart, so that it does no harm; "fm resume" lets it go on.';

function quarantine({ runId, crashCount }: OpenRun): Hold {
  return {
    kind: 'quarantined',
    reason: `The runner ended unexpectedly ${crashCount} times in a row while this run was being worked on and came no further, so it is kept apart. Find out why ("fm logs ${runId}"), then let it go on with "fm resume ${runId}" or end it with "fm cancel ${runId}".`,
  };
}

function holdText(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `The run could not go on after a restart of the runner. ${why} It is tried again at the next start, or with "fm resume".`;
}
