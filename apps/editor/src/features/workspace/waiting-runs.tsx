import type { PipelineSummary, RunSummary } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import { UserCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { pipelinesQuery, waitingRunsQuery } from '../../api/queries.ts';
import { toRunLook } from '../../model/runs/status-look.ts';
import { formatAgo } from '../../ui/ago.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useNow } from '../../ui/use-now.ts';

/** The runs that do not go on until somebody has done something, above everything else; nothing while there are none. */
export function WaitingRuns(): ReactNode {
  const page = useQuery(waitingRunsQuery).data;
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  if (!page || page.items.length === 0) return null;
  const { items, next_cursor } = page;
  const count = next_cursor === null ? `${items.length}` : `More than ${items.length}`;
  return (
    <section
      aria-label="Runs that need a person"
      className="mb-5 overflow-hidden rounded-lg border border-waiting/40 bg-surface"
    >
      <header className="flex items-center gap-2 border-line border-b bg-waiting/8 px-5 py-2 max-sm:px-4">
        <UserCheck size={16} className="shrink-0 text-waiting" aria-hidden />
        <h2 className="min-w-0 flex-1 font-semibold">
          {count} {items.length === 1 ? 'run needs' : 'runs need'} a person
        </h2>
        <Link href="/runs?needs_person=true" className="shrink-0 font-medium text-accent hover:underline">
          {next_cursor === null ? 'Show in the list of runs' : 'Show all'}
        </Link>
      </header>
      <ul className="divide-y divide-line">
        {items.map((run) => (
          <WaitingRun key={run.id} run={run} pipelines={pipelines} />
        ))}
      </ul>
    </section>
  );
}

function WaitingRun({
  run,
  pipelines,
}: {
  readonly run: RunSummary;
  readonly pipelines: readonly PipelineSummary[];
}): ReactNode {
  const now = useNow(true, 30_000);
  const look = toRunLook(run);
  const why = run.held === undefined ? `Needs a decision: ${run.undecided?.join(', ')}` : `Held: ${run.held}`;
  return (
    <li className="relative flex items-center gap-4 px-5 py-2.5 transition-colors focus-within:bg-hover hover:bg-hover max-sm:px-4">
      <span className="w-22 shrink-0 max-sm:w-auto">
        <Badge tone={look.tone} icon={<Icon name={look.icon} size={12} />}>
          {look.word}
        </Badge>
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          <Link href={toRunAddress(run, pipelines)} className="after:absolute after:inset-0">
            {run.pipeline}
            <span className="sr-only">, run {run.id}</span>
          </Link>
        </p>
        <p className="line-clamp-2 text-muted text-xs" title={why}>
          {why}
        </p>
      </div>
      <span
        className="tabular shrink-0 text-muted text-xs"
        title={`Started ${new Date(run.created_at).toLocaleString()}`}
      >
        {formatAgo(run.created_at, now)}
      </span>
    </li>
  );
}

/** The run on the page of its pipeline, when there is exactly one of that name; else among all that wait. */
function toRunAddress({ id, pipeline }: RunSummary, pipelines: readonly PipelineSummary[]): string {
  const [found, ...others] = pipelines.filter(({ name }) => name === pipeline);
  if (found === undefined || others.length > 0) return '/runs?needs_person=true';
  return `/pipelines/${found.id}?run=${encodeURIComponent(id)}`;
}
