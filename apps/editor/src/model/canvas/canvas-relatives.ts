import type { StageDiagram } from './stage-diagram.ts';

/** The stage with all that comes before it and all that comes after it along the lines, and the boxes around those. */
export function relativesOf(diagram: StageDiagram, id: string): ReadonlySet<string> {
  const before = Map.groupBy(diagram.edges, ({ to }) => to);
  const after = Map.groupBy(diagram.edges, ({ from }) => from);
  const found = new Set([
    ...reach(id, (at) => (before.get(at) ?? []).map(({ from }) => from)),
    ...reach(id, (at) => (after.get(at) ?? []).map(({ to }) => to)),
  ]);
  const parents = new Map(diagram.nodes.map((node) => [node.id, node.parent?.scope]));
  for (const start of [...found]) {
    for (let at = parents.get(start); at !== undefined && !found.has(at); at = parents.get(at)) found.add(at);
  }
  // What stands in the box that is asked for belongs to it.
  for (const { id: inner, parent } of diagram.nodes) {
    if (parent && (parent.scope === id || (found.has(parent.scope) && isWithin(parent.scope, id, parents)))) {
      found.add(inner);
    }
  }
  return found;
}

function reach(start: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set([start]);
  // A set is walked to its end, also over what is added meanwhile.
  for (const id of seen) for (const other of next(id)) seen.add(other);
  return seen;
}

function isWithin(id: string, outer: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === outer) return true;
    seen.add(at);
  }
  return false;
}
