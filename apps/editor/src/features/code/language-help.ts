import { pipelineCompletions } from './completions.ts';
import { pipelineHovers } from './hovers.ts';
import { monaco, PIPELINE_SCHEME } from './monaco.ts';
import { quickFixes } from './quick-fixes.ts';
import { callSignatures } from './signature-help.ts';
import { stageDefinition, stageHighlights, stageReferences, stageRename } from './stage-navigation.ts';

/** Offers, until it is disposed, what we know of pipelines where a person is in the text: in models of our scheme. */
export function registerLanguageHelp(): monaco.IDisposable {
  const { languages } = monaco;
  const parts = [
    languages.registerCodeActionProvider(PIPELINES, quickFixes, { providedCodeActionKinds: ['quickfix'] }),
    languages.registerCompletionItemProvider(PIPELINES, pipelineCompletions),
    languages.registerHoverProvider(PIPELINES, pipelineHovers),
    languages.registerSignatureHelpProvider(PIPELINES, callSignatures),
    languages.registerRenameProvider(PIPELINES, stageRename),
    languages.registerDefinitionProvider(PIPELINES, stageDefinition),
    languages.registerReferenceProvider(PIPELINES, stageReferences),
    languages.registerDocumentHighlightProvider(PIPELINES, stageHighlights),
  ];
  return {
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

const PIPELINES = { language: 'json', scheme: PIPELINE_SCHEME };
