import type { Diagnostic, Range } from '@flowmason/pipeline-schema';
import { type ReactNode, useEffect, useRef } from 'react';
import { useIsDark } from '../../ui/use-is-dark.ts';
import { monaco } from './monaco.ts';

type CodeEditorProps = {
  readonly label: string;
  readonly text: string;
  readonly isReadOnly?: boolean;
  /** Shown as markers under the text. */
  readonly diagnostics?: readonly Diagnostic[];
  /** A place to bring into view and select; `at` tells one request from the next. */
  readonly reveal?: { readonly range: Range; readonly at: number } | undefined;
  readonly onChange?: (text: string) => void;
};

/** JSON in Monaco, in the colours of the page. The checks are the caller's: Monaco's own are off. */
export default function CodeEditor(props: CodeEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const { label, text, isReadOnly = false, diagnostics = NONE, reveal, onChange } = props;
  const isDark = useIsDark();
  const changed = useRef(onChange);
  changed.current = onChange;

  useEffect(() => {
    if (!host.current) return;
    const model = monaco.editor.createModel('', 'json');
    const created = monaco.editor.create(host.current, { ...OPTIONS, model, ariaLabel: label, readOnly: isReadOnly });
    const listening = model.onDidChangeContent(() => changed.current?.(model.getValue()));
    editor.current = created;
    return () => {
      listening.dispose();
      created.dispose();
      model.dispose();
    };
  }, [label, isReadOnly]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && model.getValue() !== text) model.setValue(text);
  }, [text]);

  useEffect(() => monaco.editor.setTheme(isDark ? 'fm-dark' : 'fm-light'), [isDark]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) monaco.editor.setModelMarkers(model, 'flowmason', diagnostics.map(toMarker));
  }, [diagnostics]);

  useEffect(() => {
    if (!reveal || !editor.current) return;
    editor.current.setSelection(toMonacoRange(reveal.range));
    editor.current.revealRangeInCenter(toMonacoRange(reveal.range));
  }, [reveal]);

  return <div ref={host} className="size-full" />;
}

const NONE: readonly Diagnostic[] = [];

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  links: false,
  fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSize: 12,
  lineHeight: 20,
  minimap: { enabled: false },
  padding: { top: 12, bottom: 12 },
  renderLineHighlight: 'none',
  renderValidationDecorations: 'on',
  scrollBeyondLastLine: false,
  smoothScrolling: true,
  stickyScroll: { enabled: false },
  tabSize: 2,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  overviewRulerLanes: 2,
  guides: { indentation: true },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
};

function toMarker({ severity, message, code, range }: Diagnostic): monaco.editor.IMarkerData {
  return {
    ...toMonacoRange(range),
    severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message,
    code,
  };
}

function toMonacoRange({ start, end }: Range): monaco.IRange {
  return { startLineNumber: start.line, startColumn: start.column, endLineNumber: end.line, endColumn: end.column };
}
