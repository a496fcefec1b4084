import { type PipelineGraph, toDurationText, toTimeline } from '@flowmason/pipeline-schema';
import type { Simulation } from '@flowmason/templates';
import { type ReactNode, useMemo } from 'react';
import { toRunLook } from '../../model/runs/status-look.ts';
import { Badge } from '../../ui/badge.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { SimulatedTimeline } from './simulated-timeline.tsx';
import { StageOutcomes } from './stage-outcomes.tsx';

/** How the dry run went: its end, its course in time, its output, and what became of every stage. */
export function DryRunResult(props: { readonly simulation: Simulation; readonly graph: PipelineGraph }): ReactNode {
  const { run, events } = props.simulation;
  const timeline = useMemo(() => toTimeline(events), [events]);
  const look = toRunLook(run);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <section
        aria-label="Result of the dry run"
        className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg border border-line bg-surface px-4 py-3"
      >
        <p role="status" className="flex items-center gap-2 font-semibold text-base">
          <StatusMark icon={look.icon} tone={look.tone} label={look.word} size={18} />
          <span aria-hidden className="capitalize">
            {look.word}
          </span>
        </p>
        <Badge tone="accent">simulated</Badge>
        <p className="tabular text-muted text-xs">
          would take {toDurationText(run.duration_ms ?? 0)}; nothing has left this page
        </p>
        {run.error && (
          <p className={`w-full text-xs ${run.status === 'failed' ? 'text-failed' : 'text-muted'}`}>
            {run.error.stage_id}: {run.error.message}
          </p>
        )}
      </section>
      <SimulatedTimeline timeline={timeline} />
      <div className="grid grid-cols-2 items-start gap-5 max-md:grid-cols-1">
        <StageOutcomes run={run} graph={props.graph} />
        <section aria-label="Output of the dry run" className="min-w-0 rounded-lg border border-line bg-surface">
          <h3 className="border-line border-b px-4 py-2 font-medium text-xs">Output</h3>
          <div className="overflow-x-auto px-4 py-3">
            <JsonView value={run.output} />
          </div>
        </section>
      </div>
    </div>
  );
}
