import 'monaco-editor/features/register.all';
import { builtinComponents } from '@flowmason/engine';
import { PIPELINE_SCHEMA_URL, pipelineJsonSchema } from '@flowmason/pipeline-schema';
import * as monaco from 'monaco-editor/editor/editor.api';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';

// Monaco looks this name up in the global scope when it needs a worker.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) => (label === 'json' ? new JsonWorker() : new EditorWorker()),
  },
});

// The schema completes and explains what is typed, and is never fetched; problems come from our own checks alone.
jsonDefaults.setDiagnosticsOptions({
  validate: false,
  enableSchemaRequest: false,
  schemaRequest: 'ignore',
  schemas: [{ uri: PIPELINE_SCHEMA_URL, schema: pipelineJsonSchema(builtinComponents) }],
});

/** Brackets in one quiet colour: JSON has too many of them to paint each depth. */
const BRACKETS = bracketColours('#52525b');
const BRACKETS_DARK = bracketColours('#a6a6b0');

function bracketColours(colour: string): Record<string, string> {
  return Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, colour]));
}

for (const [name, base] of [
  ['fm-light', 'vs'],
  ['fm-dark', 'vs-dark'],
] as const) {
  const isDark = base === 'vs-dark';
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      { token: 'string.key.json', foreground: isDark ? 'c9c9d1' : '3f3f46' },
      { token: 'string.value.json', foreground: isDark ? 'a3cf7c' : '3f6f1f' },
      { token: 'number', foreground: isDark ? '9a97f7' : '5a55d6' },
      { token: 'keyword', foreground: isDark ? '9a97f7' : '5a55d6' },
    ],
    colors: isDark
      ? {
          'editor.background': '#131316',
          'editorGutter.background': '#131316',
          'editorLineNumber.foreground': '#8e8e99',
          ...BRACKETS_DARK,
        }
      : { 'editor.background': '#ffffff', 'editorLineNumber.foreground': '#67676f', ...BRACKETS },
  });
}

/** Monaco with JSON and our themes `fm-light` and `fm-dark`. Big: import it only from what is itself loaded on demand. */
export { monaco };
