import { shareEqual } from '../document/share-equal.ts';
import type { FlowEdge, FlowNode } from './to-flow.ts';

type Flow = { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] };

/**
 * `next`, with the very objects of `before` for all that looks the same: a change of one stage's words draws one card again
 * and not all of them.
 */
export function keepFlow(before: Flow | undefined, next: Flow): Flow {
  if (!before) return next;
  const nodes = shareItems(before.nodes, next.nodes);
  const edges = shareItems(before.edges, next.edges);
  return nodes === before.nodes && edges === before.edges ? before : { nodes, edges };
}

function shareItems<Item extends { readonly id: string }>(before: Item[], next: Item[]): Item[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const shared = next.map((item) => shareEqual(old.get(item.id), item));
  return shared.length === before.length && shared.every((item, index) => item === before[index]) ? before : shared;
}
