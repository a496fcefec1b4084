import { toast } from 'sonner';
import { type Alignment, alignBoxes, leastForAlignment } from '../../model/canvas/canvas-align.ts';
import { outermostOf, toPosition } from '../../model/canvas/canvas-places.ts';
import { connectionOf, toDisconnectChanges } from '../../model/canvas/connect-edge.ts';
import { toNudgedPositions } from '../../model/canvas/nudge-stages.ts';
import type { Point } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import * as stages from '../../store/stage-gestures.ts';
import { deleteNote } from './delete-note.ts';
import { tellRefusal } from './tell-refusal.ts';
import type { Drawing } from './use-diagram.ts';

/** Deletes the line or the note that is selected, else these stages. */
export function deleteSelected({ diagram }: Drawing, stageIds: readonly string[]): void {
  const { pickedEdgeId, pickedNoteId, shownDocument, pickEdge } = useEditorStore.getState();
  if (pickedNoteId !== undefined) {
    deleteNote(pickedNoteId);
    return;
  }
  const edge = diagram.edges.find(({ id }) => id === pickedEdgeId);
  if (edge && shownDocument?.graph) {
    const { graph } = shownDocument;
    const connection = connectionOf(graph, edge);
    const refusal = 'refusal' in connection ? connection.refusal : makeChange(toDisconnectChanges(graph, connection));
    if (tellRefusal(refusal)) pickEdge(undefined);
    return;
  }
  deleteStages(stageIds);
}

/** Deletes stages with all that names them. */
export function deleteStages(ids: readonly string[]): void {
  tellRefusal(stages.deleteStages(ids));
}

/** Copies stages beside themselves. */
export function duplicateStages(ids: readonly string[]): void {
  tellRefusal(stages.duplicateStages(ids));
}

/** Disables the stages, or enables them again when all of them are disabled. */
export function toggleDisabled(ids: readonly string[]): void {
  tellRefusal(stages.toggleDisabled(ids));
}

/** Asks which list the stages are to be moved into. */
export function askToMove(ids: readonly string[]): void {
  tellRefusal(stages.askToMove(ids));
}

/** Takes the positions away that a person has given: of these stages, or of all. */
export function layOut(ids?: readonly string[]): void {
  const placed = Object.keys(useEditorStore.getState().shownDocument?.reading.pipeline?.layout ?? {});
  const freed = ids ? placed.filter((id) => ids.includes(id)) : placed;
  if (freed.length === 0) {
    toast.info(
      ids ? 'No selected stage was placed by hand.' : 'No stage was placed by hand: all are laid out already.',
    );
    return;
  }
  const positions = Object.fromEntries(freed.map((id) => [id, null]));
  const label = ids ? 'Lay out the selection' : 'Lay out all';
  tellRefusal(makeChange({ type: 'set_positions', positions }, { label }));
}

/** Brings stages into line with each other; what stands in one of them goes along. */
export function alignStages(drawing: Drawing, ids: readonly string[], alignment: Alignment): void {
  const outermost = outermostOf(drawing.diagram, ids);
  const boxes = new Map(outermost.flatMap((id) => [[id, drawing.layout.boxes.get(id)] as const]).filter(isKnown));
  if (boxes.size < leastForAlignment(alignment)) return;
  place(drawing, alignBoxes(boxes, alignment), ALIGN_LABELS[alignment]);
}

/** Moves stages by so much; several moves in a row are undone together. */
export function nudgeStages(drawing: Drawing, ids: readonly string[], by: Point): void {
  const text = useEditorStore.getState().edited?.text ?? '';
  const positions = toNudgedPositions(drawing, ids, { by, text });
  if (Object.keys(positions).length === 0) return;
  tellRefusal(makeChange({ type: 'set_positions', positions }, { coalesceKey: `nudge ${ids.join()}` }));
}

function place({ diagram, layout }: Drawing, corners: ReadonlyMap<string, Point>, label: string): void {
  const positions = diagram.nodes.flatMap(({ id, parent, card }) => {
    const corner = card.kind === 'ghost' ? undefined : corners.get(id);
    return corner ? [[id, toPosition(layout, parent, corner)] as const] : [];
  });
  tellRefusal(makeChange({ type: 'set_positions', positions: Object.fromEntries(positions) }, { label }));
}

const ALIGN_LABELS: Readonly<Record<Alignment, string>> = {
  left: 'Align at the left',
  center: 'Align at the centre',
  right: 'Align at the right',
  top: 'Align at the top',
  middle: 'Align at the middle',
  bottom: 'Align at the bottom',
  across: 'Distribute across',
  down: 'Distribute down',
};

function isKnown<V>(entry: readonly [string, V | undefined]): entry is readonly [string, V] {
  return entry[1] !== undefined;
}
