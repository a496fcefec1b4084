import { monaco, PIPELINE_SCHEME } from './monaco.ts';
import { quickFixes } from './quick-fixes.ts';

/** What the editor offers about pipelines where a person is in the text; until it is disposed. */
export function registerLanguageHelp(): monaco.IDisposable {
  const { languages } = monaco;
  const parts = [languages.registerCodeActionProvider(SELECTOR, quickFixes, { providedCodeActionKinds: ['quickfix'] })];
  return {
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

const SELECTOR = { language: 'json', scheme: PIPELINE_SCHEME };
