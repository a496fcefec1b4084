import type { DiagramLayout, Lane } from '../layout/layout-compose.ts';
import { inletOf, outletOf, type Point } from '../layout/layout-sizes.ts';
import type { DiagramEdge, DiagramNode, StageDiagram } from './stage-diagram.ts';

/** A lane, measured from the corner of its box. */
export type FlowLane = Lane & {
  /** Nothing is drawn in it, not even a ghost. */
  readonly isEmpty: boolean;
};

/** What a node of React Flow carries: a card, or a box with its lanes. */
export type FlowNodeData = {
  readonly node: DiagramNode;
  readonly lanes: readonly FlowLane[];
  /** Names of what comes before and after, for those who cannot see the lines. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** It stands in the body of a foreach, at any depth: there are instances of it instead of itself. */
  readonly isInLoop: boolean;
};

/** A node in React Flow's terms, with size and handles given, so that nothing waits for the page to be measured. */
export interface FlowNode {
  id: string;
  type: 'stage' | 'scope' | 'ghost' | 'removed';
  position: { x: number; y: number };
  width: number;
  height: number;
  zIndex: number;
  data: FlowNodeData;
  handles: FlowHandle[];
}

interface FlowHandle {
  id: string;
  type: 'source' | 'target';
  position: 'left' | 'right';
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An edge in React Flow's terms; drawn along `route`. */
export interface FlowEdge {
  id: string;
  type: 'route';
  source: string;
  target: string;
  sourceHandle: string;
  targetHandle: string;
  zIndex: number;
  ariaRole: 'group';
  data: { readonly edge: DiagramEdge; readonly route: readonly Point[] };
}

/** The id of the handle where edges enter. */
export const INLET = 'in';

/** The id of the handle where an outcome leaves; of a single way on without one. */
export function outletId(arm: string | undefined): string {
  return arm === undefined ? 'out' : `arm:${arm}`;
}

/** The diagram as React Flow draws it: boxes below, then edges, then cards. What has no place yet is left out. */
export function toFlow(diagram: StageDiagram, layout: DiagramLayout): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const before = Map.groupBy(diagram.edges, ({ to }) => to);
  const after = Map.groupBy(diagram.edges, ({ from }) => from);
  const byId = new Map(diagram.nodes.map((node) => [node.id, node]));
  const filled = Map.groupBy(diagram.nodes, ({ parent }) => parent?.scope);
  const nodes = diagram.nodes.flatMap((node): FlowNode[] => {
    const box = layout.boxes.get(node.id);
    if (!box) return [];
    const lanes = (layout.lanes.get(node.id) ?? []).map((lane) => ({
      ...lane,
      x: lane.x - box.x,
      y: lane.y - box.y,
      isEmpty: !filled.get(node.id)?.some(({ parent }) => parent?.role === lane.role),
    }));
    return [
      {
        id: node.id,
        type: toType(node),
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        zIndex: node.lanes.length > 0 ? 0 : 2,
        handles: toHandles(node, box.width),
        data: {
          node,
          lanes,
          before: [
            ...new Set(
              before
                .get(node.id)
                ?.filter(isItsOwn(node))
                .map(({ from }) => from),
            ),
          ],
          after: [
            ...new Set(
              after
                .get(node.id)
                ?.filter(isItsOwn(node))
                .map(({ to }) => to),
            ),
          ],
          isInLoop: isInLoop(node, byId),
        },
      },
    ];
  });
  const edges = diagram.edges.flatMap((edge): FlowEdge[] => {
    const route = layout.routes.get(edge.id) ?? [];
    return route.length < 2 ? [] : [toFlowEdge(edge, route)];
  });
  return { nodes, edges };
}

function toType({ lanes, card }: DiagramNode): FlowNode['type'] {
  if (lanes.length > 0) return 'scope';
  return card.kind === 'ghost' || card.kind === 'removed' ? card.kind : 'stage';
}

/** Of a stage that is there, lines to removed ones tell nothing: it no longer waits for them. */
function isItsOwn({ card }: DiagramNode): (edge: DiagramEdge) => boolean {
  return ({ kind }) => kind !== 'removed' || card.kind === 'removed';
}

function toHandles(node: DiagramNode, width: number): FlowHandle[] {
  // A decision may also have stages that simply wait for it.
  const outlets = [undefined, ...node.arms];
  return [
    { id: INLET, type: 'target', position: 'left', ...inletOf(node), width: 1, height: 1 },
    ...outlets.map(
      (arm): FlowHandle => ({
        id: outletId(arm),
        type: 'source',
        position: 'right',
        ...outletOf(node, width, arm),
        width: 1,
        height: 1,
      }),
    ),
  ];
}

function toFlowEdge(edge: DiagramEdge, route: readonly Point[]): FlowEdge {
  return {
    id: edge.id,
    type: 'route',
    source: edge.from,
    target: edge.to,
    sourceHandle: outletId(edge.arm),
    targetHandle: INLET,
    zIndex: 1,
    // Its ends can be taken hold of; a picture may hold nothing that can be pressed.
    ariaRole: 'group',
    data: { edge, route },
  };
}

function isInLoop(node: DiagramNode, byId: ReadonlyMap<string, DiagramNode>): boolean {
  const seen = new Set<string>();
  for (let at: DiagramNode | undefined = node; at?.parent && !seen.has(at.id); at = byId.get(at.parent.scope)) {
    seen.add(at.id);
    if (at.parent.role === 'body') return true;
  }
  return false;
}
