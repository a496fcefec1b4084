import {
  type Component,
  cancelQueuedRun,
  queueRun,
  type RunPorts,
  type RunRequest,
  type Secrets,
} from '@flowmason/engine';
import type { RunId } from '@flowmason/pipeline-schema';
import { createClosedWorld } from '../closed-world.ts';
import type { RunWorld } from '../run-world.ts';
import { replaceReason } from './refusals.ts';
import type { RunTurns } from './run-turns.ts';

export interface QueuedRunsParts {
  readonly turns: RunTurns;
  readonly journal: RunPorts['journal'];
  readonly components: ReadonlyMap<string, Component>;
  readonly now: () => number;
  /** Hides every secret that the process knows. */
  readonly mask: Secrets['mask'];
  /** Takes up a run whose turn has come. One that cannot go on is held, and says so itself. */
  readonly takeUp: (runId: RunId) => Promise<void>;
  /** Cancels a run, in whatever state it is. */
  readonly cancelRun: (runId: RunId, reason: string) => Promise<unknown>;
  /** False for a run that waits for a person: nobody but that person ends it. */
  readonly mayBeReplaced: (runId: RunId) => boolean;
  readonly onDefect: (runId: RunId, error: unknown) => void;
  /** True while nobody is to be started: recovery does it a few at a time, or the process is leaving its runs. */
  readonly isPaused: () => boolean;
}

/** The runs that wait for their turn: each is an entry in a line and its first event in the journal, and nothing else. */
export interface QueuedRuns {
  /**
   * Records the run, which has joined its line, and sees to it that it starts when its turn comes. Closes `world`, or keeps
   * it while it has secrets that are stored nowhere.
   * @throws what the journal throws; then nothing is recorded.
   */
  add(
    queued: { readonly run: RunRequest; readonly world: RunWorld; readonly hasGivenSecrets: boolean },
    ports: RunPorts,
  ): Promise<void>;
  /** Ends a run that has not begun; false when somebody is starting it already. */
  cancel(runId: RunId, reason: string, by?: string): Promise<boolean>;
  /** Ends the runs that stand before this one in its line, as the policy `replace` wants it. Those that wait for a person stay. */
  replaceBefore(runId: RunId): Promise<void>;
  /** The same for every run in line that wants it: a process that has ended may not have come to it. */
  replaceAll(): Promise<void>;
  /** The world that was kept for the run; it is the caller's from now on. */
  takeWorld(runId: RunId): RunWorld | undefined;
  /** The run has ended or was never recorded: whoever comes next starts. */
  leave(runId: RunId): void;
  /** Starts all runs whose turn has come. */
  startDue(): void;
  /** Gives up what is kept; the runs are taken up by a later process. */
  close(): Promise<void>;
}

/** Queued runs over `turns`. */
export function createQueuedRuns(parts: QueuedRunsParts): QueuedRuns {
  const { turns, journal, components, onDefect } = parts;
  const worlds = new Map<RunId, RunWorld>();
  const ending = new Map<RunId, Promise<void>>();

  const takeWorld = (runId: RunId): RunWorld | undefined => {
    const world = worlds.get(runId);
    worlds.delete(runId);
    return world;
  };
  const start = async (runId: RunId): Promise<void> => {
    try {
      await parts.takeUp(runId);
    } catch (error) {
      onDefect(runId, error);
    }
  };
  const startDue = (): void => {
    if (parts.isPaused()) return;
    for (let runId = turns.next(); runId !== undefined; runId = turns.next()) void start(runId);
  };
  const end = async (runId: RunId, reason: string, by: string | undefined): Promise<void> => {
    const pinned = await journal.pinned(runId);
    if (pinned === undefined) throw new Error(`nothing is stored of the definition of the run ${runId}`);
    const world = takeWorld(runId) ?? createClosedWorld(parts);
    try {
      const { gate, secrets, env } = world;
      const ports: RunPorts = { journal, gate, secrets, env, findPipeline: async () => undefined };
      const cancelled = { runId, pipeline: pinned.pipeline, reason, ...(by !== undefined && { by }) };
      await cancelQueuedRun(cancelled, ports, components);
    } finally {
      await world.close();
    }
  };
  const cancel = async (runId: RunId, reason: string, by?: string): Promise<boolean> => {
    const current = ending.get(runId);
    if (current === undefined && turns.isAtWork(runId)) return false;
    const ended = current ?? end(runId, reason, by).finally(() => ending.delete(runId));
    ending.set(runId, ended);
    turns.leave(runId);
    await ended;
    startDue();
    return true;
  };
  /** What goes wrong with the end of one run concerns no other. */
  const told = async (runId: RunId, ended: Promise<unknown>): Promise<void> => {
    try {
      await ended;
    } catch (error) {
      onDefect(runId, error);
    }
  };
  const replaceBefore = async (runId: RunId): Promise<void> => {
    const reason = replaceReason(runId);
    // Those that wait leave their line at this moment: none of them is to take the turn that is about to become free.
    const waiting = turns.before(runId).filter((before) => !turns.hasTurn(before));
    await Promise.all(waiting.map((before) => told(before, cancel(before, reason))));
    const working = turns.before(runId).filter(parts.mayBeReplaced);
    await Promise.all(working.map((before) => told(before, parts.cancelRun(before, reason))));
  };
  const close = async (runId: RunId, world: RunWorld): Promise<void> => {
    try {
      await world.close();
    } catch (error) {
      onDefect(runId, error); // the run is recorded, and starts whatever becomes of this world
    }
  };

  return {
    async add({ run, world, hasGivenSecrets }, ports) {
      const { runId, concurrency } = run;
      await queueRun(run, ports);
      if (hasGivenSecrets) worlds.set(runId, world);
      turns.release(runId);
      startDue();
      if (concurrency?.policy === 'replace') void replaceBefore(runId);
      if (!hasGivenSecrets) await close(runId, world);
    },
    cancel,
    replaceBefore,
    async replaceAll() {
      for (const runId of turns.replacing()) await replaceBefore(runId);
    },
    takeWorld,
    leave(runId) {
      turns.leave(runId);
      startDue();
    },
    startDue,
    async close() {
      const kept = [...worlds];
      worlds.clear();
      await Promise.all(kept.map(([runId, world]) => close(runId, world)));
    },
  };
}
