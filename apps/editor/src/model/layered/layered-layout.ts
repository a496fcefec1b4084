import type { LayoutGraph, PlacedGraph } from '../layout-graph.ts';
import { placeColumns } from './columns.ts';
import { toNet } from './net.ts';
import { orderLayers } from './order.ts';
import { placeRows } from './rows.ts';

/**
 * Places a small graph at once, without ELK: layers by the longest way, few crossings, the main line straight, orthogonal
 * edges in channels between the layers. Good and quick up to some hundred nodes; beyond that, ELK is better.
 */
export function placeLayered(graph: LayoutGraph): PlacedGraph {
  const net = toNet(graph);
  orderLayers(net);
  placeRows(net);
  return placeColumns(net);
}
