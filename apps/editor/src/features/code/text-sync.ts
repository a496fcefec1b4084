import { codeChangeTo, editsOfCodeChanges } from '../../model/code/code-edits.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { monaco } from './monaco.ts';

/**
 * Joins a code editor to the open document, both ways, until it is disposed.
 *
 * I1. The editor's model holds the lines of the document's text, each ended by LF whatever the text has.
 * I2. `known` is the text that the model shows: it is changed in the same turn as the model.
 * I3. The document's history is the only one: what comes from outside leaves no trace in the model's own.
 */
export function syncText(editor: monaco.editor.IStandaloneCodeEditor): monaco.IDisposable {
  const model = editor.getModel();
  if (!model) throw new Error('a code editor without a model cannot show a document');
  let known = '';
  let isTaking = false;

  /** Shows `text`, with caret and view staying where they are in it; what was typed here is there already. */
  function take(text: string): void {
    known = text;
    const change = model && codeChangeTo(text, model.getValue(LF));
    if (!change) return;
    isTaking = true;
    const view = rememberView(editor, change.range);
    model.applyEdits([change]);
    isTaking = false;
    if (editor.hasTextFocus()) goToEnd(editor, change);
    else view.restore();
  }

  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  take(useEditorStore.getState().edited?.text ?? '');
  const listening = model.onDidChangeContent(({ changes }) => {
    if (isTaking) return;
    const edits = editsOfCodeChanges(known, changes, model.getValue(LF));
    makeEdit(edits, { label: 'Type in the text', coalesceKey: 'typing' });
  });
  const stop = useEditorStore.subscribe(({ edited }) => {
    if (edited && edited.text !== known) take(edited.text);
  });
  return {
    dispose: () => {
      listening.dispose();
      stop();
    },
  };
}

const { LF } = monaco.editor.EndOfLinePreference;

/** A person who undoes or fixes inside the text sees what it did there. */
function goToEnd(
  editor: monaco.editor.IStandaloneCodeEditor,
  { range, text }: monaco.editor.ISingleEditOperation,
): void {
  const lines = (text ?? '').split('\n');
  const last = lines.at(-1)?.length ?? 0;
  const position = {
    lineNumber: range.startLineNumber + lines.length - 1,
    column: lines.length === 1 ? range.startColumn + last : last + 1,
  };
  editor.setPosition(position);
  editor.revealPositionInCenterIfOutsideViewport(position);
}

/** Lines that come or go above the view do not push what is read up or down. */
function rememberView(editor: monaco.editor.IStandaloneCodeEditor, change: monaco.IRange): { restore: () => void } {
  const [first] = editor.getVisibleRanges();
  const model = editor.getModel();
  if (!first || !model || change.endLineNumber >= first.startLineNumber) return { restore: () => undefined };
  const [anchor] = model.deltaDecorations(
    [],
    [{ range: { ...first, endLineNumber: first.startLineNumber }, options: {} }],
  );
  const above = editor.getScrollTop() - editor.getTopForLineNumber(first.startLineNumber);
  return {
    restore: () => {
      const now = anchor === undefined ? undefined : model.getDecorationRange(anchor);
      if (anchor !== undefined) model.deltaDecorations([anchor], []);
      if (now) editor.setScrollTop(editor.getTopForLineNumber(now.startLineNumber) + above, 1);
    },
  };
}
