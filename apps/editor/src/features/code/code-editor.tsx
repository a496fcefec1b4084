import { type ReactNode, useEffect, useRef } from 'react';
import { useIsDark } from '../../ui/use-is-dark.ts';
import { colourTemplates } from './colour-templates.ts';
import { addEditorActions } from './editor-actions.ts';
import { registerLanguageHelp } from './language-help.ts';
import { monaco, PIPELINE_SCHEME } from './monaco.ts';
import { revealPlaces } from './reveal-place.ts';
import { showDiagnostics } from './show-diagnostics.ts';
import { syncSelectedStage } from './stage-sync.ts';
import { syncText } from './text-sync.ts';
import { setOwnWords } from './word-pattern.ts';

type CodeEditorProps = {
  readonly label: string;
  /** Of the file in the workspace. */
  readonly path: string;
  readonly isReadOnly: boolean;
};

/** The text of the open pipeline in Monaco, in the colours of the page. It takes text, findings and selection from the store. */
export default function CodeEditor({ label, path, isReadOnly }: CodeEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const isDark = useIsDark();

  useEffect(() => {
    if (!host.current) return;
    const uri = monaco.Uri.from({ scheme: PIPELINE_SCHEME, path: `/${path}` });
    const model = monaco.editor.createModel('', 'json', uri);
    const created = monaco.editor.create(host.current, { ...OPTIONS, model, ariaLabel: label });
    const parts = [
      setOwnWords(model),
      syncText(created),
      showDiagnostics(model),
      syncSelectedStage(created),
      revealPlaces(created),
      colourTemplates(created),
      registerLanguageHelp(),
      addEditorActions(created),
    ];
    editor.current = created;
    return () => {
      for (const part of parts.toReversed()) part.dispose();
      created.dispose();
      model.dispose();
    };
  }, [label, path]);

  useEffect(() => editor.current?.updateOptions({ readOnly: isReadOnly }), [isReadOnly]);
  useEffect(() => monaco.editor.setTheme(isDark ? 'fm-dark' : 'fm-light'), [isDark]);

  return <div ref={host} className="size-full" />;
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  // A text area is what the keys of the page, screen readers and browser extensions take for a place to type in.
  editContext: false,
  links: false,
  fixedOverflowWidgets: true,
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
  detectIndentation: true,
  quickSuggestions: { strings: true, other: true, comments: false },
  suggest: { showWords: false },
  wordBasedSuggestions: 'off',
  unusualLineTerminators: 'off',
  wordWrap: 'on',
  wrappingIndent: 'indent',
  overviewRulerLanes: 2,
  guides: { indentation: true },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
};
