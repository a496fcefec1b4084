import type { Note, PipelineChange } from '@flowmason/pipeline-schema';
import type { Box } from '../layout/layout-sizes.ts';

/** The size of a note that says none, px. */
export const NOTE_SIZE = { width: 220, height: 120 } as const;
/** No note becomes smaller than this. */
export const LEAST_NOTE = { width: 100, height: 48 } as const;
/** Nor is one drawn larger, whatever the file says: it would cover all the rest. */
const LARGEST_NOTE = 4_000;

/** The note that is being written. `isNew`: it is not in the file yet, and comes there with its first words. */
export type NoteInHand = { readonly note: Note; readonly isNew: boolean };

/** A note in React Flow's terms; drawn under everything else, but above it while it is written. */
export interface NoteNode {
  id: string;
  type: 'note';
  position: { x: number; y: number };
  width: number;
  height: number;
  zIndex: number;
  data: { readonly note: Note };
}

/** The notes as React Flow draws them. Their ids are told from those of stages. */
export function toNoteNodes(notes: readonly Note[], inHand?: NoteInHand): NoteNode[] {
  const isAdded = inHand?.isNew && !notes.some(({ id }) => id === inHand.note.id);
  return [...notes, ...(isAdded ? [inHand.note] : [])].map((note) => ({
    id: `note:${note.id}`,
    type: 'note',
    position: { x: note.position[0], y: note.position[1] },
    ...sizeOf(note),
    zIndex: note.id === inHand?.note.id ? ABOVE_ALL : -1,
    data: { note },
  }));
}

const ABOVE_ALL = 1000;

/** Where the notes are, on the same canvas as the stages. */
export function toNoteBoxes(notes: readonly Note[]): readonly Box[] {
  return notes.map((note) => ({ x: note.position[0], y: note.position[1], ...sizeOf(note) }));
}

function sizeOf({ size }: Note): { width: number; height: number } {
  const [width, height] = size ?? [NOTE_SIZE.width, NOTE_SIZE.height];
  return { width: Math.min(width, LARGEST_NOTE), height: Math.min(height, LARGEST_NOTE) };
}

/** What was written, as one change; undefined when nothing changed. A note in which nothing stands is none. */
export function toNoteChange({ note, isNew }: NoteInHand, text: string): PipelineChange | undefined {
  if (text.trim() === '') return isNew ? undefined : { type: 'delete_note', noteId: note.id };
  return isNew || text !== note.text ? { type: 'put_note', note: { ...note, text } } : undefined;
}
