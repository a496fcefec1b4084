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
  const before = (id: string) => [...(graph.dependencies.get(id) ?? []), ...deciders(id)];
  const known = new Map<string, readonly string[]>();

  const reduce = (id: string): readonly string[] => {
    const dependencies = graph.dependencies.get(id) ?? [];
    const own = new Set((graph.owners.get(id) ?? []).map(({ owner }) => owner));
    const direct = new Set(before(id));
    if (direct.size <= 1) return dependencies.filter((other) => !own.has(other));
    const redundant = reachableBehind(direct, before, rankOf);
    return dependencies.filter((other) => !own.has(other) && !redundant.has(other));
  };
  return (id) => {
    const found = known.get(id) ?? reduce(id);
    known.set(id, found);
    return found;
  };
}

/** Those of `direct` that lie behind another of them. Looks no further back than the earliest, and stops when all are found. */
function reachableBehind(
  direct: ReadonlySet<string>,
  before: (id: string) => readonly string[],
  rankOf: (id: string) => number,
): ReadonlySet<string> {
  let floor = Number.POSITIVE_INFINITY;
  for (const id of direct) floor = Math.min(floor, rankOf(id));
  const found = new Set<string>();
  const seen = new Set<string>();
  const stack = [...direct];
  for (let id = stack.pop(); id !== undefined && found.size < direct.size - 1; id = stack.pop()) {
    for (const other of before(id)) {
      // Ranks fall on every way back; an edge that breaks this belongs to a cycle and reduces nothing.
      if (rankOf(other) >= rankOf(id)) continue;
      if (direct.has(other)) found.add(other);
      if (rankOf(other) <= floor || seen.has(other)) continue;
      seen.add(other);
      stack.push(other);
    }
  }
  return found;
}
