import { Annotation, EditorState, type Extension } from '@codemirror/state';

/** Marks what the document says and nobody typed: it is taken as it is, and not written back. */
export const fromOutside = Annotation.define<boolean>();

/** Line breaks that are pasted become blanks, and Enter gives none. Those that the text of the document has stay. */
export const oneLine: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.annotation(fromOutside)) return transaction;
  const changes: { from: number; to: number; insert: string }[] = [];
  let hasBreak = false;
  transaction.changes.iterChanges((from, to, _start, _end, inserted) => {
    hasBreak ||= inserted.lines > 1;
    changes.push({ from, to, insert: inserted.toString().replace(/\s*\n\s*/g, ' ') });
  });
  if (!hasBreak) return transaction;
  const isEnter = changes.every(({ insert }) => insert.trim() === '');
  if (isEnter) return [];
  const flat = transaction.startState.changes(changes);
  // Told nothing, the caret would stay before what was pasted.
  const anchor = flat.mapPos(changes.at(-1)?.to ?? 0, 1);
  return [{ changes: flat, selection: { anchor }, scrollIntoView: true, userEvent: 'input.paste' }];
});
