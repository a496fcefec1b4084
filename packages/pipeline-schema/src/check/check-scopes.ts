import type { Owner } from '../graph/owners.ts';
import { findScopeClash } from '../graph/scope-clash.ts';
import type { Scope } from '../graph/scopes.ts';
import { textOf } from '../text/source-node.ts';
import { type CheckContext, configNode } from './check-context.ts';
import { removeMention } from './check-graph.ts';
import type { Place } from './reporter.ts';
import type { StageMention } from './stage-mentions.ts';

/** Reports stages in two scopes of which neither is inside the other, and stages that one scope lists twice. */
export function checkScopes(context: CheckContext): void {
  const { graph, reporter } = context;
  for (const id of graph.owners.keys()) {
    const [first, clash] = findScopeClash(graph, id) ?? [];
    const place = clash && findListing(context, id, clash.owner);
    if (first === undefined || clash === undefined || place === undefined) continue;
    const where =
      first.scope === clash.scope ? `two lists of "${first.scope}"` : `both "${first.scope}" and "${clash.scope}"`;
    const other = findListing(context, id, first.owner);
    reporter.report('two-scopes', place, `Stage "${id}" stands in ${where}. A stage belongs to one scope.`, {
      related: other === undefined ? [] : [{ message: 'the other list', at: other }],
      fixes: [{ title: `Remove "${id}" here`, edits: removeMention(context, place) }],
    });
  }
}

/** Where `owner` lists `id` in a list of the given role. */
function findListing(context: CheckContext, id: string, { owner, role }: Owner): Place | undefined {
  const reading = context.readings.get(owner);
  for (const arm of context.graph.arms.get(owner) ?? []) {
    if (reading === undefined || arm.role !== role || !arm.stages.includes(id)) continue;
    const node = configNode(reading, arm.pointer);
    if (node?.kind !== 'list') return node;
    const item = node.items.find((each) => textOf(each) === id);
    if (item !== undefined) return item;
  }
  return undefined;
}

/** So many searches through the graph are made at most. */
const MOST_SEARCHES = 200;

/**
 * Reports members of a try that wait for a stage outside the block whose failure no catch would take: it is covered
 * only when every path from it enters the block through a member (`spec.md` §4.4).
 */
export function checkHandlers(context: CheckContext, mentions: readonly StageMention[]): void {
  const { graph, reporter } = context;
  const known = new Map<string, ReadonlySet<string>>();
  const membersOf = ({ id, members }: Scope): ReadonlySet<string> => {
    const found = known.get(id) ?? new Set([...members.try, ...members.catch, ...members.finally]);
    known.set(id, found);
    return found;
  };
  let searches = 0;
  for (const { id: outside, stageId: member, as, place } of mentions) {
    const membership = graph.membership.get(member);
    if (as !== 'depends_on' || membership?.role !== 'try' || !graph.stages.has(outside)) continue;
    const block = graph.scopes.get(membership.scope);
    if (block === undefined || block.members.catch.length === 0 || outside === block.id) continue;
    const members = membersOf(block);
    const isHandled = graph.membership.get(outside)?.role === 'try';
    if (members.has(outside) || isHandled || graph.isUpstream(block.id, outside)) continue;
    searches += 1;
    if (searches > MOST_SEARCHES) return;
    const around = findWayAround(context, outside, members);
    if (around === undefined) continue;
    const message = `If "${outside}" fails, the catch of "${block.id}" does not run for "${member}": "${outside}" stands outside the block and also leads to "${around}". Move it into the try, or handle it.`;
    reporter.report('no-handler', place, message);
  }
}

/** A stage that `start` leads to without passing a member, and from which nothing leads on; undefined when there is none. */
function findWayAround({ graph }: CheckContext, start: string, members: ReadonlySet<string>): string | undefined {
  const queue = [start];
  const seen = new Set(queue);
  for (const id of queue) {
    const next = graph.successors.get(id) ?? [];
    if (next.length === 0) return id;
    for (const each of next) {
      if (members.has(each) || seen.has(each)) continue;
      seen.add(each);
      queue.push(each);
    }
  }
  return undefined;
}
