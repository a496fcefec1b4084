import type { Connection } from '@flowmason/pipeline-schema';
import { snapBox } from '../../model/canvas/canvas-snap.ts';
import { toReconnectChanges } from '../../model/canvas/connect-edge.ts';
import { refusalsFor } from '../../model/canvas/connect-targets.ts';
import { findLane, findStageAt } from '../../model/canvas/drop-target.ts';
import { CARD, type Point } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { dotAt } from './grip-at.ts';
import type { HandContext } from './hand-context.ts';
import { tellRefusal } from './tell-refusal.ts';

/** A line that is being drawn: from a stage on (`to` another one), or back (`from` another one). */
export type LineStart = {
  readonly stageId: string;
  readonly arm: string | undefined;
  readonly direction: 'to' | 'from';
  /** Where the fixed end of the line is, in the diagram. */
  readonly anchor: Point;
  /** The connection that the new one takes the place of. */
  readonly replaced?: Connection;
};

/**
 * Draws a line until it is let go: on a stage it connects, on empty canvas it asks for a stage to put there. Meanwhile the
 * stages that it may lead to stand out.
 */
export function drawLine(press: PointerEvent, line: LineStart, context: HandContext): () => void {
  const { stageId, arm, direction, anchor, replaced } = line;
  const { setLinking } = useEditorStore.getState();
  let refusals: ReadonlyMap<string, string | undefined> = new Map();

  function targetAt(at: Point): string | undefined {
    const found = stageOfDot(at) ?? findStageAt(context.drawing, context.toDiagram(at));
    return found === stageId ? undefined : found;
  }

  function finish(): void {
    setLinking(undefined);
    context.show(undefined);
  }

  return context.track(press, {
    start() {
      refusals = refusalsFor(context.graph, { stageId, arm, direction });
      setLinking({ stageId, arm, direction, refusals });
    },
    move(at) {
      const targetId = targetAt(at);
      const free = context.toDiagram(at);
      const [from, to] = direction === 'to' ? [anchor, free] : [free, anchor];
      const refusal = targetId === undefined ? undefined : refusals.get(targetId);
      context.show({ type: 'line', from, to, targetId, refusal, hasHint: targetId === undefined && !replaced });
    },
    drop(at) {
      finish();
      if (!context.isOver(at)) return;
      const targetId = targetAt(at);
      if (targetId !== undefined) connect(targetId, armAt(at));
      else if (!replaced) askForStage(context.toDiagram(at));
    },
    cancel: finish,
  });

  function connect(targetId: string, armOfTarget: string | undefined): void {
    const connection: Connection =
      direction === 'to' ? { from: stageId, to: targetId, arm } : { from: targetId, to: stageId, arm: armOfTarget };
    tellRefusal(
      makeChange(replaced ? toReconnectChanges(context.graph, replaced, connection) : { type: 'connect', connection }),
    );
  }

  function askForStage(at: Point): void {
    const lane = findLane(context.drawing, { graph: context.graph, point: at, ids: new Set() });
    const corner = { x: direction === 'to' ? at.x : at.x - CARD.width, y: at.y - CARD.height / 2 };
    const { x, y } = snapBox({ ...corner, ...CARD }, { others: [], origin: { x: 0, y: 0 }, reach: 0 }).corner;
    const { askOnCanvas } = useEditorStore.getState();
    const ends = direction === 'to' ? { after: stageId, ...(arm !== undefined && { arm }) } : { before: stageId };
    askOnCanvas({
      type: 'add',
      // What a decision leads to is in its box already.
      place:
        lane && arm === undefined
          ? { ...ends, into: { owner: lane.scope, arm: lane.role } }
          : { ...ends, position: [x, y] },
    });
  }
}

/** The stage whose dot lies under the pointer: half of a dot stands out of its card. */
function stageOfDot(at: Point): string | undefined {
  const dot = dotAt(at);
  return dot?.dataset['inlet'] ?? dot?.dataset['outlet'];
}

/** The outcome whose dot lies under the pointer, for a line that is drawn back to it. */
function armAt(at: Point): string | undefined {
  return dotAt(at)?.dataset['arm'];
}
