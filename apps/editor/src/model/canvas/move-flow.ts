import { outletOf, type Point } from '../layout/layout-sizes.ts';
import type { FlowEdge, FlowNode } from './to-flow.ts';

type Flow = { readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] };

/**
 * The flow with the nodes of `ids` moved `by`, and their lines drawn to where they are now. All else is the same objects, so
 * that only what moves is drawn again.
 */
export function moveFlow(
  { nodes, edges }: Flow,
  ids: ReadonlySet<string>,
  by: Point,
): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const moved = nodes.map((node) =>
    ids.has(node.id)
      ? { ...node, position: { x: node.position.x + by.x, y: node.position.y + by.y }, zIndex: node.zIndex + LIFT }
      : node,
  );
  return { nodes: moved, edges: edges.map((edge) => moveEdge(edge, ids, by)) };
}

/** What is in the hand lies above the rest. */
const LIFT = 10;

function moveEdge(edge: FlowEdge, ids: ReadonlySet<string>, by: Point): FlowEdge {
  const [hasFrom, hasTo] = [ids.has(edge.source), ids.has(edge.target)];
  if (!hasFrom && !hasTo) return edge;
  const { route } = edge.data;
  if (hasFrom && hasTo) return { ...edge, data: { ...edge.data, route: route.map((point) => plus(point, by)) } };
  const [start, end] = [route[0], route.at(-1)];
  if (!start || !end) return edge;
  const drawn = looseRoute(hasFrom ? plus(start, by) : start, hasTo ? plus(end, by) : end);
  return { ...edge, data: { ...edge.data, route: drawn } };
}

/** A way from one point to another for as long as a hand is at it: ahead with one step, backwards around. */
export function looseRoute(start: Point, end: Point): readonly Point[] {
  if (end.x - start.x >= 2 * STUB) {
    const middle = (start.x + end.x) / 2;
    return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
  }
  const y = Math.abs(end.y - start.y) > 120 ? (start.y + end.y) / 2 : Math.max(start.y, end.y) + 60;
  const [right, left] = [start.x + STUB, end.x - STUB];
  return [start, { x: right, y: start.y }, { x: right, y }, { x: left, y }, { x: left, y: end.y }, end];
}

const STUB = 20;

/** Where a line leaves the node, in the diagram. */
export function outletPoint(node: FlowNode, arm: string | undefined): Point {
  return plus(node.position, outletOf(node.data.node, node.width, arm));
}

function plus(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y };
}
