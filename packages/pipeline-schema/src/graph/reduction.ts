import type { Stage } from '../pipeline.ts';
import type { Owner } from './owners.ts';

/**
 * Finds the dependencies that a join looks at (`spec.md` §4.1). A dependency is left out when a longer way leads from
 * it to the stage, over dependencies and over the edges of conditionals and routers. Found once per stage, on demand.
 */
export function createReduction(graph: {
  readonly stages: ReadonlyMap<string, Stage>;
  readonly owners: ReadonlyMap<string, readonly Owner[]>;
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Place in a topological order. */
  readonly rank: ReadonlyMap<string, number>;
}): (id: string) => readonly string[] {
  const rankOf = (id: string) => graph.rank.get(id) ?? 0;
  const deciders = (id: string) =>
    (graph.owners.get(id) ?? []).filter(({ role }) => role === 'branch').map(({ owner }) => owner);
  const ranked = new Map<string, readonly Ranked[]>();
  /** Each once, the latest first. */
  const before = (id: string): readonly Ranked[] => {
    const found = ranked.get(id);
    if (found) return found;
    const ids = new Set([...(graph.dependencies.get(id) ?? []), ...deciders(id)]);
    const sorted = Array.from(ids, (other) => ({ id: other, rank: rankOf(other) })).sort((a, b) => b.rank - a.rank);
    ranked.set(id, sorted);
    return sorted;
  };
  const known = new Map<string, readonly string[]>();

  const reduce = (id: string): readonly string[] => {
    const dependencies = graph.dependencies.get(id) ?? [];
    const own = new Set((graph.owners.get(id) ?? []).map(({ owner }) => owner));
    const direct = before(id);
    if (direct.length <= 1) return dependencies.filter((other) => !own.has(other));
    const redundant = reachableBehind(direct, before);
    return dependencies.filter((other) => !own.has(other) && !redundant.has(other));
  };
  return (id) => {
    const found = known.get(id) ?? reduce(id);
    known.set(id, found);
    return found;
  };
}

type Ranked = { readonly id: string; readonly rank: number };

/** Those of `direct` that lie behind another of them. Looks no further back than the earliest, and stops when all are found. */
function reachableBehind(
  direct: readonly Ranked[],
  /** What leads to a stage, the latest first. */
  before: (id: string) => readonly Ranked[],
): ReadonlySet<string> {
  const wanted = new Set(direct.map(({ id }) => id));
  const floor = direct.at(-1)?.rank ?? 0;
  const found = new Set<string>();
  const seen = new Set<string>();
  const stack = [...direct];
  for (let at = stack.pop(); at !== undefined && found.size < wanted.size - 1; at = stack.pop()) {
    for (const other of before(at.id)) {
      if (other.rank < floor) break;
      // Ranks fall on every way back; an edge that breaks this belongs to a cycle and reduces nothing.
      if (other.rank >= at.rank) continue;
      if (wanted.has(other.id)) found.add(other.id);
      if (other.rank === floor || seen.has(other.id)) continue;
      seen.add(other.id);
      stack.push(other);
    }
  }
  return found;
}
