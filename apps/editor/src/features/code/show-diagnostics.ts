import type { Diagnostic, Range } from '@flowmason/pipeline-schema';
import { useEditorStore } from '../../store/editor-store.ts';
import { monaco } from './monaco.ts';

/** Underlines in the model what the reader found in its text, and keeps it so until it is disposed. */
export function showDiagnostics(model: monaco.editor.ITextModel): monaco.IDisposable {
  let shown: readonly Diagnostic[] | undefined;
  function show({ edited, shownDocument }: ReturnType<typeof useEditorStore.getState>): void {
    const { diagnostics = [], text } = shownDocument?.reading ?? {};
    // Of another text the places would be wrong: the marks of before stay, which move with what is typed.
    if (diagnostics === shown || (shown && text !== edited?.text)) return;
    shown = diagnostics;
    const markers = diagnostics.map((diagnostic) => toMarker(diagnostic, model.uri));
    monaco.editor.setModelMarkers(model, 'flowmason', markers);
  }
  show(useEditorStore.getState());
  const stop = useEditorStore.subscribe(show);
  return { dispose: stop };
}

/** The marker of a finding; both count lines and columns alike. */
export function toMarker(
  { severity, message, code, range, related }: Diagnostic,
  resource: monaco.Uri,
): monaco.editor.IMarkerData {
  return {
    ...toMonacoRange(range),
    severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message,
    code,
    relatedInformation: related.map((other) => ({ ...toMonacoRange(other.range), resource, message: other.message })),
  };
}

/** A range of the document in the model, which has the same lines. */
export function toMonacoRange({ start, end }: Range): monaco.IRange {
  return { startLineNumber: start.line, startColumn: start.column, endLineNumber: end.line, endColumn: end.column };
}
