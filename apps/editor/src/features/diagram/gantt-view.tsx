import { planPipeline, toMermaidGantt, toTimeline } from '@flowmason/pipeline-schema';
import { FileWarning } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
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
  const source = useMemo(() => {
    if (!pipeline || !graph) return undefined;
    return events.length > 0
      ? toMermaidGantt({ timeline: toTimeline(events), graph })
      : toMermaidGantt({ plan: planPipeline(pipeline, graph), graph });
  }, [pipeline, graph, events]);
  if (source === undefined) return <EmptyState icon={<FileWarning size={24} />} title="The file cannot be drawn" />;
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
