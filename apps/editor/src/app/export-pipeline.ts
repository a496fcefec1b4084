import { builtinComponents } from '@flowmason/engine';
import { toMermaidFlowchart } from '@flowmason/pipeline-schema';
import type { OpenedPipeline } from '../api/document-query.ts';
import { toPipelineTitle } from '../model/pipeline-title.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { downloadText } from '../ui/hand-out-text.ts';

/** Saves the text as it is now, edits included, to the byte. */
export function saveAsJson({ file, reading }: OpenedPipeline): void {
  // What the reader has read last may be a few key strokes behind.
  const text = useEditorStore.getState().edited?.text ?? reading.text;
  downloadText(file.path.split('/').at(-1) ?? `${file.id}.pipeline.json`, text, 'application/json');
}

/** Saves the flowchart; nothing to save when the text cannot be read as a pipeline. */
export function saveAsMermaid(opened: OpenedPipeline): void {
  const source = flowchartOf(opened);
  if (source !== undefined)
    downloadText(`${toPipelineTitle(opened.reading.pipeline?.name, opened.file.path)}.mmd`, source);
}

/** The pipeline as a Mermaid flowchart; undefined when its text cannot be read as a pipeline. */
export function flowchartOf({ reading, graph }: OpenedPipeline): string | undefined {
  return reading.pipeline && graph
    ? toMermaidFlowchart(reading.pipeline, graph, { components: builtinComponents, ghosts: reading.ghosts })
    : undefined;
}
