import type { ReactFlowInstance } from '@xyflow/react';
import { freePlace } from '../../model/canvas/free-place.ts';
import { NOTE_SIZE, toNoteNodes } from '../../model/canvas/note-flow.ts';
import type { Box, Point } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import type { Drawing } from './use-diagram.ts';

type NoteCanvas = {
  readonly flow: Pick<ReactFlowInstance, 'screenToFlowPosition'>;
  readonly layout: Drawing['layout'];
};

/** Where a note is wanted: at a place of the page, or in the middle of what is seen of the canvas. */
type Wanted = { readonly at: Point } | { readonly frame: HTMLElement | null };

/** Opens a new note for writing, in a free place near to where it is wanted. The file has it when something stands in it. */
export function addNote({ flow, layout }: NoteCanvas, wanted: Wanted): void {
  const { shownDocument, selectStage, pickNote, writeNote } = useEditorStore.getState();
  const notes = toNoteNodes(shownDocument?.reading.pipeline?.notes ?? []);
  const taken: readonly Box[] = [
    ...layout.boxes.values(),
    ...notes.map(({ position, width, height }) => ({ ...position, width, height })),
  ];
  const view = 'frame' in wanted && wanted.frame ? viewOf(flow, wanted.frame.getBoundingClientRect()) : undefined;
  const corner = 'at' in wanted ? flow.screenToFlowPosition(wanted.at) : view ? cornerInMiddle(view) : { x: 0, y: 0 };
  const { x, y } = freePlace(corner, NOTE_SIZE, { taken, ...(view && { view }) });
  const id = `note-${crypto.randomUUID().slice(0, 8)}`;
  selectStage(undefined);
  pickNote(id);
  writeNote({ note: { id, text: '', position: [Math.round(x), Math.round(y)] }, isNew: true });
}

/** What is seen of the diagram. */
function viewOf(flow: NoteCanvas['flow'], { left, top, right, bottom }: DOMRect): Box {
  const corner = flow.screenToFlowPosition({ x: left, y: top });
  const end = flow.screenToFlowPosition({ x: right, y: bottom });
  return { ...corner, width: end.x - corner.x, height: end.y - corner.y };
}

function cornerInMiddle({ x, y, width, height }: Box): Point {
  return { x: x + (width - NOTE_SIZE.width) / 2, y: y + (height - NOTE_SIZE.height) / 2 };
}
