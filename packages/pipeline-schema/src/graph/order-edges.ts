import { findKnots } from './knots.ts';
import type { Moments, StaticGraph } from './moments.ts';
import type { ScopeRole } from './scopes.ts';

/**
 * Finds for each member of a scope's list the stages that it follows only because of its place in the list
 * (`spec.md` §4.4), and adds those edges to `moments`. One that would close a cycle is left out.
 */
export function collectOrder(graph: StaticGraph, moments: Moments): ReadonlyMap<string, readonly string[]> {
  const ordered = createOrderedGraph(moments);
  const followed = new Map<string, string[]>();
  for (const [scopeId, arms] of graph.arms) {
    for (const { role, stages } of arms) {
      if (role === 'branch') continue;
      // `parallel` of a foreach speaks of its iterations, not of the members of one.
      if (role !== 'body' && graph.stages.get(scopeId)?.config['parallel'] === true) continue;
      const list = new Set(graph.scopes.get(scopeId)?.members[role]);
      stages.forEach((member, position) => {
        const before = stages[position - 1];
        if (before === undefined || graph.dependencies.get(member)?.some((id) => list.has(id))) return;
        for (const id of withOwned(before, { scopeId, role }, graph)) {
          if (id === member || !ordered.connect(moments.endOf(id), moments.startOf(member))) continue;
          const edges = followed.get(member) ?? [];
          followed.set(member, edges);
          if (!edges.includes(id)) edges.push(id);
        }
      });
    }
  }
  return followed;
}

/** A member and everything that it owns, directly or not; the members of a scope are left to that scope's end. */
function withOwned(member: string, place: { scopeId: string; role: ScopeRole }, graph: StaticGraph): Set<string> {
  const found = new Set([member]);
  for (const id of found) {
    for (const arm of graph.arms.get(id) ?? []) {
      if (arm.role !== 'branch') continue;
      for (const owned of arm.stages) {
        const actual = graph.membership.get(owned);
        // A stage that is listed itself has its own place in the order.
        if (actual?.scope === place.scopeId && actual.role === place.role && !actual.listed) found.add(owned);
      }
    }
  }
  return found;
}

/**
 * Adds edges as long as they close no cycle. Keeps a topological order of the parts that are connected anyway and
 * repairs it locally (Pearce and Kelly), so lists that agree with the dependencies cost nothing.
 */
function createOrderedGraph(moments: Moments): { connect(from: number, to: number): boolean } {
  const { part, count } = findKnots(moments.next);
  const next: number[][] = Array.from({ length: count }, () => []);
  const previous: number[][] = Array.from({ length: count }, () => []);
  const link = (from: number, to: number) => {
    next[from]?.push(to);
    previous[to]?.push(from);
  };
  const partOf = (moment: number) => part[moment] ?? 0;
  moments.next.forEach((targets, from) => {
    for (const to of targets) if (partOf(from) !== partOf(to)) link(partOf(from), partOf(to));
  });
  const rank = breadthFirstRanks(next, previous);
  const rankOf = (node: number) => rank[node] ?? 0;

  const reach = (from: number, edges: readonly number[][], isNear: (rank: number) => boolean): Set<number> => {
    const found = new Set([from]);
    for (const node of found) for (const other of edges[node] ?? []) if (isNear(rankOf(other))) found.add(other);
    return found;
  };
  return {
    connect(fromMoment, toMoment) {
      const [from, to] = [partOf(fromMoment), partOf(toMoment)];
      if (from === to) return false;
      const [low, high] = [rankOf(to), rankOf(from)];
      if (low < high) {
        const behind = reach(to, next, (rank) => rank <= high);
        if (behind.has(from)) return false;
        const before = reach(from, previous, (rank) => rank >= low);
        const byRank = (nodes: Iterable<number>) => [...nodes].sort((a, b) => rankOf(a) - rankOf(b));
        const sequence = [...byRank(before), ...byRank(behind)];
        const ranks = sequence.map(rankOf).sort((a, b) => a - b);
        sequence.forEach((node, index) => {
          rank[node] = ranks[index] ?? 0;
        });
      }
      link(from, to);
      moments.next[fromMoment]?.push(toMoment);
      return true;
    },
  };
}

/** A topological order that keeps members as their list has them, so that most order edges already agree with it. */
function breadthFirstRanks(next: readonly (readonly number[])[], previous: readonly (readonly number[])[]): Int32Array {
  const waiting = previous.map((list) => list.length);
  const queue = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  const rank = new Int32Array(next.length);
  let place = 0;
  for (const node of queue) {
    rank[node] = place++;
    for (const to of next[node] ?? []) {
      const left = (waiting[to] ?? 0) - 1;
      waiting[to] = left;
      if (left === 0) queue.push(to);
    }
  }
  return rank;
}
