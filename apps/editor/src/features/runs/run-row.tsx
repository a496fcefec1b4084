import { type RunSummary, toDurationText } from '@flowmason/pipeline-schema';
import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { toChildText } from '../../model/runs/run-story.ts';
import { toRunLook } from '../../model/runs/status-look.ts';
import { formatAgo } from '../../ui/ago.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ResumeButton } from './resume-button.tsx';

type RunRowProps = {
  readonly run: RunSummary;
  /** The pipelines that have its name now. A run knows no more of its own, so it leads there only when there is one. */
  readonly pipelineIds: readonly string[];
};

/** One run of the list; the whole row leads to it. */
export function RunRow({ run, pipelineIds }: RunRowProps): ReactNode {
  const [pipelineId, ...others] = pipelineIds;
  const look = toRunLook(run);
  return (
    <tr className="relative h-14 transition-colors focus-within:bg-hover hover:bg-hover">
      <td className="pl-5 max-sm:pl-4">
        <Badge
          tone={look.tone}
          icon={<Icon name={look.icon} size={12} className={look.word === 'running' ? 'animate-spin-slow' : ''} />}
        >
          {look.word}
        </Badge>
      </td>
      <td className="pr-4">
        <div className="flex items-center gap-3">
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium">
              {pipelineId === undefined || others.length > 0 ? (
                <span title={titleOf(pipelineIds)}>{run.pipeline}</span>
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
            <p
              className={classNames(
                'text-muted text-xs',
                (run.held ?? run.queue) === undefined ? 'truncate' : 'line-clamp-2 py-1',
              )}
              title={run.held ?? run.queue?.reason ?? run.error?.message}
            >
              {run.held !== undefined ? (
                `Held: ${run.held}`
              ) : run.undecided ? (
                `Needs a decision: ${run.undecided.join(', ')}`
              ) : run.undecided_children?.[0] ? (
                `Waits for ${toChildText(run.undecided_children[0])}`
              ) : run.queue ? (
                run.queue.reason
              ) : run.error ? (
                <>
                  {run.error.stage_id !== null && <span className="font-medium">{run.error.stage_id}: </span>}
                  {run.error.message}
                </>
              ) : (
                <span className="font-mono text-2xs text-faint">{run.id}</span>
              )}
            </p>
          </div>
          {run.held !== undefined && (
            // Above the link that lies over the whole row.
            <ResumeButton runId={run.id} what={`the run of ${run.pipeline}`} className="relative z-1" />
          )}
        </div>
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

function titleOf(pipelineIds: readonly string[]): string {
  if (pipelineIds.length === 0) return 'The workspace has no pipeline of this name';
  return `The workspace has ${pipelineIds.length} pipelines of this name: ${pipelineIds.join(', ')}`;
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
