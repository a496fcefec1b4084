import type { Guide } from '../../model/canvas/canvas-snap.ts';
import type { DropTarget, LaneTarget } from '../../model/canvas/drop-target.ts';
import type { Box, Point } from '../../model/layout/layout-sizes.ts';

/** What the pointer is doing on the canvas at this moment; all places are the diagram's. */
export type Hand =
  /** Moves stages, with all that stands in them, `by` so much. */
  | {
      readonly type: 'stages';
      readonly ids: ReadonlySet<string>;
      readonly by: Point;
      readonly guides: readonly Guide[];
      readonly lane: LaneTarget | undefined;
      /** They were let go, and stay where they are until the flow is another one than this. */
      readonly droppedOn?: object;
    }
  /** Draws a box around what is to be selected. */
  | { readonly type: 'band'; readonly box: Box }
  /** Draws a line from a stage, or to one. `refusal` says why it may not end where the pointer is. */
  | {
      readonly type: 'line';
      readonly from: Point;
      readonly to: Point;
      readonly targetId: string | undefined;
      readonly refusal: string | undefined;
      /** To let go here asks for a new stage. */
      readonly hasHint: boolean;
    }
  /** Brings a new stage. */
  | { readonly type: 'component'; readonly at: Point; readonly target: DropTarget };

/** Stages in the hand. */
export type HeldStages = Extract<Hand, { type: 'stages' }>;

/** Whether the stages are where the hand has them, and not yet where a new flow has put them. */
export function isStillHeld({ droppedOn }: HeldStages, flow: object): boolean {
  return droppedOn === undefined || droppedOn === flow;
}
