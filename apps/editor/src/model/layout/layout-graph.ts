import type { Box, Point } from './layout-sizes.ts';

/** A flat graph to be placed from left to right. */
export interface LayoutGraph {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
}

/** `side` says that the node stands on the left or right border of the graph instead of inside it. */
export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly ports: readonly LayoutPort[];
  readonly border?: 'left' | 'right';
}

/** A fixed place on a node where edges end; measured from the node's top left corner. */
export interface LayoutPort extends Point {
  readonly id: string;
  readonly side: 'left' | 'right';
}

/** From a port to a port; the ports' ids are unique in the graph. */
export interface LayoutEdge {
  readonly id: string;
  readonly fromPort: string;
  readonly toPort: string;
}

/** The graph with places: boxes by node, corners by edge (its ends included), from the graph's top left corner. */
export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}

/** Places one graph; ELK in a worker does it in the editor. */
export type GraphLayouter = (graph: LayoutGraph) => Promise<PlacedGraph>;
