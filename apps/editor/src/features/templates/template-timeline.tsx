import { planPipeline, toDurationText, toMermaidGantt, toTimeline } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, Suspense, useMemo, useState } from 'react';
import { lazyPart } from '../../api/lazy-part.ts';
import { type OpenedTemplate, templateRunQuery } from '../../api/template-queries.ts';
import { useConnection } from '../../api/use-connection.ts';
import { Badge } from '../../ui/badge.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TabBar, TabPanel, Tabs } from '../../ui/tabs.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const MermaidDiagram = lazyPart(async () => (await import('../../ui/mermaid-diagram.tsx')).MermaidDiagram);

const FACES = [
  { id: 'run', label: 'Simulated run' },
  { id: 'plan', label: 'Plan' },
] as const;

/** The template in time: a run in which all goes well, simulated here and now, and the plan that the stages declare. */
export function TemplateTimeline({ opened }: { readonly opened: OpenedTemplate }): ReactNode {
  const server = useConnection();
  const [face, setFace] = useState<(typeof FACES)[number]['id']>('run');
  const simulation = useQuery(templateRunQuery(opened));
  const [scenario] = opened.template.scenarios;
  return (
    <Tabs value={face} onChange={setFace} className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex h-10 items-center justify-between gap-3 border-line border-b px-2">
        <TabBar label="Timeline of" tabs={FACES} />
        <div className="flex items-center gap-2 pr-2 text-muted text-xs">
          <Badge tone="accent">simulated</Badge>
          <span className="max-sm:hidden">
            {scenario.title}
            {simulation.data && `, ${toDurationText(simulation.data.run.duration_ms ?? 0)}`}
          </span>
        </div>
      </div>
      {simulation.error && (
        <Callout tone="error" icon={<CircleAlert size={16} />} className="m-4">
          The run could not be simulated: {simulation.error.message}
        </Callout>
      )}
      <div className="h-96">
        <Suspense
          fallback={
            <Waiting what="The diagram" server={server}>
              <Skeleton className="m-4 h-80" />
            </Waiting>
          }
        >
          <TabPanel id="run" className="h-full">
            <RunGantt opened={opened} events={simulation.data?.events} />
          </TabPanel>
          <TabPanel id="plan" className="h-full">
            <PlanGantt opened={opened} />
          </TabPanel>
        </Suspense>
      </div>
    </Tabs>
  );
}

function RunGantt(props: {
  readonly opened: OpenedTemplate;
  readonly events: Parameters<typeof toTimeline>[0] | undefined;
}): ReactNode {
  const { template, document } = props.opened;
  const { events } = props;
  const { graph } = document;
  const source = useMemo(
    () => events && toMermaidGantt({ timeline: toTimeline(events), ...(graph && { graph }) }),
    [events, graph],
  );
  if (source === undefined) return <Skeleton className="m-4 h-80" />;
  return (
    <MermaidDiagram
      label={`Timeline of a simulated run of ${template.title}`}
      source={source}
      fileName={`${template.id}.gantt.mmd`}
    >
      The run as the engine simulated it
    </MermaidDiagram>
  );
}

function PlanGantt({ opened }: { readonly opened: OpenedTemplate }): ReactNode {
  const { template, document } = opened;
  const { graph, reading } = document;
  const source = useMemo(
    () => reading.pipeline && graph && toMermaidGantt({ plan: planPipeline(reading.pipeline, graph), graph }),
    [reading.pipeline, graph],
  );
  if (source === undefined) return null;
  return (
    <MermaidDiagram label={`Plan of ${template.title}`} source={source} fileName={`${template.id}.plan.mmd`}>
      Durations are estimated from what the stages declare
    </MermaidDiagram>
  );
}
