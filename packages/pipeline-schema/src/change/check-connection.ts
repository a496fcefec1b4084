import type { ArmRole } from '../component.ts';
import { isInScope } from '../graph/scopes.ts';
import type { PipelineGraph } from '../graph.ts';
import { clashReason } from './graph-problem.ts';
import { createJoinCheck, findClash, isMemberOf } from './joining.ts';
import type { Connection } from './pipeline-change.ts';
import { type MomentNet, momentNetOf, walk } from './walk-moments.ts';

/** Whether two stages may be connected, and if not, why, for a person. */
export type ConnectionCheck = { readonly isLegal: true } | { readonly isLegal: false; readonly reason: string };

/**
 * Whether `connection` may be added to the pipeline of `graph`. For many targets of one stage, ask `legalTargets`, for many
 * stages that one could wait for, `legalSources`.
 */
export function checkConnection(graph: PipelineGraph, { from, to, arm }: Connection): ConnectionCheck {
  return createCheck(graph, from, arm)(to);
}

/**
 * For every stage whether a connection from `from` (out of `arm`, when one is given) may lead to it. One walk through the
 * graph answers for all, so that it can be asked when a drag begins.
 */
export function legalTargets(graph: PipelineGraph, from: string, arm?: string): ReadonlyMap<string, ConnectionCheck> {
  const check = createCheck(graph, from, arm);
  return new Map([...graph.stages.keys()].map((to) => [to, check(to)]));
}

/** The same for lines that are drawn backwards: for every stage whether `to` may wait for it. */
export function legalSources(graph: PipelineGraph, to: string): ReadonlyMap<string, ConnectionCheck> {
  const net = momentNetOf(graph);
  const behind = walk(net.next, net.moments.startOf(to));
  const isCycle = (from: string): boolean => behind.has(net.moments.endOf(from));
  return new Map(
    [...graph.stages.keys()].map((from) => [
      from,
      toCheck(endsReason(graph, from, to) ?? dependencyReason(graph, { from, to }, isCycle(from))),
    ]),
  );
}

/** Why two stages may not be connected; undefined when they may. */
type Reason = string | undefined;

function toCheck(reason: Reason): ConnectionCheck {
  return reason === undefined ? { isLegal: true } : { isLegal: false, reason };
}

function createCheck(graph: PipelineGraph, from: string, arm: string | undefined): (to: string) => ConnectionCheck {
  const role = arm === undefined ? undefined : roleOf(graph, from, arm);
  if (arm !== undefined && role === undefined && graph.stages.has(from)) {
    return () => toCheck(`"${from}" has no outcome or list "${arm}".`);
  }
  const net = momentNetOf(graph);
  const reasonFor =
    arm === undefined || role === undefined
      ? dependencyReasons(graph, from, net)
      : listingReasons(graph, { owner: from, arm, role }, net);
  return (to) => toCheck(endsReason(graph, from, to) ?? reasonFor(to));
}

/** A router that has no default yet can be given one by drawing a line from it. */
function roleOf({ arms, stages }: PipelineGraph, owner: string, arm: string): ArmRole | undefined {
  const found = arms.get(owner)?.find(({ name }) => name === arm)?.role;
  return found ?? (arm === 'default' && stages.get(owner)?.component === 'router' ? 'branch' : undefined);
}

function endsReason({ stages }: PipelineGraph, from: string, to: string): Reason {
  const missing = [from, to].find((id) => !stages.has(id));
  if (missing !== undefined) return `There is no stage "${missing}" yet. Create it first.`;
  return from === to ? `"${from}" cannot wait for itself.` : undefined;
}

function dependencyReasons(
  graph: PipelineGraph,
  from: string,
  { moments, previous }: MomentNet,
): (to: string) => Reason {
  const before = walk(previous, moments.endOf(from));
  return (to) => dependencyReason(graph, { from, to }, before.has(moments.startOf(to)));
}

function dependencyReason({ stages, membership }: PipelineGraph, { from, to }: Connection, isCycle: boolean): Reason {
  if (stages.get(to)?.depends_on.includes(from)) return `"${to}" waits for "${from}" already.`;
  if (isInScope(to, from, membership)) {
    return `"${to}" is inside "${from}" and starts with it; it cannot wait for its end.`;
  }
  if (isInScope(from, to, membership)) return `"${from}" is inside "${to}", which waits for it anyway.`;
  return isCycle ? cycleText(from, to) : undefined;
}

type Listing = { readonly owner: string; readonly arm: string; readonly role: ArmRole };

function listingReasons(graph: PipelineGraph, { owner, arm, role }: Listing, net: MomentNet): (to: string) => Reason {
  const { moments } = net;
  const place = role === 'branch' ? graph.membership.get(owner) : { scope: owner, role };
  const gate = role === 'branch' ? moments.endOf(owner) : moments.phaseStart(owner, role);
  const beforeGate = walk(net.previous, gate);
  const joinProblem = place && createJoinCheck(graph, net, { place, gate });
  const listed = new Set(graph.arms.get(owner)?.find(({ name }) => name === arm)?.stages);

  return (to) => {
    if (listed.has(to)) return `"${to}" stands in ${arm} of "${owner}" already.`;
    if (isInScope(owner, to, graph.membership)) return `"${owner}" is inside "${to}".`;
    const listing = role === 'branch' ? undefined : graph.owners.get(to)?.find((each) => each.role !== 'branch');
    if (listing) return `"${to}" stands in ${listing.arm} of "${listing.owner}" already. Move it instead.`;
    const clash = place && findClash(graph, to, place);
    if (place && clash) return clashReason(clash.id, clash.scope, place.scope);
    if (place === undefined || isMemberOf(graph, to, place)) {
      return beforeGate.has(moments.startOf(to)) ? cycleText(owner, to) : undefined;
    }
    const problem = joinProblem?.(to);
    if (problem === 'behind') return cycleText(to, place.scope);
    return problem === 'before' ? cycleText(owner, to) : undefined;
  };
}

function cycleText(later: string, earlier: string): string {
  return `"${later}" comes after "${earlier}" already, so they would wait for each other.`;
}
