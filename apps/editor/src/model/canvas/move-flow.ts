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
  return { nodes: moveNodes(nodes, ids, by), edges: edges.map((edge) => moveEdge(edge, ids, by)) };
}

/** The nodes with those of `ids` moved `by`, and above the rest. */
export function moveNodes(nodes: readonly FlowNode[], ids: ReadonlySet<string>, by: Point): FlowNode[] {
  return nodes.map((node) =>
    ids.has(node.id) ? { ...node, position: plus(node.position, by), zIndex: node.zIndex + LIFT } : node,
  );
}

/** What is in the hand lies above the rest. */
const LIFT = 10;

function moveEdge(edge: FlowEdge, ids: ReadonlySet<string>, by: Point): FlowEdge {
  const route = moveRoute(edge.data, ids, by);
  return route === edge.data.route ? edge : { ...edge, data: { ...edge.data, route } };
}

/** The way of a line while the stages of `ids` are moved `by`: along with both of its ends, or loose between them. */
export function moveRoute({ edge, route }: FlowEdge['data'], ids: ReadonlySet<string>, by: Point): readonly Point[] {
  const [hasFrom, hasTo] = [ids.has(edge.from), ids.has(edge.to)];
  if (!hasFrom && !hasTo) return route;
  if (hasFrom && hasTo) return route.map((point) => plus(point, by));
  const [start, end] = [route[0], route.at(-1)];
  if (!start || !end) return route;
  return looseRoute(hasFrom ? plus(start, by) : start, hasTo ? plus(end, by) : end);
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
