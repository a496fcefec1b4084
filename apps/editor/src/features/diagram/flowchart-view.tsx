import { builtinComponents } from '@flowmason/engine';
import { toMermaidFlowchart } from '@flowmason/pipeline-schema';
import { FileWarning, Workflow } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { useRun } from '../../store/use-run.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MermaidDiagram } from '../../ui/mermaid-diagram.tsx';

/** The pipeline as a Mermaid flowchart; with a run, coloured by what became of each stage. */
export function FlowchartView({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const { pipeline, ghosts } = opened.reading;
  const title = toPipelineTitle(pipeline?.name, opened.file.path);
  const { graph } = opened;
  const run = useRun();
  const stageCount = graph?.stages.size ?? 0;
  const [isWanted, setWanted] = useState(stageCount <= QUICK);
  const source = useMemo(
    () =>
      pipeline && graph
        ? toMermaidFlowchart(pipeline, graph, { components: builtinComponents, ghosts, ...(run && { run }) })
        : undefined,
    [pipeline, graph, ghosts, run],
  );
  if (source === undefined) return <EmptyState icon={<FileWarning size={24} />} title="The file cannot be drawn" />;
  if (!isWanted) {
    return (
      <EmptyState
        icon={<Workflow size={24} />}
        title={`A flowchart of ${stageCount} stages`}
        action={<Button onClick={() => setWanted(true)}>Draw it</Button>}
      >
        Mermaid takes some seconds for so many, and the page stands still meanwhile. The canvas shows them at once, and
        Export gives the source.
      </EmptyState>
    );
  }
  return (
    <MermaidDiagram label={`Flowchart of ${title}`} source={source} fileName={`${title}.mmd`}>
      Flowchart{run ? ' of the run' : ''}
    </MermaidDiagram>
  );
}

/** Up to so many stages a flowchart is drawn within a second or two; 500 take Mermaid 5 to 8. */
const QUICK = 150;
