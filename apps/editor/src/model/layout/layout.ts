import type { DiagramNode, StageDiagram } from '../canvas/stage-diagram.ts';
import { composeLayout, type DiagramLayout, type PlacedScope } from './layout-compose.ts';
import type { GraphLayouter, LayoutNode, PlacedGraph } from './layout-graph.ts';
import { pinNodes, type StagePositions } from './layout-pins.ts';
import {
  borderPort,
  containerOf,
  inletPort,
  laneKey,
  outletPort,
  planRoutes,
  ROOT,
  type RoutePlan,
} from './layout-routes.ts';
import { armLabelWidth, CARD, inletOf, outletOf, SCOPE, sizeOfCard } from './layout-sizes.ts';

/**
 * Lays a diagram out from left to right. Each lane of each box is laid out by itself, the box is sized around its lanes
 * and is then one node of what it stands in; an edge that leaves a box crosses its border at a port of its own.
 * `place` is called once per lane, inner ones first, and once for the whole. Stages with a position stand there; inside a lane
 * not left of or above its corner.
 */
export async function layoutDiagram(
  diagram: StageDiagram,
  place: GraphLayouter,
  positions: StagePositions = {},
): Promise<DiagramLayout> {
  const plan = planRoutes(diagram);
  const children = Map.groupBy(diagram.nodes, containerOf);
  const scopes = new Map<string, PlacedScope>();
  const insideLane = Object.fromEntries(
    Object.entries(positions).map(([id, [x, y]]) => [id, [Math.max(0, x), Math.max(0, y)] as const]),
  );

  async function placeContainer(container: string): Promise<PlacedGraph> {
    const crossings = plan.crossingsOf.get(container) ?? [];
    const nodes = (children.get(container) ?? []).map((node) => toLayoutNode(node, scopes.get(node.id), plan));
    const edges = (plan.stepsIn.get(container) ?? []).map(({ id, from, to }) => ({ id, fromPort: from, toPort: to }));
    const graph = { nodes: [...nodes, ...crossings.map(toBorderNode)], edges };
    return pinNodes(graph, await place(graph), container === ROOT ? positions : insideLane);
  }

  // A box stands before what is in it, so from the end inner boxes have their size before outer ones need it.
  for (const scope of diagram.nodes.toReversed().filter(({ lanes }) => lanes.length > 0)) {
    const graphs: PlacedGraph[] = [];
    for (const role of scope.lanes) graphs.push(await placeContainer(laneKey(scope.id, role)));
    scopes.set(scope.id, toPlacedScope(scope, graphs));
  }
  return composeLayout({ diagram, plan, scopes, root: await placeContainer(ROOT) });
}

function toPlacedScope(scope: DiagramNode, graphs: readonly PlacedGraph[]): PlacedScope {
  let y: number = SCOPE.header;
  const lanes = graphs.map((graph, index) => {
    const height = Math.max(graph.height, CARD.height) + SCOPE.laneTop + SCOPE.laneBottom;
    const lane = { role: scope.lanes[index] ?? 'body', y, height, graph };
    y += height;
    return lane;
  });
  const inner = Math.max(CARD.width, ...graphs.map(({ width }) => width));
  return { width: inner + 2 * SCOPE.side, height: y, lanes };
}

function toLayoutNode(node: DiagramNode, scope: PlacedScope | undefined, plan: RoutePlan): LayoutNode {
  const size = scope ?? sizeOfCard(node);
  const width = size.width + armLabelWidth(node.arms);
  const outlets = node.arms.length > 0 ? [undefined, ...node.arms] : [undefined];
  const ports = [
    { id: inletPort(node.id), side: 'left' as const, ...inletOf(node) },
    ...outlets.map((arm) => ({ id: outletPort(node.id, arm), side: 'right' as const, ...outletOf(node, width, arm) })),
    ...(scope?.lanes ?? []).flatMap(({ role, y, graph }) =>
      (plan.crossingsOf.get(laneKey(node.id, role)) ?? []).map(({ id, side }) => ({
        id: borderPort(node.id, id),
        side,
        x: side === 'left' ? 0 : width,
        y: y + SCOPE.laneTop + (graph.boxes.get(id)?.y ?? 0),
      })),
    ),
  ];
  return { id: node.id, width, height: size.height, ports };
}

/** A crossing is a node without extent whose only port has the crossing's own id. */
function toBorderNode({ id, side }: { readonly id: string; readonly side: 'left' | 'right' }): LayoutNode {
  const port = { id, side: side === 'right' ? ('left' as const) : ('right' as const), x: 0, y: 0 };
  return { id, width: 1, height: 1, ports: [port], border: side };
}
