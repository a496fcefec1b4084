import type { Note } from '@flowmason/pipeline-schema';

/** The size of a note that says none, px. */
export const NOTE_SIZE = { width: 220, height: 120 } as const;
/** No note becomes smaller than this. */
export const LEAST_NOTE = { width: 100, height: 48 } as const;

/** A note in React Flow's terms; drawn under everything else. */
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
export function toNoteNodes(notes: readonly Note[]): NoteNode[] {
  return notes.map((note) => ({
    id: `note:${note.id}`,
    type: 'note',
    position: { x: note.position[0], y: note.position[1] },
    width: note.size?.[0] ?? NOTE_SIZE.width,
    height: note.size?.[1] ?? NOTE_SIZE.height,
    zIndex: -1,
    data: { note },
  }));
}
