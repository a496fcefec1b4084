import { createMoments, type Moments } from '../graph/moments.ts';
import type { PipelineGraph } from '../graph.ts';

/** A graph in time, with its edges both ways. */
export interface MomentNet {
  readonly moments: Moments;
  readonly next: readonly (readonly number[])[];
  readonly previous: readonly (readonly number[])[];
}

/** The graph in time, without the order of lists: that gives way to whatever contradicts it. */
export function momentNetOf(graph: PipelineGraph): MomentNet {
  const { stages, arms, scopes, membership } = graph;
  const dependencies = new Map([...stages.keys()].map((id) => [id, graph.dependencies(id)]));
  const moments = createMoments({ stages, arms, scopes, membership, dependencies });
  const previous: number[][] = Array.from({ length: moments.count }, () => []);
  moments.next.forEach((targets, from) => {
    for (const to of targets) previous[to]?.push(from);
  });
  return { moments, next: moments.next, previous };
}

/** Everything that can be reached from a moment, itself included, without passing through `closed`. */
export function walk(
  edges: readonly (readonly number[])[],
  start: number,
  closed: ReadonlySet<number> = NOTHING,
): ReadonlySet<number> {
  const found = new Set([start]);
  for (const moment of found) for (const next of edges[moment] ?? []) if (!closed.has(next)) found.add(next);
  return found;
}

const NOTHING: ReadonlySet<number> = new Set();
