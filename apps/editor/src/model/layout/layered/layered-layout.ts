import type { LayoutGraph, PlacedGraph } from '../layout-graph.ts';
import { placeColumns } from './columns.ts';
import { toNet } from './net.ts';
import { orderLayers } from './order.ts';
import { placeRows } from './rows.ts';

/**
 * Places a graph at once, without ELK: layers by the longest way, few crossings, the main line straight, orthogonal
 * edges in channels between the layers. Quick up to some thousand nodes; what grows with the square is the count of crossings
 * between two layers.
 */
export function placeLayered(graph: LayoutGraph): PlacedGraph {
  const net = toNet(graph);
  orderLayers(net);
  placeRows(net);
  return placeColumns(net);
}
