import type { Note } from '@flowmason/pipeline-schema';
import { type Node, type NodeProps, useReactFlow } from '@xyflow/react';
import { Pencil, Trash2 } from 'lucide-react';
import { memo, type PointerEvent, type ReactNode, useState } from 'react';
import { GRID } from '../../model/canvas/canvas-snap.ts';
import { type NoteNode as FlowNote, LEAST_NOTE, toNoteChange } from '../../model/canvas/note-flow.ts';
import { writtenPlaces } from '../../model/canvas/written-places.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { type GestureOptions, makeChange } from '../../store/gestures.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { trackPointer } from '../../ui/track-pointer.ts';
import { deleteNote } from './delete-note.ts';
import { useIsEditing } from './editing-context.ts';
import { NoteField } from './note-field.tsx';
import { NoteText } from './note-text.tsx';
import { tellRefusal } from './tell-refusal.ts';

/** How a note is being moved or drawn larger at this moment, px of the diagram. */
type Pull = {
  readonly note: Note;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

const STILL = { x: 0, y: 0, width: 0, height: 0 } as const;

/** A note on the canvas: to read, to move by hand or with Alt and the arrows, to draw larger, and to write in place. */
export const NoteNode = memo(function NoteNode({
  data,
  width = 0,
  height = 0,
}: NodeProps<Node<FlowNote['data']>>): ReactNode {
  const { note } = data;
  const isEditing = useIsEditing();
  const isPicked = useEditorStore((state) => state.pickedNoteId === note.id);
  const inHand = useEditorStore(({ noteInHand }) => (noteInHand?.note.id === note.id ? noteInHand : undefined));
  const isWriting = inHand !== undefined;
  const [latest, setPull] = useState<Pull>();
  const { getZoom } = useReactFlow();
  // Once it is written where it was pulled to, it stands there by itself.
  const pull = latest?.note === note ? latest : STILL;

  function write(): void {
    if (!isWriting) useEditorStore.getState().writeNote({ note, isNew: false });
  }

  function finish(text: string): void {
    if (!inHand) return;
    const { writeNote, pickNote } = useEditorStore.getState();
    const change = toNoteChange(inHand, text);
    // What is refused stays in the field, so that nothing is lost.
    if (change && !tellRefusal(makeChange(change))) return;
    writeNote(undefined);
    if (text.trim() === '') pickNote(undefined);
  }

  function put(change: Partial<Note>, options?: GestureOptions): void {
    // What is refused goes back to where it is written.
    if (!tellRefusal(makeChange({ type: 'put_note', note: { ...note, ...change } }, options))) setPull(undefined);
  }

  function step([x, y]: readonly [number, number]): void {
    // The drawing may be behind while a key repeats.
    const written = writtenPlaces(useEditorStore.getState().edited?.text ?? '').notes.get(note.id);
    const from = written ?? note.position;
    put({ position: [from[0] + x, from[1] + y] }, { coalesceKey: `move note ${note.id}` });
  }

  function drag(event: PointerEvent, isResizing: boolean): void {
    if (!isEditing || event.button !== 0) return;
    event.stopPropagation();
    const { clientX, clientY } = event;
    const by = (at: { x: number; y: number }) => {
      const [x, y] = [(at.x - clientX) / getZoom(), (at.y - clientY) / getZoom()].map(toGrid);
      return { x: x ?? 0, y: y ?? 0 };
    };
    trackPointer(event.nativeEvent, {
      move: (at) =>
        setPull(
          isResizing
            ? { ...STILL, note, width: by(at).x, height: by(at).y }
            : { ...STILL, note, x: by(at).x, y: by(at).y },
        ),
      drop(at) {
        const { x, y } = by(at);
        if (isResizing) put({ size: sizeOf(x, y) });
        else put({ position: [note.position[0] + x, note.position[1] + y] });
      },
      cancel: () => setPull(undefined),
    });
  }

  const sizeOf = (x: number, y: number) =>
    [Math.max(LEAST_NOTE.width, width + x), Math.max(LEAST_NOTE.height, height + y)] as const;
  const [shownWidth, shownHeight] = sizeOf(pull.width, pull.height);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a note holds blocks of text, which a button may not
    <div
      role="group"
      data-note={note.id}
      aria-label={note.text === '' ? 'Empty note' : `Note: ${note.text.slice(0, 120)}`}
      tabIndex={isEditing ? 0 : -1}
      className={classNames(
        'nopan group pointer-events-auto absolute rounded-lg border border-recovered/25 outline-offset-1',
        isWriting ? 'bg-surface shadow-float' : 'bg-recovered/8',
        isPicked && 'outline-2 outline-accent',
      )}
      style={{ width: shownWidth, height: shownHeight, transform: `translate(${pull.x}px, ${pull.y}px)` }}
      onPointerDown={(event) => !isWriting && drag(event, false)}
      onFocus={pick}
      onClick={pick}
      onDoubleClick={() => isEditing && write()}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || !isEditing) return;
        const by = event.altKey ? STEPS[event.key] : undefined;
        if (by) step(by);
        else if (event.key === 'Enter' || event.key === 'F2') write();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {isWriting ? <NoteField text={note.text} onDone={finish} /> : <NoteText text={note.text} />}
      {isEditing && isPicked && !isWriting && (
        <div className="-top-9 absolute right-0 flex rounded-lg border border-line bg-surface p-0.5">
          <IconButton label="Edit note" keys="Enter" onClick={() => write()}>
            <Pencil size={14} />
          </IconButton>
          <IconButton label="Delete note" keys="Del" onClick={() => deleteNote(note.id)}>
            <Trash2 size={14} />
          </IconButton>
        </div>
      )}
      {isEditing && !isWriting && (
        <span
          aria-hidden
          className="absolute right-0 bottom-0 size-4 cursor-nwse-resize rounded-br-lg border-recovered/50 border-r-2 border-b-2 opacity-0 group-hover:opacity-100"
          onPointerDown={(event) => drag(event, true)}
        />
      )}
    </div>
  );

  function pick(): void {
    const { pickNote, selectStage } = useEditorStore.getState();
    selectStage(undefined);
    pickNote(note.id);
  }
});

const STEPS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-20, 0],
  ArrowRight: [20, 0],
  ArrowUp: [0, -20],
  ArrowDown: [0, 20],
};

function toGrid(distance: number): number {
  return Math.round(distance / GRID) * GRID;
}
