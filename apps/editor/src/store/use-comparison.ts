import type { Pipeline } from '@flowmason/pipeline-schema';
import { diffPipelines, type PipelineDiff, type StageDiff } from '../model/diff/pipeline-diff.ts';
import { openPipelineDocument, type PipelineDocument } from '../model/document/pipeline-document.ts';
import { type EditorState, useEditorStore } from './editor-store.ts';

/** A comparison as it stands now; it follows the edits. */
export interface Comparison {
  /** Follows *compared with*. */
  readonly label: string;
  /** What the open text is compared with. */
  readonly text: string;
  /** The same as it is drawn. */
  readonly before: PipelineDocument;
  /** Undefined while one of the two cannot be read as a pipeline. */
  readonly diff: PipelineDiff | undefined;
}

/** What the open pipeline is compared with, and how the two differ; undefined without a comparison. */
export function useComparison(): Comparison | undefined {
  return useEditorStore(comparisonOf);
}

/** What became of one stage since the version that is compared with; undefined when nothing did, or nothing is compared. */
export function useStageDiff(stageId: string): StageDiff | undefined {
  return useEditorStore((state) => {
    const diff = comparisonOf(state)?.diff;
    return diff && stagesOf(diff).get(stageId);
  });
}

function comparisonOf({ compared, edited, shownDocument }: EditorState): Comparison | undefined {
  if (!compared || !edited) return undefined;
  const { label, text } = compared.kind === 'saved' ? { label: 'the saved file', text: edited.base.text } : compared;
  return toComparison(label, text, shownDocument?.reading.pipeline);
}

/** Every card of the canvas asks after every change of the store, and gets the answer of the last time. */
const toComparison = remember((label: string, text: string, now: Pipeline | undefined): Comparison => {
  const before = readVersion(text);
  const { pipeline } = before.reading;
  return { label, text, before, diff: pipeline && now && diffPipelines(pipeline, now) };
});

const readVersion = remember(openPipelineDocument);

const stagesOf = remember((diff: PipelineDiff) => new Map(diff.stages.map((stage) => [stage.id, stage])));

/** `compute`, which is not asked again while its arguments stay the same. */
function remember<Args extends readonly unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    if (!last || args.some((arg, index) => arg !== last?.args[index])) last = { args, result: compute(...args) };
    return last.result;
  };
}
