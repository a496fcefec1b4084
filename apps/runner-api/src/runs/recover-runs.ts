import { isFinished, type RunId } from '@flowmason/pipeline-schema';
import type { Hold, OpenRun, RunStore } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';
import type { ActiveRuns } from './active-runs.ts';
import { endRun, type TakeUpParts, takeUpRun } from './take-up-run.ts';

export interface RecoveryParts extends TakeUpParts {
  readonly store: RunStore;
  readonly active: ActiveRuns;
  readonly now: () => number;
  readonly onDefect: (runId: RunId, error: unknown) => void;
  /** True once the process leaves its runs: nothing more is taken up. */
  readonly isLeaving: () => boolean;
}

/** Takes up runs that a process has left. */
export interface Recovery {
  /** See `OwnedRuns.recover`. */
  recoverAll(): Promise<void>;
  /**
   * Releases an open run and takes it up.
   * @throws {RunnerError} why it cannot go on; it is then held with that reason.
   */
  resume(runId: RunId): Promise<void>;
  /**
   * Ends an open run that nobody works on at once, also one that could not go on.
   * @throws {RunnerError} when nothing is known of its definition.
   */
  endAtOnce(runId: RunId, reason: string): Promise<void>;
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
  const { store, journal, active, now, onDefect } = parts;

  const writeHold = async (runId: RunId, held: string | undefined): Promise<void> => {
    const summary = store.find(runId);
    if (summary === undefined || isFinished(summary) || summary.held === held) return;
    const t = Math.max(0, now() - Date.parse(summary.created_at));
    const at = new Date(Date.parse(summary.created_at) + t).toISOString();
    await journal.append(runId, summary.seq, [{ type: 'run.waiting', at, t, ...(held !== undefined && { held }) }]);
  };
  const hold = async (runId: RunId, reason: Hold): Promise<void> => {
    await store.hold(runId, reason);
    await writeHold(runId, reason.reason);
  };
  const release = async (runId: RunId): Promise<void> => {
    await store.hold(runId, undefined);
    await writeHold(runId, undefined);
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
  const end = async (runId: RunId, reason: string): Promise<void> => {
    const { handle, world } = await endRun(runId, reason, parts);
    active.add(handle, world);
  };
  const begin = async (runId: RunId, isHeld: boolean): Promise<void> => {
    const parentId = store.find(runId)?.parent?.run_id;
    const onReady = async () => (isHeld ? release(runId) : undefined);
    try {
      const { handle, world } = await takeUpRun({ runId, hostOf: topOf(store, runId), onReady }, parts);
      active.add(handle, world);
      if (parentId !== undefined) handle.cancel(`the run ${parentId} that started it has ended`);
    } catch (error) {
      await hold(runId, { kind: 'not_ready', reason: holdText(error) });
      throw error;
    }
  };
  const recover = async ({ runId, hold: held }: OpenRun): Promise<void> => {
    try {
      await takeUp(runId, held !== undefined);
    } catch (error) {
      if (!(error instanceof RunnerError)) onDefect(runId, error); // the others are told by the run itself
    }
  };

  return {
    resume: (runId) => takeUp(runId, true),
    endAtOnce: (runId, reason) => once(runId, () => end(runId, reason)),
    setAside: (runId) => hold(runId, { kind: 'quarantined', reason: BROKEN }),
    async recoverAll() {
      const due: OpenRun[] = [];
      for (const run of openTops(store)) {
        if (active.find(run.runId) || run.hold?.kind === 'quarantined') continue;
        if (run.hold?.kind === 'restored') {
          const { runId, hold: restored } = run;
          await guarded(runId, onDefect, () => writeHold(runId, restored.reason));
          continue;
        }
        if (run.crashCount < MAX_CRASHES) due.push(run);
        else await guarded(run.runId, onDefect, () => hold(run.runId, quarantine(run)));
      }
      for (let first = 0; first < due.length && !parts.isLeaving(); first += AT_ONCE) {
        const batch = due.slice(first, first + AT_ONCE);
        const runIds = batch.map(({ runId }) => runId);
        await store.noteTakeUp(runIds, 'begins');
        await Promise.all(batch.map((run) => guarded(run.runId, onDefect, () => recover(run))));
        await store.noteTakeUp(runIds, 'over');
      }
    },
  };
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
function openTops(store: RunStore): readonly OpenRun[] {
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

/** The run that was started from outside and that `runId` is part of. */
function topOf(store: RunStore, runId: RunId): RunId {
  const parent = store.find(runId)?.parent?.run_id;
  return parent === undefined ? runId : topOf(store, parent);
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
