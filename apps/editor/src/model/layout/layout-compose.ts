import type { DiagramEdge, DiagramNode, LaneRole, StageDiagram } from '../canvas/stage-diagram.ts';
import type { PlacedGraph } from './layout-graph.ts';
import { containerOf, laneKey, ROOT, type RoutePlan } from './layout-routes.ts';
import { type Box, inletOf, outletOf, type Point, SCOPE, sizeOfCard } from './layout-sizes.ts';

/** Where everything stands, in pixels from the top left corner of the diagram. */
export interface DiagramLayout {
  readonly boxes: ReadonlyMap<string, Box>;
  /** The lanes of each open box, from top to bottom. */
  readonly lanes: ReadonlyMap<string, readonly Lane[]>;
  /** The corners of each edge, from the handle that it leaves to the one that it enters. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}

export type Lane = Box & { readonly role: LaneRole };

/** A box with its lanes placed; `y` of a lane counts from the top of the box. */
export interface PlacedScope {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly {
    readonly role: LaneRole;
    readonly y: number;
    readonly height: number;
    readonly graph: PlacedGraph;
  }[];
}

interface Placed {
  readonly diagram: StageDiagram;
  readonly plan: RoutePlan;
  readonly scopes: ReadonlyMap<string, PlacedScope>;
  readonly root: PlacedGraph;
}

/** Puts the graphs that were placed one by one into each other. */
export function composeLayout(placed: Placed): DiagramLayout {
  const boxes = new Map<string, Box>();
  const lanes = new Map<string, readonly Lane[]>();
  const containers = new Map<string, Container>([[ROOT, { origin: { x: 0, y: 0 }, graph: placed.root }]]);
  for (const node of placed.diagram.nodes) {
    const outer = containers.get(containerOf(node));
    const box = outer?.graph.boxes.get(node.id);
    if (!outer || !box) continue;
    const scope = placed.scopes.get(node.id);
    const at = plus(outer.origin, box);
    boxes.set(node.id, { ...at, ...sizeOf(node, scope) });
    if (!scope) continue;
    lanes.set(
      node.id,
      scope.lanes.map(({ role, y, height }) => ({ role, x: at.x, y: at.y + y, width: scope.width, height })),
    );
    for (const { role, y, graph } of scope.lanes) {
      containers.set(laneKey(node.id, role), { origin: plus(at, { x: SCOPE.side, y: y + SCOPE.laneTop }), graph });
    }
  }
  const nodes = new Map(placed.diagram.nodes.map((node) => [node.id, node]));
  const context = { plan: placed.plan, containers, boxes, lanes, nodes };
  return { boxes, lanes, routes: new Map(placed.diagram.edges.map((edge) => [edge.id, toRoute(edge, context)])) };
}

type Container = { readonly origin: Point; readonly graph: PlacedGraph };

interface RouteContext {
  readonly plan: RoutePlan;
  readonly containers: ReadonlyMap<string, Container>;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lanes: ReadonlyMap<string, readonly Lane[]>;
  readonly nodes: ReadonlyMap<string, DiagramNode>;
}

function toRoute(edge: DiagramEdge, context: RouteContext): readonly Point[] {
  const [from, to] = [context.nodes.get(edge.from), context.nodes.get(edge.to)];
  const [fromBox, toBox] = [context.boxes.get(edge.from), context.boxes.get(edge.to)];
  if (!from || !to || !fromBox || !toBox) return [];
  const start = plus(fromBox, outletOf(from, fromBox.width, edge.arm));
  const end = plus(toBox, inletOf(to));
  const stretches = (context.plan.stepsOf.get(edge.id) ?? []).map(({ id, container }) => {
    const { origin, graph } = context.containers.get(container) ?? { origin: start, graph: undefined };
    return { container, points: (graph?.routes.get(id) ?? []).map((point) => plus(origin, point)) };
  });
  const points = stretches.flatMap((stretch, index) => {
    const next = stretches[index + 1];
    return next ? [...stretch.points, ...betweenLanes(stretch, next, context)] : stretch.points;
  });
  return straighten([start, ...points, end]);
}

type Stretch = { readonly container: string; readonly points: readonly Point[] };

/** From one lane of a box into another: down the right stripe, back along the border of the lane, in by the left one. */
function betweenLanes(stretch: Stretch, next: Stretch, { lanes }: RouteContext): readonly Point[] {
  const [scope, role] = splitLane(stretch.container);
  const [nextScope, nextRole] = splitLane(next.container);
  const target = scope === nextScope && role !== nextRole && lanes.get(scope)?.find((lane) => lane.role === nextRole);
  const [leaving, entering] = [stretch.points.at(-1), next.points[0]];
  if (!target || !leaving || !entering) return [];
  const right = target.x + target.width - SCOPE.side / 2;
  const left = target.x + SCOPE.side / 2;
  return [
    { x: right, y: leaving.y },
    { x: right, y: target.y },
    { x: left, y: target.y },
    { x: left, y: entering.y },
  ];
}

function splitLane(container: string): readonly [scope: string, role: string] {
  const at = container.lastIndexOf('/');
  return [container.slice(0, Math.max(0, at)), container.slice(at + 1)];
}

function sizeOf(node: DiagramNode, scope: PlacedScope | undefined) {
  return scope ? { width: scope.width, height: scope.height } : sizeOfCard(node);
}

function plus(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y };
}

/** The same way with corners only; two points that are not on one axis get a corner half way between them. */
function straighten(points: readonly Point[]): readonly Point[] {
  const corners: Point[] = [];
  for (const point of points) {
    const last = corners.at(-1);
    if (last && Math.abs(last.x - point.x) > 0.5 && Math.abs(last.y - point.y) > 0.5) {
      const middle = (last.x + point.x) / 2;
      pushCorner(corners, { x: middle, y: last.y });
      pushCorner(corners, { x: middle, y: point.y });
    }
    pushCorner(corners, point);
  }
  return corners;
}

function pushCorner(corners: Point[], point: Point): void {
  const [before, last] = [corners.at(-2), corners.at(-1)];
  if (last && isSame(last.x, point.x) && isSame(last.y, point.y)) return;
  const isStraight =
    before &&
    last &&
    ((isSame(before.x, last.x) && isSame(last.x, point.x)) || (isSame(before.y, last.y) && isSame(last.y, point.y)));
  if (isStraight) corners.pop();
  corners.push(point);
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.5;
}
