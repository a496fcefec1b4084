import type { LayoutGraph, PlacedGraph } from './layout-graph.ts';
import type { Point } from './layout-sizes.ts';

/** A graph as ELK takes it and gives it back; only the part that is used here. */
export interface ElkGraph {
  id: string;
  width?: number;
  height?: number;
  layoutOptions?: Record<string, string>;
  children?: ElkChild[];
  edges?: ElkEdge[];
}

interface ElkChild {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  layoutOptions?: Record<string, string>;
  ports?: { id: string; x: number; y: number; width: number; height: number; layoutOptions: Record<string, string> }[];
}

interface ElkEdge {
  id: string;
  sources: string[];
  targets: string[];
  sections?: { id: string; startPoint: Point; endPoint: Point; bendPoints?: Point[] }[];
}

/** From this many nodes on speed matters more than the last bend. */
const LARGE = 300;

/** The graph in ELK's terms: layered, left to right, orthogonal edges, in file order where nothing else decides. */
export function toElkGraph({ nodes, edges }: LayoutGraph): ElkGraph {
  return {
    id: 'root',
    layoutOptions: { ...OPTIONS, ...(nodes.length > LARGE && FAST) },
    children: nodes.map(({ id, width, height, ports, border }) => ({
      id,
      width,
      height,
      layoutOptions: {
        'elk.portConstraints': 'FIXED_POS',
        ...(border && {
          'elk.layered.layering.layerConstraint': border === 'left' ? 'FIRST_SEPARATE' : 'LAST_SEPARATE',
        }),
      },
      ports: ports.map((port) => ({
        id: port.id,
        x: port.x,
        y: port.y,
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': port.side === 'left' ? 'WEST' : 'EAST' },
      })),
    })),
    edges: edges.map(({ id, fromPort, toPort }) => ({ id, sources: [fromPort], targets: [toPort] })),
  };
}

/** What ELK has placed, in our terms. */
export function fromElkGraph(graph: ElkGraph): PlacedGraph {
  return {
    width: graph.width ?? 0,
    height: graph.height ?? 0,
    boxes: new Map(
      (graph.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => [id, { x, y, width, height }]),
    ),
    routes: new Map(
      (graph.edges ?? []).map(({ id, sections = [] }) => [
        id,
        sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]),
      ]),
    ),
  };
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '32',
  'elk.spacing.edgeNode': '20',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.componentComponent': '48',
  'elk.layered.spacing.nodeNodeBetweenLayers': '48',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
} as const;

const FAST = {
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.thoroughness': '3',
} as const;
