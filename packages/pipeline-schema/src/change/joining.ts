import { areNested, belongingsOf } from '../graph/scope-clash.ts';
import { isInScope, type ScopeRole } from '../graph/scopes.ts';
import type { PipelineGraph } from '../graph.ts';
import { type MomentNet, walk } from './walk-moments.ts';

/** A scope and the phase of it that a list stands for. */
export type ScopePlace = { readonly scope: string; readonly role: ScopeRole };

/** The stage belongs to the place already, or to a scope inside it, so that it joins nothing. */
export function isMemberOf(graph: PipelineGraph, id: string, place: ScopePlace): boolean {
  const before = graph.membership.get(id);
  if (before?.scope === place.scope) return before.role === place.role;
  return isInScope(id, place.scope, graph.membership);
}

/** A scope that has nothing to do with `place` and holds `id` already, or a stage that `id` leads to and would take along. */
export function findClash(
  graph: PipelineGraph,
  id: string,
  place: ScopePlace,
): { readonly id: string; readonly scope: string } | undefined {
  const led = [...joiners(graph, id, scopesAround(graph, place.scope))].flatMap((each) => branchesOf(graph, each));
  for (const each of new Set([id, ...led])) {
    const clash = belongingsOf(graph, each).find(({ scope, owner }) => {
      const role = owner.role === 'branch' ? graph.membership.get(owner.owner)?.role : owner.role;
      return (scope !== place.scope || role !== place.role) && !areNested(graph, scope, place.scope);
    });
    if (clash !== undefined) return { id: each, scope: clash.scope };
  }
  return undefined;
}

/**
 * Whether a stage that joins `place` behind the moment `gate` would close a cycle: `behind` when it comes after the end of
 * the scope, `before` when the gate comes after it. What joins starts after the gate and settles before the end of the phase,
 * while its own edges to and from the scopes around it no longer count.
 */
export function createJoinCheck(
  graph: PipelineGraph,
  { moments, next, previous }: MomentNet,
  { place, gate }: { readonly place: ScopePlace; readonly gate: number },
): (id: string) => 'behind' | 'before' | undefined {
  const end = moments.phaseEnd(place.scope, place.role);
  const afterEnd = walk(next, end);
  const beforeGate = walk(previous, gate);
  const around = scopesAround(graph, place.scope);
  /** The edge into what joins comes from the end of a scope around it, as a dependency that then says nothing. */
  const isDroppedInto = (from: number): boolean => {
    const scope = moments.stageAt(from);
    return around.has(scope) && from === moments.endOf(scope);
  };
  /** The edge out of what joins is a dependency of a block around it, which then says nothing. */
  const isDroppedOutOf = (from: number, to: number): boolean => {
    const scope = moments.stageAt(to);
    const isBlock = around.has(scope) && graph.scopes.get(scope)?.kind === 'trycatch';
    return isBlock && to === moments.startOf(scope) && !leadsTo(graph, moments.stageAt(from), scope);
  };

  return (id) => {
    const inside = momentsInside(graph, moments, joiners(graph, id, around));
    const outside = (edges: MomentNet['next'], moment: number) => (edges[moment] ?? []).filter((at) => !inside.has(at));
    const entries = [...inside].flatMap((at) => outside(previous, at));
    const isEntered = (reached: ReadonlySet<number>): boolean =>
      entries.some((from) => reached.has(from) && !isDroppedInto(from));
    const exits = [...inside].flatMap((at) =>
      outside(next, at).map((to) => ({ to, isDropped: isDroppedOutOf(at, to) })),
    );
    const isLeft = (reaching: ReadonlySet<number>): boolean =>
      exits.some(({ to, isDropped }) => !isDropped && reaching.has(to));
    // Where edges are dropped, a way that only exists because it passes through what joins is none afterwards.
    const isBehind = isEntered(afterEnd) && (!entries.some(isDroppedInto) || isEntered(walk(next, end, inside)));
    if (isBehind) return 'behind';
    const isAnyDropped = exits.some(({ isDropped }) => isDropped);
    const isBefore = isLeft(beforeGate) && (!isAnyDropped || isLeft(walk(previous, gate, inside)));
    if (inside.has(gate) || isBefore) return 'before';
    return undefined;
  };
}

/**
 * A stage that joins a scope, and what it takes along: the stages that it leads to as a decider, unless they belong to some
 * other scope. Those of a scope around the new one come along, because the innermost scope counts.
 */
function joiners(graph: PipelineGraph, id: string, around: ReadonlySet<string>): ReadonlySet<string> {
  const joining = new Set([id]);
  for (const each of joining) {
    for (const member of branchesOf(graph, each)) {
      const scope = graph.membership.get(member)?.scope;
      if (scope === undefined || around.has(scope)) joining.add(member);
    }
  }
  return joining;
}

function branchesOf({ arms }: PipelineGraph, id: string): readonly string[] {
  return (arms.get(id) ?? []).filter(({ role }) => role === 'branch').flatMap(({ stages }) => stages);
}

function leadsTo({ arms }: PipelineGraph, from: string, to: string): boolean {
  return arms.get(from)?.some(({ stages }) => stages.includes(to)) === true;
}

function scopesAround(graph: PipelineGraph, scope: string): ReadonlySet<string> {
  const around = new Set([scope]);
  for (const each of around) {
    const outer = graph.membership.get(each)?.scope;
    if (outer !== undefined) around.add(outer);
  }
  return around;
}

/** All moments of stages that join a scope, and of what stands inside them. */
function momentsInside(
  graph: PipelineGraph,
  moments: MomentNet['moments'],
  joining: ReadonlySet<string>,
): ReadonlySet<number> {
  const ids = new Set(joining);
  for (const each of ids) {
    const members = graph.scopes.get(each)?.members;
    for (const list of members ? Object.values(members) : []) for (const member of list) ids.add(member);
  }
  return new Set([...ids].flatMap((each) => moments.momentsOf(each)));
}
