import type { Json, JsonObject } from '../json.ts';
import type { Note } from '../pipeline.ts';
import { type SourceObject, textOf } from '../text/source-node.ts';
import { type ChangeContext, type Planned, type Refusal, refuse } from './change-context.ts';
import { addDocumentMember } from './layout.ts';
import type { PipelineChange } from './pipeline-change.ts';
import { setMemberValue } from './set-node-value.ts';

/** Plans a new note, or other words, another place or size for one. */
export function putNote(context: ChangeContext, { note }: PipelineChange & { type: 'put_note' }): Planned | Refusal {
  const { object, edits } = context;
  if (object === undefined) return refuse('This document is only a list of stages.');
  if (note.id === '') return refuse('A note needs an id.');
  const notes = context.document.fields.get('notes')?.value;
  if (notes === undefined) {
    addDocumentMember(context, object, 'notes', [toDocumentNote(note)]);
    return { label: 'Add note' };
  }
  if (notes.kind !== 'list') return refuse('"notes" is no list. Repair it first.');
  const before = notes.items.find((item): item is SourceObject => isNote(item, note.id));
  if (before === undefined) {
    edits.addItem(notes, notes.items.length, toDocumentNote(note));
    return { label: 'Add note' };
  }
  for (const key of ['text', 'position', 'size'] as const) {
    const place = { object: before, member: before.byKey.get(key), key, index: before.members.length };
    setMemberValue(edits, place, [], toDocumentNote(note)[key]);
  }
  return { label: 'Change note' };
}

/** Plans to take a note out; `notes` goes with the last one, because only the program writes it. */
export function deleteNote(
  context: ChangeContext,
  { noteId }: PipelineChange & { type: 'delete_note' },
): Planned | Refusal {
  const { object, edits, document } = context;
  const member = document.fields.get('notes');
  const notes = member?.value;
  const index = notes?.kind === 'list' ? notes.items.findIndex((item) => isNote(item, noteId)) : -1;
  if (object === undefined || member === undefined || notes?.kind !== 'list' || index < 0) {
    return refuse(`There is no note "${noteId}".`);
  }
  if (notes.items.length === 1) edits.removeMember(object, member);
  else edits.removeItem(notes, index);
  return { label: 'Delete note' };
}

function isNote(item: SourceObject | { readonly kind: string }, id: string): boolean {
  return 'byKey' in item && textOf(item.byKey.get('id')?.value) === id;
}

function toDocumentNote({ id, text, position, size }: Note): JsonObject {
  const rounded = (pair: readonly [number, number]): Json => pair.map(Math.round);
  return { id, text, position: rounded(position), ...(size && { size: rounded(size) }) };
}
