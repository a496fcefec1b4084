import type { Readiness } from '../http/probes.ts';
import type { Log } from '../log.ts';
import { keepRetention, removeOld } from '../runs/retention.ts';
import type { OwnedRuns } from '../runs/run-feed.ts';
import type { OwnedStore } from './open-store.ts';

export interface RunUpkeepParts {
  readonly runs: Pick<OwnedRuns, 'recover' | 'adopt' | 'prune'>;
  readonly store: Pick<OwnedStore, 'state' | 'usage'>;
  readonly log: Log;
}

/**
 * What is done for the runs of a data directory beside working on them: those of earlier processes are taken up, those of
 * processes beside this one are taken in, old ones are removed.
 */
export interface RunUpkeep {
  /** Begins with all of it; with `keepDays` 0 nothing is removed. */
  begin(options: { readonly keepDays: number }): void;
  readiness(): RunReadiness;
  readonly isStopping: () => boolean;
  /** Removes old runs now; see `Runner.prune`. */
  prune(keepDays: number): Promise<number>;
  /** Begins with nothing more. */
  stop(): void;
  /** Resolve when nothing more is removed, and when nothing more is taken up or in; after `stop`. Neither rejects. */
  readonly removed: () => Promise<void>;
  readonly recovered: () => Promise<void>;
}

/** Whether runs can be worked on and recorded. */
export interface RunReadiness extends Pick<Readiness, 'isReady'> {
  readonly checks: Omit<Readiness['checks'], 'access'>;
}

/** With less room than this the next run may be the one that is refused. */
const MIN_FREE_BYTES = 1024 * 1024;

/** How often a server looks for runs that other processes have left beside it. */
const ADOPT_MS = 5000;

/** Nothing is done before `begin`. */
export function createRunUpkeep({ runs, store, log }: RunUpkeepParts): RunUpkeep {
  const closing = new AbortController();
  let phase: 'starting' | 'ok' | 'stopping' = 'starting';
  let adopting: NodeJS.Timeout | undefined;
  let removed: Promise<void> | undefined;
  /** Recovery and adoption take turns. */
  let recovered: Promise<void> = Promise.resolve();
  const inTurn = (task: () => Promise<void>): void => {
    recovered = recovered.then(task).catch((error: unknown) => log('error', 'open runs could not be taken up', error));
  };
  const recoverFirst = async (): Promise<void> => {
    await runs.recover();
    if (phase === 'starting') phase = 'ok';
  };

  return {
    begin({ keepDays }) {
      inTurn(recoverFirst);
      adopting ??= setInterval(() => {
        if (store.state() !== 'failed') inTurn(runs.adopt); // a server that is asked nothing notices here that its files are gone
      }, ADOPT_MS).unref();
      const told = {
        onRemoved: (count: number) =>
          log('info', `${count} runs that ended more than ${keepDays} days ago were removed`),
        onDefect: (error: unknown) => log('error', 'old runs could not be removed', error),
      };
      removed ??= keepRetention({ runs, keepDays, now: Date.now, ...told }, closing.signal);
    },
    readiness() {
      const state = store.state();
      const { freeBytes = MIN_FREE_BYTES } = store.usage() ?? {};
      const storage = state === 'ok' && freeBytes < MIN_FREE_BYTES ? 'full' : state;
      return {
        isReady: phase === 'ok' && storage === 'ok',
        checks: {
          recovery: phase === 'starting' ? 'starting' : 'ok',
          storage,
          process: phase === 'stopping' ? 'stopping' : 'ok',
        },
      };
    },
    isStopping: () => phase === 'stopping',
    prune: (keepDays) => removeOld({ runs, keepDays, now: Date.now }, closing.signal),
    stop() {
      phase = 'stopping';
      clearInterval(adopting);
      closing.abort();
    },
    removed: async () => removed,
    recovered: () => recovered,
  };
}
