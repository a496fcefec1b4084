import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import { isResting, type KnownRuns } from '../../resting-runs.ts';
import type { RunTrees } from '../run-trees.ts';
import type { RunTurns } from './run-turns.ts';

export interface RunsForPeopleParts extends Omit<KnownRuns, 'childrenOf'> {
  readonly trees: RunTrees;
  readonly turns: RunTurns;
  /** Told when a place may have become free. */
  readonly onFreed: () => void;
  readonly onDefect: (runId: RunId, error: unknown) => void;
}

/** What waiting for a person's decision means for turns and places: that of a child run counts like the run's own. */
export interface RunsForPeople {
  /** Takes note of committed events of one run, after `trees` has. */
  note(events: readonly RunEvent[]): void;
  /** Lends the place of the run to others if it only waits for a person, and gives it back if it does not. */
  look(runId: RunId): void;
  /** False for a run that waits for a person: nobody but that person ends it. */
  mayBeReplaced(runId: RunId): boolean;
}

/** Over the turns of this process. */
export function createRunsForPeople(parts: RunsForPeopleParts): RunsForPeople {
  const { trees, turns, find, onDefect } = parts;
  const known: KnownRuns = { find, get: parts.get, childrenOf: trees.childrenOf };
  /** Only the last look at a run counts: it has seen all that those before it have. */
  const lastLooks = new Map<RunId, symbol>();

  const decide = (runId: RunId, isIdle: boolean): void => {
    turns.idle(runId, isIdle);
    parts.onFreed();
  };
  const lookBelow = async (runId: RunId): Promise<void> => {
    const look = Symbol();
    lastLooks.set(runId, look);
    try {
      const isIdle = await isResting(known, runId);
      if (lastLooks.get(runId) === look) decide(runId, isIdle && trees.needsDecision(runId));
    } catch (error) {
      onDefect(runId, error);
    } finally {
      if (lastLooks.get(runId) === look) lastLooks.delete(runId);
    }
  };
  const look = (runId: RunId): void => {
    if (trees.needsDecision(runId) && find(runId)?.status !== 'waiting') {
      void lookBelow(runId);
      return;
    }
    lastLooks.delete(runId);
    decide(runId, trees.needsDecision(runId));
  };

  return {
    note([event]) {
      if (event === undefined) return;
      const top = trees.topOf(event.run_id);
      if (turns.isIdle(top) || trees.needsDecision(top)) look(top);
    },
    look,
    mayBeReplaced: (runId) => find(runId)?.held === undefined && !trees.needsDecision(runId),
  };
}
