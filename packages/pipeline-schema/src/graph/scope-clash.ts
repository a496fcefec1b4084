import type { PipelineGraph } from '../graph.ts';
import type { Owner } from './owners.ts';
import { isInScope } from './scopes.ts';

/** A scope that a stage belongs to, and the list through which it does. */
export type Belonging = { readonly scope: string; readonly owner: Owner };

type ScopedGraph = Pick<PipelineGraph, 'owners' | 'membership'>;

/**
 * Two scopes that hold a stage although neither stands inside the other, or two lists of one scope; undefined for a stage
 * that belongs to one place only.
 */
export function findScopeClash(graph: ScopedGraph, id: string): readonly [Belonging, Belonging] | undefined {
  const [first, ...others] = belongingsOf(graph, id);
  const clash = others.find((other) => first !== undefined && !areNested(graph, first.scope, other.scope));
  return first === undefined || clash === undefined ? undefined : [first, clash];
}

/** The scopes that a stage belongs to through its owners, each list once. */
export function belongingsOf(graph: ScopedGraph, id: string): readonly Belonging[] {
  const found = new Map<string, Belonging>();
  for (const owner of graph.owners.get(id) ?? []) {
    const through =
      owner.role === 'branch' ? graph.membership.get(owner.owner) : { scope: owner.owner, role: owner.role };
    if (through === undefined) continue;
    const key = `${through.scope} ${through.role}`;
    if (!found.has(key)) found.set(key, { scope: through.scope, owner });
  }
  return [...found.values()];
}

/** One scope stands inside the other; a scope does not stand inside itself. */
export function areNested({ membership }: ScopedGraph, one: string, other: string): boolean {
  if (one === other) return false;
  return isInScope(one, other, membership) || isInScope(other, one, membership);
}
