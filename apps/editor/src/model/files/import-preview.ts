import type { Diagnostic } from '@flowmason/pipeline-schema';
import { openPipelineDocument } from '../document/pipeline-document.ts';

/** What a text would be as a pipeline of the workspace. */
export interface ImportPreview {
  /** Undefined for a document without one. */
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly stageIds: readonly string[];
  readonly errors: readonly Diagnostic[];
  readonly warningCount: number;
  /** Why it cannot be imported at all, for a person; undefined when it can, errors or not. */
  readonly refusal: string | undefined;
}

/** Reads and checks a text, and does nothing else with it. Any dialect will do, and a bare list of stages too. */
export function previewImport(text: string): ImportPreview {
  const { reading, cards } = openPipelineDocument(text);
  const { pipeline, diagnostics } = reading;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    name: pipeline?.name === 'untitled' ? undefined : pipeline?.name,
    version: pipeline?.version,
    stageIds: cards.map(({ id }) => id),
    errors,
    warningCount: diagnostics.length - errors.length,
    refusal: pipeline ? undefined : refusalOf(text, errors[0]),
  };
}

/** A document that is torn can be mended in the editor; anything else is no document. */
function refusalOf(text: string, first: Diagnostic | undefined): string | undefined {
  if (/^\uFEFF?\s*[{[]/.test(text) && first?.code === 'not-json') return undefined;
  if (text.trim() === '') return 'It is empty.';
  return `It is no pipeline: ${first?.message ?? 'it holds no list of stages.'}`;
}
