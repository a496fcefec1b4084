import type { Journal } from '@flowmason/engine';
import { isFinished, type RunId } from '@flowmason/pipeline-schema';
import { heldWithDamaged } from '../damaged-run.ts';
import type { Hold, RunStore } from '../run-store.ts';
import type { RunTrees } from './run-trees.ts';

export interface RunHoldsParts {
  readonly store: Pick<RunStore, 'find' | 'hold'>;
  readonly journal: Journal;
  readonly trees: Pick<RunTrees, 'childrenOf'>;
  readonly now: () => number;
}

/**
 * The holds of runs that nobody works on. The store has that of a run that no open run has started; its journal, and those
 * of the open runs below it, say so to whoever looks. What of this a crash has cut off is made up for by doing it again.
 */
export interface RunHolds {
  /** Holds the run, and then says so. */
  hold(runId: RunId, hold: Hold): Promise<void>;
  /** Says that the run is held, which the store knows already. Writes nothing where it has been said. */
  tell(runId: RunId, reason: string): Promise<void>;
  /** Holds a run of which nothing can be read or recorded, and says so of those below it. */
  holdDamaged(runId: RunId, hold: Hold): Promise<void>;
  /** Lifts the hold. It is said of the run itself last, so that the next start finds one whose release was cut off. */
  release(runId: RunId): Promise<void>;
}

/** The holds of the runs in `store`. */
export function createRunHolds({ store, journal, trees, now }: RunHoldsParts): RunHolds {
  const write = async (runId: RunId, held: string | undefined): Promise<void> => {
    const summary = store.find(runId);
    if (summary === undefined || isFinished(summary) || summary.held === held) return;
    const t = Math.max(0, now() - Date.parse(summary.created_at));
    const at = new Date(Date.parse(summary.created_at) + t).toISOString();
    await journal.append(runId, summary.seq, [{ type: 'run.waiting', at, t, ...(held !== undefined && { held }) }]);
  };
  const below = (runId: RunId): readonly RunId[] =>
    trees.childrenOf(runId).flatMap((childId) => [childId, ...below(childId)]);
  const writeBelow = async (runId: RunId, held: string | undefined): Promise<void> => {
    await Promise.all(below(runId).map((childId) => write(childId, held)));
  };
  const tell = async (runId: RunId, reason: string): Promise<void> => {
    await write(runId, reason);
    await writeBelow(runId, heldWith(runId));
  };

  return {
    tell,
    async hold(runId, hold) {
      await store.hold(runId, hold);
      await tell(runId, hold.reason);
    },
    async holdDamaged(runId, hold) {
      await store.hold(runId, hold);
      await writeBelow(runId, heldWithDamaged(runId));
    },
    async release(runId) {
      await writeBelow(runId, undefined);
      await store.hold(runId, undefined);
      await write(runId, undefined);
    },
  };
}

/** Why a run is held that another one has started. */
export function heldWith(topId: RunId): string {
  return `It is part of the run ${topId}, which is held. Resume or cancel that one: it takes this one along.`;
}
