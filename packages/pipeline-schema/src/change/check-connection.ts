import type { ArmRole } from '../component.ts';
import { createMoments, type Moments } from '../graph/moments.ts';
import { areNested, belongingsOf } from '../graph/scope-clash.ts';
import { isInScope, type ScopeRole } from '../graph/scopes.ts';
import type { PipelineGraph } from '../graph.ts';
import { clashReason } from './graph-problem.ts';
import type { Connection } from './pipeline-change.ts';

/** Whether two stages may be connected, and if not, why, for a person. */
export type ConnectionCheck = { readonly isLegal: true } | { readonly isLegal: false; readonly reason: string };

/** Whether `connection` may be added to the pipeline of `graph`. For many targets of one stage, ask `legalTargets`. */
export function checkConnection(graph: PipelineGraph, { from, to, arm }: Connection): ConnectionCheck {
  const check = createCheck(graph, from, arm);
  return check(to);
}

/**
 * For every stage whether a connection from `from` (out of `arm`, when one is given) may lead to it. One walk through the
 * graph answers for all, so that it can be asked when a drag begins.
 */
export function legalTargets(graph: PipelineGraph, from: string, arm?: string): ReadonlyMap<string, ConnectionCheck> {
  const check = createCheck(graph, from, arm);
  return new Map([...graph.stages.keys()].map((to) => [to, check(to)]));
}

const LEGAL: ConnectionCheck = { isLegal: true };

function illegal(reason: string): ConnectionCheck {
  return { isLegal: false, reason };
}

function createCheck(graph: PipelineGraph, from: string, arm: string | undefined): (to: string) => ConnectionCheck {
  if (!graph.stages.has(from)) return () => illegal(`There is no stage "${from}" yet. Create it first.`);
  const role = arm === undefined ? undefined : roleOf(graph, from, arm);
  if (arm !== undefined && role === undefined) return () => illegal(`"${from}" has no outcome or list "${arm}".`);
  const moments = momentsOf(graph);
  const check =
    arm === undefined || role === undefined
      ? checkDependency(graph, from, moments)
      : checkListing(graph, { owner: from, arm, role }, moments);
  return (to) => {
    if (!graph.stages.has(to)) return illegal(`There is no stage "${to}" yet. Create it first.`);
    if (to === from) return illegal(`"${from}" cannot wait for itself.`);
    return check(to);
  };
}

/** A router that has no default yet can be given one by drawing a line from it. */
function roleOf({ arms, stages }: PipelineGraph, owner: string, arm: string): ArmRole | undefined {
  const found = arms.get(owner)?.find(({ name }) => name === arm)?.role;
  return found ?? (arm === 'default' && stages.get(owner)?.component === 'router' ? 'branch' : undefined);
}

/** The graph in time, without the order of lists: that gives way to whatever contradicts it. */
function momentsOf(graph: PipelineGraph): Moments {
  const { stages, arms, scopes, membership } = graph;
  const dependencies = new Map([...stages.keys()].map((id) => [id, graph.dependencies(id)]));
  return createMoments({ stages, arms, scopes, membership, dependencies });
}

function checkDependency(graph: PipelineGraph, from: string, moments: Moments): (to: string) => ConnectionCheck {
  const behindTo = walk(previousOf(moments), moments.endOf(from));
  return (to) => {
    if (graph.stages.get(to)?.depends_on.includes(from)) return illegal(`"${to}" waits for "${from}" already.`);
    if (isInScope(to, from, graph.membership)) {
      return illegal(`"${to}" is inside "${from}" and starts with it; it cannot wait for its end.`);
    }
    if (isInScope(from, to, graph.membership))
      return illegal(`"${from}" is inside "${to}", which waits for it anyway.`);
    return behindTo.has(moments.startOf(to)) ? illegal(cycleText(to, from)) : LEGAL;
  };
}

type Listing = { readonly owner: string; readonly arm: string; readonly role: ArmRole };

/**
 * What a list takes. Beside the edge from the owner, a stage that joins a scope starts after the scope (or the phase before)
 * and settles before its end, while its own edges to the scopes around it no longer count.
 */
function checkListing(graph: PipelineGraph, { owner, arm, role }: Listing, moments: Moments) {
  const through = graph.membership.get(owner);
  const place = role === 'branch' ? through && { scope: through.scope, role: through.role } : { scope: owner, role };
  const previous = previousOf(moments);
  const gate = role === 'branch' ? moments.endOf(owner) : moments.phaseStart(owner, role);
  const beforeGate = walk(previous, gate);
  const end = place === undefined ? -1 : moments.phaseEnd(place.scope, place.role);
  const afterPlace = place && walk(moments.next, end);
  const around = place === undefined ? NONE : scopesAround(graph, place.scope);
  const listed = new Set(graph.arms.get(owner)?.find(({ name }) => name === arm)?.stages);

  return (to: string): ConnectionCheck => {
    if (listed.has(to)) return illegal(`"${to}" stands in ${arm} of "${owner}" already.`);
    if (isInScope(owner, to, graph.membership)) return illegal(`"${owner}" is inside "${to}".`);
    const listing = role === 'branch' ? undefined : graph.owners.get(to)?.find((each) => each.role !== 'branch');
    if (listing !== undefined) {
      return illegal(`"${to}" stands in ${listing.arm} of "${listing.owner}" already. Move it instead.`);
    }
    const clash = place && findClash(graph, to, place);
    if (place !== undefined && clash !== undefined) return illegal(clashReason(clash.id, clash.scope, place.scope));
    if (place === undefined || isMember(graph, to, place)) {
      return beforeGate.has(moments.startOf(to)) ? illegal(cycleText(to, owner)) : LEGAL;
    }
    const inside = momentsInside(graph, moments, joiners(graph, to, around));
    const isEdgeFromAround = (before: number): boolean =>
      around.has(moments.stageAt(before)) && before === moments.endOf(moments.stageAt(before));
    const enters = (reached: ReadonlySet<number>): boolean =>
      [...inside].some((moment) =>
        (previous[moment] ?? []).some(
          (before) => !inside.has(before) && !isEdgeFromAround(before) && reached.has(before),
        ),
      );
    const isDropped = (from: number, next: number): boolean => {
      const scope = moments.stageAt(next);
      const isBlock = around.has(scope) && graph.scopes.get(scope)?.kind === 'trycatch';
      return isBlock && next === moments.startOf(scope) && isOnlyDependency(graph, moments.stageAt(from), scope);
    };
    const leaves = (reaching: ReadonlySet<number>): boolean =>
      [...inside].some((moment) =>
        (moments.next[moment] ?? []).some(
          (next) => !inside.has(next) && !isDropped(moment, next) && reaching.has(next),
        ),
      );
    // A way that only exists because it passes through what joins the scope is none afterwards.
    const isBehindEnd = afterPlace !== undefined && enters(afterPlace) && enters(walk(moments.next, end, inside));
    if (isBehindEnd) return illegal(cycleText(to, place.scope));
    const isBeforeGate = inside.has(gate) || (leaves(beforeGate) && leaves(walk(previous, gate, inside)));
    return isBeforeGate ? illegal(cycleText(to, owner)) : LEGAL;
  };
}

const NONE: ReadonlySet<string> = new Set();
const NO_MOMENTS: ReadonlySet<number> = new Set();

function cycleText(to: string, from: string): string {
  return `"${from}" comes after "${to}" already, so they would wait for each other.`;
}

/** `to` waits for `from` only because it says so, not because `from` leads to it. */
function isOnlyDependency({ arms }: PipelineGraph, from: string, to: string): boolean {
  return arms.get(from)?.some(({ stages }) => stages.includes(to)) !== true;
}

/** The stage belongs there already, or to a scope inside it, so that it joins nothing. */
function isMember(graph: PipelineGraph, id: string, place: { scope: string; role: ScopeRole }): boolean {
  const before = graph.membership.get(id);
  if (before?.scope === place.scope) return before.role === place.role;
  return isInScope(id, place.scope, graph.membership);
}

/** A scope that has nothing to do with `place` and holds `id` already, or a stage that `id` leads to and would take along. */
function findClash(graph: PipelineGraph, id: string, place: { scope: string; role: ScopeRole }) {
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

function scopesAround(graph: PipelineGraph, scope: string): ReadonlySet<string> {
  const around = new Set([scope]);
  for (const each of around) {
    const outer = graph.membership.get(each)?.scope;
    if (outer !== undefined) around.add(outer);
  }
  return around;
}

/** All moments of stages that join a scope, and of what stands inside them. */
function momentsInside(graph: PipelineGraph, moments: Moments, joining: ReadonlySet<string>): ReadonlySet<number> {
  const ids = new Set(joining);
  for (const each of ids) {
    const members = graph.scopes.get(each)?.members;
    for (const list of members ? Object.values(members) : []) for (const member of list) ids.add(member);
  }
  return new Set([...ids].flatMap((each) => moments.momentsOf(each)));
}

/** Everything that can be reached from a moment, itself included, without passing through `closed`. */
function walk(
  edges: readonly (readonly number[])[],
  start: number,
  closed: ReadonlySet<number> = NO_MOMENTS,
): ReadonlySet<number> {
  const found = new Set([start]);
  for (const moment of found) for (const next of edges[moment] ?? []) if (!closed.has(next)) found.add(next);
  return found;
}

function previousOf(moments: Moments): readonly (readonly number[])[] {
  const previous: number[][] = Array.from({ length: moments.count }, () => []);
  moments.next.forEach((targets, from) => {
    for (const to of targets) previous[to]?.push(from);
  });
  return previous;
}
