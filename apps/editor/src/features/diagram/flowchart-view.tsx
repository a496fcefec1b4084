import { builtinComponents } from '@flowmason/engine';
import { toMermaidFlowchart } from '@flowmason/pipeline-schema';
import { FileWarning } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { toPipelineTitle } from '../../model/pipeline-title.ts';
import { useRun } from '../../store/use-run.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MermaidDiagram } from './mermaid-diagram.tsx';

/** The pipeline as a Mermaid flowchart; with a run, coloured by what became of each stage. */
export function FlowchartView({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const { pipeline, ghosts } = opened.reading;
  const title = toPipelineTitle(pipeline?.name, opened.file.path);
  const { graph } = opened;
  const run = useRun();
  const source = useMemo(
    () =>
      pipeline && graph
        ? toMermaidFlowchart(pipeline, graph, { components: builtinComponents, ghosts, ...(run && { run }) })
        : undefined,
    [pipeline, graph, ghosts, run],
  );
  if (source === undefined) return <EmptyState icon={<FileWarning size={24} />} title="The file cannot be drawn" />;
  return (
    <MermaidDiagram label={`Flowchart of ${title}`} source={source} fileName={`${title}.mmd`}>
      Flowchart{run ? ' of the run' : ''}
    </MermaidDiagram>
  );
}
