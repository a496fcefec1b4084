import { isFinished, type RunSummary, toDurationText } from '@flowmason/pipeline-schema';
import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { toRunLook } from '../../model/runs/status-look.ts';
import { formatAgo } from '../../ui/ago.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useNow } from '../../ui/use-now.ts';

type RunRowProps = {
  readonly run: RunSummary;
  /** Undefined when the workspace has no pipeline of that name any more. */
  readonly pipelineId: string | undefined;
};

/** One run of the list; the whole row leads to it. */
export function RunRow({ run, pipelineId }: RunRowProps): ReactNode {
  const look = toRunLook(run.status);
  return (
    <tr className="relative h-14 transition-colors focus-within:bg-hover hover:bg-hover">
      <td className="pl-5 max-sm:pl-4">
        <Badge
          tone={look.tone}
          icon={<Icon name={look.icon} size={12} className={run.status === 'running' ? 'animate-spin-slow' : ''} />}
        >
          {run.cancelling && !isFinished(run) ? 'cancelling' : look.word}
        </Badge>
      </td>
      <td className="pr-4">
        <p className="truncate font-medium">
          {pipelineId === undefined ? (
            <span title="The workspace has no pipeline of this name">{run.pipeline}</span>
          ) : (
            <Link
              href={`/pipelines/${pipelineId}?run=${encodeURIComponent(run.id)}`}
              className="after:absolute after:inset-0"
            >
              {run.pipeline}
              <span className="sr-only">, run {run.id}</span>
            </Link>
          )}
        </p>
        <p className="truncate text-muted text-xs" title={run.error?.message}>
          {run.error ? (
            <>
              {run.error.stage_id !== null && <span className="font-medium">{run.error.stage_id}: </span>}
              {run.error.message}
            </>
          ) : (
            <span className="font-mono text-2xs text-faint">{run.id}</span>
          )}
        </p>
      </td>
      <td className="pr-4 max-md:hidden">
        <Against run={run} />
      </td>
      <td className="truncate pr-4 text-muted max-md:hidden">{run.trigger}</td>
      <td className="tabular pr-5 text-right max-sm:pr-4">
        <When run={run} />
      </td>
    </tr>
  );
}

function Against({ run }: { readonly run: RunSummary }): ReactNode {
  if (run.sandbox !== undefined) {
    return (
      <Badge tone="accent" icon={<FlaskConical size={12} aria-hidden />}>
        simulated: {run.sandbox}
      </Badge>
    );
  }
  return <span className="truncate text-muted">{run.profile === undefined ? 'live' : `live: ${run.profile}`}</span>;
}

function When({ run }: { readonly run: RunSummary }): ReactNode {
  const now = useNow(true, 10_000);
  return (
    <>
      <p title={new Date(run.created_at).toLocaleString()}>{formatAgo(run.created_at, now)}</p>
      <p className="min-h-4.5 text-muted text-xs">{run.duration_ms !== null && toDurationText(run.duration_ms)}</p>
    </>
  );
}
