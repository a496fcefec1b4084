import { beforeEach, describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { deleteNote } from './delete-note.ts';

const note = (id: string) => ({ id, text: id, position: [0, 0] });
const TEXT = JSON.stringify({ name: 'p', version: '1.0.0', stages: [], notes: [note('why'), note('how')] });

function outcome() {
  const { edited, pickedNoteId } = useEditorStore.getState();
  return { notes: openPipelineDocument(edited?.text ?? '').reading.pipeline?.notes?.map(({ id }) => id), pickedNoteId };
}

beforeEach(() => {
  const file = { id: 'p', path: 'p.pipeline.json', text: TEXT, etag: 'e', updated_at: '2026-11-22T12:00:00Z' };
  useEditorStore.getState().openDocument(file, openPipelineDocument(TEXT));
  useEditorStore.getState().pickNote('why');
});

describe('deleteNote', () => {
  it('leaves no note picked that is gone', () => {
    deleteNote('why');
    expect(outcome()).toEqual({ notes: ['how'], pickedNoteId: undefined });
  });

  it('leaves another note picked', () => {
    deleteNote('how');
    expect(outcome()).toEqual({ notes: ['why'], pickedNoteId: 'why' });
  });

  it('leaves the note picked that could not be deleted', () => {
    useEditorStore.getState().pickNote('gone');
    deleteNote('gone');
    expect(outcome()).toEqual({ notes: ['why', 'how'], pickedNoteId: 'gone' });
  });
});
