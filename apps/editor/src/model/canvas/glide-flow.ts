import type { Point } from '../layout/layout-sizes.ts';
import type { FlowEdge, FlowNode } from './to-flow.ts';

type Flow = { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] };

/** How far each node is from where it belongs; nodes that are there already are not in it. */
export type Offsets = ReadonlyMap<string, Point>;

/**
 * How far the nodes have to go from where they were shown to where they belong now, when the view is moved along with
 * `anchor`: that one then stands still on the screen. New nodes are where they belong from the first.
 */
export function offsetsBetween(shown: ReadonlyMap<string, Point>, nodes: readonly FlowNode[], anchor: Point): Offsets {
  const offsets = new Map<string, Point>();
  for (const { id, position } of nodes) {
    const before = shown.get(id);
    if (!before) continue;
    const offset = { x: before.x + anchor.x - position.x, y: before.y + anchor.y - position.y };
    if (Math.abs(offset.x) > 0.5 || Math.abs(offset.y) > 0.5) offsets.set(id, offset);
  }
  return offsets;
}

/** The flow on its way: `left` of each offset is still to go, from 1 to 0. Lines bend between their ends. */
export function glideFlow({ nodes, edges }: Flow, offsets: Offsets, left: number): Flow {
  return {
    nodes: nodes.map((node) => {
      const offset = offsets.get(node.id);
      return offset ? { ...node, position: plus(node.position, offset, left) } : node;
    }),
    edges: edges.map((edge) => bend(edge, offsets, left)),
  };
}

function bend(edge: FlowEdge, offsets: Offsets, left: number): FlowEdge {
  const [from = STILL, to = STILL] = [offsets.get(edge.source), offsets.get(edge.target)];
  if (from === STILL && to === STILL) return edge;
  const { route } = edge.data;
  const last = Math.max(1, route.length - 1);
  const bent = route.map((point, index) =>
    plus(plus(point, from, left * (1 - index / last)), to, (left * index) / last),
  );
  return { ...edge, data: { ...edge.data, route: bent } };
}

const STILL: Point = { x: 0, y: 0 };

function plus(point: Point, by: Point, times: number): Point {
  return { x: point.x + by.x * times, y: point.y + by.y * times };
}
