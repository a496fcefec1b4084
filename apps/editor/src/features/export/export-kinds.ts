import { builtinComponents } from '@flowmason/engine';
import { normalisePipeline, planPipeline, toMermaidFlowchart, toMermaidGantt } from '@flowmason/pipeline-schema';
import { loadNowOnce } from '../../api/load-patiently.ts';
import { openPipelineDocument, type PipelineDocument } from '../../model/document/pipeline-document.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { downloadBlob } from '../../ui/hand-out-text.ts';

/** What is handed out: the text as it is now, edits included, and the path of its file. */
export interface ExportSource {
  readonly text: string;
  readonly path: string;
}

/** What a pipeline can be taken away as. */
export type ExportKind = 'json' | 'normalised' | 'flowchart' | 'gantt' | 'svg' | 'png' | 'zip';

/**
 * Makes the export and hands it to the browser as a file.
 * @throws {Error} with the reason when it cannot be made, for a person.
 */
export async function exportPipeline(kind: ExportKind, source: ExportSource): Promise<void> {
  const stem = stemOf(source.path);
  const document = openPipelineDocument(source.text);
  switch (kind) {
    case 'json':
      return save(`${stem}.pipeline.json`, source.text, 'application/json');
    case 'normalised':
      return save(`${stem}.pipeline.json`, normalisedText(source.text), 'application/json');
    case 'flowchart':
      return save(`${stem}.mmd`, flowchartText(document));
    case 'gantt':
      return save(`${stem}.gantt.mmd`, ganttText(document));
    case 'svg':
    case 'png': {
      const [{ drawDocument }, { drawPng }] = await Promise.all([loadDrawing(), loadPng()]);
      const title = toPipelineTitle(document.reading.pipeline?.name, source.path);
      const picture = await drawDocument(document, { title, hasFonts: kind === 'png' });
      if (kind === 'svg') return save(`${stem}.svg`, picture.svg, 'image/svg+xml');
      return downloadBlob(`${stem}.png`, await drawPng(picture));
    }
    case 'zip': {
      const { packBundle } = await loadBundle();
      return downloadBlob(`${stem}.zip`, packBundle(document, { text: source.text, stem }));
    }
  }
}

// Who wants to take unsaved work away from a server that is gone gets it, when this was loaded before.
const loadDrawing = loadNowOnce(() => import('./draw-document.ts'));
const loadPng = loadNowOnce(() => import('./draw-png.ts'));
const loadBundle = loadNowOnce(() => import('./pack-bundle.ts'));

function flowchartText({ reading, graph }: PipelineDocument): string {
  if (!reading.pipeline || !graph) throw notDrawable(reading.diagnostics[0]?.message);
  return toMermaidFlowchart(reading.pipeline, graph, { components: builtinComponents, ghosts: reading.ghosts });
}

function ganttText({ reading, graph }: PipelineDocument): string {
  if (!reading.pipeline || !graph) throw notDrawable(reading.diagnostics[0]?.message);
  return toMermaidGantt({ plan: planPipeline(reading.pipeline, graph), graph });
}

function normalisedText(text: string): string {
  const result = normalisePipeline(text, { components: builtinComponents });
  if ('text' in result) return result.text;
  const [first] = result.diagnostics;
  throw new Error(
    `It has no normal form before this is fixed: ${first ? `line ${first.range.start.line}: ${first.message}` : 'it is no pipeline.'}`,
  );
}

function notDrawable(message: string | undefined): Error {
  return new Error(`It cannot be read as a pipeline: ${message ?? 'it holds no list of stages.'}`);
}

function save(fileName: string, text: string, type = 'text/plain'): void {
  downloadBlob(fileName, new Blob([text], { type }));
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.pipeline\.json$/, '');
}
