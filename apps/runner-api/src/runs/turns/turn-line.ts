import type { RunId } from '@flowmason/pipeline-schema';

/** The runs of one key: those that have the turn, and those that wait for it, in the order in which they came. */
export interface TurnLine {
  readonly isEmpty: boolean;
  /** The run that one that comes now with this limit would wait for; undefined when its turn would be now. */
  holderFor(limit: number): RunId | undefined;
  join(runId: RunId, limit: number): void;
  /** Gives the turn to a run whatever the limits say. */
  hold(runId: RunId, limit: number): void;
  /** Gives the turn to the first of those that wait, if it may have it; undefined when nobody may. */
  next(): RunId | undefined;
  remove(runId: RunId): void;
  /** For a run that waits: the oldest that has the turn, and how many wait before it. */
  placeOf(runId: RunId): { readonly behind: RunId | undefined; readonly ahead: number } | undefined;
  /** See `RunTurns.before`. */
  before(runId: RunId): readonly RunId[];
}

/** An empty line. */
export function createTurnLine(): TurnLine {
  /** Both from run to its limit. */
  const holders = new Map<RunId, number>();
  const waiting = new Map<RunId, number>();

  const hasRoom = (limit: number, among: readonly number[] = [...holders.values()]): boolean =>
    among.length < Math.min(limit, ...among);
  const waitersBefore = (runId: RunId): readonly RunId[] => {
    const all = [...waiting.keys()];
    return all.slice(0, all.indexOf(runId));
  };

  return {
    get isEmpty() {
      return holders.size + waiting.size === 0;
    },
    holderFor(limit) {
      if (waiting.size === 0 && hasRoom(limit)) return undefined;
      return first(holders) ?? first(waiting);
    },
    join: (runId, limit) => void waiting.set(runId, limit),
    hold: (runId, limit) => void holders.set(runId, limit),
    next() {
      for (const [runId, limit] of waiting) {
        if (!hasRoom(limit)) return undefined;
        waiting.delete(runId);
        holders.set(runId, limit);
        return runId;
      }
      return undefined;
    },
    remove(runId) {
      holders.delete(runId);
      waiting.delete(runId);
    },
    placeOf(runId) {
      return waiting.has(runId) ? { behind: first(holders), ahead: waitersBefore(runId).length } : undefined;
    },
    before(runId) {
      const limit = waiting.get(runId);
      if (limit === undefined) return [];
      const among = [...holders];
      const ended: RunId[] = [];
      while (
        !hasRoom(
          limit,
          among.map(([, each]) => each),
        )
      ) {
        const oldest = among.shift();
        if (oldest) ended.push(oldest[0]);
      }
      return [...ended, ...waitersBefore(runId)];
    },
  };
}

function first(runs: ReadonlyMap<RunId, number>): RunId | undefined {
  for (const runId of runs.keys()) return runId;
  return undefined;
}
