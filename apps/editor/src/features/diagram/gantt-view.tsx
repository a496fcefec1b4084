import { ChartGantt, FileWarning } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { ganttText } from '../../model/timeline/gantt-text.ts';
import { useRun, useRunEvents } from '../../store/use-run.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MermaidDiagram } from '../../ui/mermaid-diagram.tsx';

/** The pipeline in time as a Mermaid Gantt: the shown run, or without one the plan with estimated durations. */
export function GanttView({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const { pipeline } = opened.reading;
  const title = toPipelineTitle(pipeline?.name, opened.file.path);
  const { graph } = opened;
  const run = useRun();
  const events = useRunEvents();
  const hasRun = run !== undefined && events.length > 0;
  const source = useMemo(
    () => (pipeline && graph ? ganttText(pipeline, graph, events) : undefined),
    [pipeline, graph, events],
  );
  if (!pipeline || !graph) return <EmptyState icon={<FileWarning size={24} />} title="The file cannot be drawn" />;
  if (source === undefined) {
    return events.length > 0 ? (
      <EmptyState icon={<ChartGantt size={24} />} title="No stage of this run has started" />
    ) : (
      <EmptyState icon={<ChartGantt size={24} />} title="There are no stages to draw">
        The Gantt shows each stage with the time it takes. Add one on the canvas.
      </EmptyState>
    );
  }
  return (
    <MermaidDiagram
      label={`Gantt of ${title}`}
      source={source}
      fileName={`${title}${hasRun ? `-${run.id}` : ''}.gantt.mmd`}
    >
      {hasRun ? 'The run as it went' : 'The plan: durations are estimated from what the stages declare'}
    </MermaidDiagram>
  );
}
