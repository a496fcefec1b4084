import 'monaco-editor/features/register.all';
// `register.all` leaves these two out.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/editor/contrib/gotoSymbol/browser/goToCommands';
import './code.css';
import { builtinComponents } from '@flowmason/engine';
import { PIPELINE_SCHEMA_URL, pipelineJsonSchema } from '@flowmason/pipeline-schema';
import * as monaco from 'monaco-editor/editor/editor.api';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';
import { withDefaultsTold } from '../../model/code/code-schema.ts';
import { defineThemes } from './monaco-themes.ts';

// Monaco looks this name up in the global scope when it needs a worker.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) => (label === 'json' ? new JsonWorker() : new EditorWorker()),
  },
});

/** The scheme of the models that hold pipelines; what we offer in the text is offered in these alone. */
export const PIPELINE_SCHEME = 'pipeline';

// The schema completes and explains what is typed, and is never fetched; problems come from our own checks alone.
jsonDefaults.setDiagnosticsOptions({
  validate: false,
  enableSchemaRequest: false,
  schemaRequest: 'ignore',
  schemas: [
    {
      uri: PIPELINE_SCHEMA_URL,
      fileMatch: [`${PIPELINE_SCHEME}:/**`],
      schema: withDefaultsTold(pipelineJsonSchema(builtinComponents)),
    },
  ],
});
// Formatting is ours as well: it keeps the indentation and the line ends that the document has.
jsonDefaults.setModeConfiguration({
  ...jsonDefaults.modeConfiguration,
  diagnostics: false,
  colors: false,
  documentFormattingEdits: false,
  documentRangeFormattingEdits: false,
});

const { CtrlCmd, Shift } = monaco.KeyMod;
const { KeyZ, KeyY, KeyK, KeyI, Enter } = monaco.KeyCode;

// These mean the same in the text as everywhere on the page, which hears them when Monaco does not.
monaco.editor.addKeybindingRules(
  [CtrlCmd | KeyZ, CtrlCmd | Shift | KeyZ, CtrlCmd | KeyY, CtrlCmd | KeyK, CtrlCmd | KeyI, CtrlCmd | Enter].map(
    (keybinding) => ({ keybinding, command: null, when: 'editorTextFocus' }),
  ),
);

defineThemes(monaco.editor);

/** Monaco with JSON and our themes `fm-light` and `fm-dark`. Big: import it only from what is itself loaded on demand. */
export { monaco };
