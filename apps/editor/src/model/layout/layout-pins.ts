import type { LayoutGraph, LayoutNode, LayoutPort, PlacedGraph } from './layout-graph.ts';
import type { Box, Point } from './layout-sizes.ts';

/** Where stages stand that a person has moved: from the top left corner of the diagram, or of the lane that they stand in. */
export type StagePositions = { readonly [stageId: string]: readonly [x: number, y: number] };

/** Least room around what makes way, and how far an edge leads straight out of a card before it turns. */
const GAP = 24;
const STUB = 20;

/**
 * The placed graph with the moved nodes where they have been put. What one of them would cover makes way downwards; edges
 * whose ends have moved are drawn anew. Without a moved node the graph stays as it is.
 */
export function pinNodes(graph: LayoutGraph, placed: PlacedGraph, positions: StagePositions): PlacedGraph {
  const cards = graph.nodes.filter(({ border }) => border === undefined);
  const boxes = new Map<string, Box>();
  for (const { id, width, height } of cards) {
    const position = Object.hasOwn(positions, id) ? positions[id] : undefined;
    if (position) boxes.set(id, { x: position[0], y: position[1], width, height });
  }
  if (boxes.size === 0) return placed;
  const free = cards
    .flatMap(({ id }) => (boxes.has(id) ? [] : { id, box: placed.boxes.get(id) ?? NOWHERE }))
    .toSorted((a, b) => a.box.y - b.box.y);
  for (const { id, box } of free) boxes.set(id, makeWay(box, [...boxes.values()]));
  const width = Math.max(...[...boxes.values()].map((box) => box.x + box.width));
  const height = Math.max(...[...boxes.values()].map((box) => box.y + box.height));
  for (const { id, border } of graph.nodes) {
    if (border) boxes.set(id, { ...(placed.boxes.get(id) ?? NOWHERE), x: border === 'left' ? 0 : width });
  }
  return { width, height, boxes, routes: drawRoutes(graph, placed, boxes) };
}

const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };

function makeWay(box: Box, taken: readonly Box[]): Box {
  const inTheWay = taken.find(
    (other) =>
      box.x < other.x + other.width + GAP &&
      other.x < box.x + box.width + GAP &&
      box.y < other.y + other.height + GAP &&
      other.y < box.y + box.height + GAP,
  );
  return inTheWay ? makeWay({ ...box, y: inTheWay.y + inTheWay.height + GAP }, taken) : box;
}

function drawRoutes(graph: LayoutGraph, placed: PlacedGraph, boxes: ReadonlyMap<string, Box>): PlacedGraph['routes'] {
  const ports = new Map(graph.nodes.flatMap((node) => node.ports.map((port) => [port.id, { node, port }] as const)));
  const hasMoved = ({ id }: LayoutNode): boolean => {
    const [before, after] = [placed.boxes.get(id), boxes.get(id)];
    return before?.x !== after?.x || before?.y !== after?.y;
  };
  return new Map(
    graph.edges.map(({ id, fromPort, toPort }) => {
      const [from, to] = [ports.get(fromPort), ports.get(toPort)];
      const [fromBox, toBox] = [from && boxes.get(from.node.id), to && boxes.get(to.node.id)];
      const before = placed.routes.get(id) ?? [];
      if (!from || !to || !fromBox || !toBox || (!hasMoved(from.node) && !hasMoved(to.node))) return [id, before];
      return [id, drawRoute({ box: fromBox, port: from.port }, { box: toBox, port: to.port })];
    }),
  );
}

type End = { readonly box: Box; readonly port: LayoutPort };

/** Straight ahead with one step half way; backwards around, between the two cards when there is room, else below both. */
function drawRoute(from: End, to: End): readonly Point[] {
  const start = { x: from.box.x + from.port.x, y: from.box.y + from.port.y };
  const end = { x: to.box.x + to.port.x, y: to.box.y + to.port.y };
  if (end.x - start.x >= 2 * STUB) {
    const middle = (start.x + end.x) / 2;
    return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
  }
  const [upper, lower] = from.box.y <= to.box.y ? [from.box, to.box] : [to.box, from.box];
  const bottom = upper.y + upper.height;
  const y = lower.y >= bottom + GAP ? (bottom + lower.y) / 2 : Math.max(bottom, lower.y + lower.height) + GAP;
  const [right, left] = [start.x + STUB, end.x - STUB];
  return [start, { x: right, y: start.y }, { x: right, y }, { x: left, y }, { x: left, y: end.y }, end];
}
