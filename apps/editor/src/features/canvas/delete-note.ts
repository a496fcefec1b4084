import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { tellRefusal } from './tell-refusal.ts';

/** Deletes a note; it is no longer picked then, so that the next Delete is about something else. */
export function deleteNote(noteId: string): void {
  const isDone = tellRefusal(makeChange({ type: 'delete_note', noteId }));
  const { pickedNoteId, pickNote } = useEditorStore.getState();
  if (isDone && pickedNoteId === noteId) pickNote(undefined);
}
