import type { PipelineGraph } from '@flowmason/pipeline-schema';
import type { FlowNode } from '../../model/canvas/to-flow.ts';
import type { Box, Point } from '../../model/layout/layout-sizes.ts';
import type { DragHandlers } from '../../ui/track-pointer.ts';
import type { Hand } from './hand.ts';
import type { Drawing } from './use-diagram.ts';

/** What a gesture of the pointer needs to know of the canvas, as it was when the pointer was pressed. */
export interface HandContext {
  readonly drawing: Drawing;
  readonly graph: PipelineGraph;
  readonly flow: { readonly nodes: readonly FlowNode[] };
  /** From the corner of the page to the diagram. */
  toDiagram(at: Point): Point;
  zoom(): number;
  /** Whether the point of the page is on the canvas. */
  isOver(at: Point): boolean;
  /** Follows the pointer as `trackPointer` does; near the border of the canvas the view moves on. */
  track(press: PointerEvent, handlers: DragHandlers): () => void;
  /** Shows what the hand is doing; nothing any more without one. */
  show(hand: Hand | undefined): void;
}

/** The box between two corners, whichever they are. */
export function boxBetween(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
