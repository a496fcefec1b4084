import type { PipelineChange } from '@flowmason/pipeline-schema';
import {
  boxAround,
  isSamePlace,
  originOf,
  outermostOf,
  toPosition,
  withMembers,
} from '../../model/canvas/canvas-places.ts';
import { snapBox } from '../../model/canvas/canvas-snap.ts';
import { findLane, indexInList, type LaneTarget, listOf, toWrittenIndex } from '../../model/canvas/drop-target.ts';
import type { DiagramNode } from '../../model/canvas/stage-diagram.ts';
import type { Point } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import type { HandContext } from './hand-context.ts';
import { tellRefusal } from './tell-refusal.ts';

/** How near to another card's line a dragged one is drawn to it, px of the screen. */
const REACH = 6;

/**
 * Moves the pressed stage, and the other selected ones when it is one of them: freely, or into another lane or another turn in
 * its own, or out of all boxes. Written when it is let go, as one gesture; what is selected stays, so that no panel opens
 * under the pointer.
 */
export function dragStages(press: PointerEvent, node: DiagramNode, context: HandContext): () => void {
  const { diagram, layout } = context.drawing;
  const { selectedIds } = useEditorStore.getState();
  const wanted = selectedIds.includes(node.id) ? selectedIds : [node.id];
  const nodes = outermostOf(diagram, wanted).flatMap((id) => {
    const found = diagram.nodes.find((one) => one.id === id);
    return found && found.card.kind !== 'ghost' ? [found] : [];
  });
  const ids = withMembers(
    diagram,
    nodes.map(({ id }) => id),
  );
  const around = boxAround(nodes.flatMap(({ id }) => layout.boxes.get(id) ?? []));
  const from = context.toDiagram({ x: press.clientX, y: press.clientY });
  const others = diagram.nodes.flatMap((other) =>
    ids.has(other.id) || !isSamePlace(other.parent, node.parent) ? [] : (layout.boxes.get(other.id) ?? []),
  );

  function follow(at: Point) {
    const point = context.toDiagram(at);
    const by = { x: point.x - from.x, y: point.y - from.y };
    const box = around && { ...around, x: around.x + by.x, y: around.y + by.y };
    const lane = findLane(context.drawing, { graph: context.graph, point, ids, ...(box && { box }) });
    const isElsewhere = !isSamePlace(lane && { scope: lane.scope, role: lane.role }, node.parent);
    const isNewTurn = lane !== undefined && !isElsewhere && isOtherTurn(lane);
    if (!box || !around || (lane && isElsewhere) || isNewTurn) return { by, guides: [], lane, isElsewhere, isNewTurn };
    const origin = isElsewhere ? { x: 0, y: 0 } : originOf(layout, node.parent);
    const { corner, guides } = snapBox(box, {
      others: isElsewhere ? [] : others,
      origin,
      reach: REACH / context.zoom(),
    });
    return { by: { x: corner.x - around.x, y: corner.y - around.y }, guides, lane: undefined, isElsewhere, isNewTurn };
  }

  function isOtherTurn(lane: LaneTarget): boolean {
    const turn = indexInList(context.graph, lane, ids);
    return turn !== undefined && turn !== lane.index;
  }

  return context.track(press, {
    move(at) {
      const { by, guides, lane } = follow(at);
      context.show({ type: 'stages', ids, by, guides, lane });
    },
    drop(at) {
      const { by, lane, isElsewhere, isNewTurn } = follow(at);
      const changes = isElsewhere || isNewTurn ? moveToList(nodes, lane, by) : [setPositions(nodes, by)];
      const isDone = tellRefusal(makeChange(changes));
      if (!isDone) context.show(undefined);
      else settle(by);
    },
    cancel: () => context.show(undefined),
  });

  /** The cards stay in the hand until the document has been read and laid out, else they would jump back for a moment. */
  function settle(by: Point): void {
    const { edited, shownDocument } = useEditorStore.getState();
    const isUnchanged = edited?.text === shownDocument?.reading.text;
    const dropped = { type: 'stages', ids, by, guides: [], lane: undefined, droppedOn: context.flow } as const;
    context.show(isUnchanged ? undefined : dropped);
  }

  function moveToList(moved: readonly DiagramNode[], lane: LaneTarget | undefined, by: Point): PipelineChange[] {
    const movedIds = moved.map(({ id }) => id);
    const { layout: pinned = {} } = useEditorStore.getState().shownDocument?.reading.pipeline ?? {};
    const into = lane && { owner: lane.scope, arm: lane.role };
    const index = lane && toWrittenIndex(listOf(context.graph, lane.scope, lane.role), new Set(movedIds), lane.index);
    const list: PipelineChange = { type: 'move_to_list', ids: movedIds, into, ...(index !== undefined && { index }) };
    if (!lane)
      return [
        list,
        setPositions(
          moved.map((one) => ({ ...one, parent: undefined })),
          by,
        ),
      ];
    // In its new lane it stands where its turn is.
    const freed = movedIds.filter((id) => Object.hasOwn(pinned, id));
    if (freed.length === 0) return [list];
    return [list, { type: 'set_positions', positions: Object.fromEntries(freed.map((id) => [id, null])) }];
  }

  function setPositions(moved: readonly DiagramNode[], by: Point): PipelineChange {
    const positions = moved.flatMap(({ id, parent }) => {
      const box = layout.boxes.get(id);
      return box ? [[id, toPosition(layout, parent, { x: box.x + by.x, y: box.y + by.y })] as const] : [];
    });
    return { type: 'set_positions', positions: Object.fromEntries(positions) };
  }
}
