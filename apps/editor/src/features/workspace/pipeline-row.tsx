import { type ComponentInfo, type PipelineSummary, toDurationText } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, PencilLine, TriangleAlert } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { toast } from 'sonner';
import { Link } from 'wouter';
import { draftedIdsQuery } from '../../api/drafted-ids-query.ts';
import { componentsQuery } from '../../api/queries.ts';
import { useRefusal } from '../../api/session.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { toRunLook } from '../../model/runs/status-look.ts';
import { formatAgo } from '../../ui/ago.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ROW_LINK } from './row-focus.ts';
import { type FileMenuActions, RowMenu } from './row-menu.tsx';

/** One pipeline of the start page; the whole row leads to it. F2 and Delete work on the row that has the focus. */
export function PipelineRow(props: {
  readonly pipeline: PipelineSummary;
  readonly actions: FileMenuActions;
}): ReactNode {
  const { pipeline, actions } = props;
  const { error_count: errors, warning_count: warnings } = pipeline;
  const title = toPipelineTitle(pipeline.name === pipeline.id ? undefined : pipeline.name, pipeline.path);
  const refusal = useRefusal();
  const hasDraft = useQuery(draftedIdsQuery).data?.has(pipeline.id) ?? false;
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'F2' && event.key !== 'Delete') return;
    if (refusal !== undefined) toast.error('Nothing was changed.', { description: refusal });
    else if (event.key === 'F2') actions.onAsk({ kind: 'rename', subject: pipeline });
    else actions.onDelete();
    event.preventDefault();
  }
  return (
    <li className="group relative flex gap-6 px-5 py-4 transition-colors focus-within:bg-hover hover:bg-hover max-sm:flex-col max-sm:gap-2 max-sm:px-4">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2 max-sm:pr-8">
          <h2 className="min-w-0 truncate font-semibold text-sm">
            <Link
              href={`/pipelines/${pipeline.id}`}
              onKeyDown={onKeyDown}
              aria-keyshortcuts="F2 Delete"
              {...{ [ROW_LINK]: pipeline.id }}
              className="after:absolute after:inset-0"
            >
              {title}
            </Link>
          </h2>
          {pipeline.version !== '' && <span className="font-mono text-2xs text-faint">v{pipeline.version}</span>}
          {hasDraft && (
            <Tooltip content="Changes that were not saved are kept in this browser; open it to see them.">
              <span className="relative z-1">
                <Badge icon={<PencilLine size={12} aria-hidden />}>unsaved draft</Badge>
              </span>
            </Tooltip>
          )}
          {errors > 0 && (
            <Badge tone="failed" icon={<CircleAlert size={12} aria-hidden />}>
              {errors === 1 ? '1 error' : `${errors} errors`}
            </Badge>
          )}
          {warnings > 0 && (
            <Badge tone="recovered" icon={<TriangleAlert size={12} aria-hidden />}>
              {warnings === 1 ? '1 warning' : `${warnings} warnings`}
            </Badge>
          )}
        </div>
        <p className="mt-0.5 line-clamp-2 max-w-170 text-muted">{pipeline.description || 'No description.'}</p>
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-faint text-xs">
          {pipeline.components.length > 0 && <Components names={pipeline.components} />}
          <span className="tabular">{pipeline.stage_count === 1 ? '1 stage' : `${pipeline.stage_count} stages`}</span>
          <span className="truncate font-mono text-2xs">{pipeline.path}</span>
        </div>
      </div>
      <LastRun pipelineId={pipeline.id} run={pipeline.last_run} />
      <div className="max-sm:absolute max-sm:top-3 max-sm:right-3">
        <RowMenu pipeline={pipeline} title={title} actions={actions} />
      </div>
    </li>
  );
}

function Components({ names }: { readonly names: readonly string[] }): ReactNode {
  const infos = useQuery(componentsQuery).data ?? [];
  return (
    <ul aria-label="Components used" className="relative z-1 flex items-center gap-1">
      {names.map((name) => {
        const info = infos.find((candidate) => candidate.name === name);
        return (
          <li key={name}>
            <Tooltip content={info?.title ?? name}>
              <span className={`grid size-5 place-items-center rounded-sm bg-hover ${TINTS[info?.category ?? 'flow']}`}>
                <Icon name={info?.icon ?? 'box'} size={12} />
                <span className="sr-only">{info?.title ?? name}</span>
              </span>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

const TINTS: Record<ComponentInfo['category'], string> = {
  request: 'text-tint-request',
  model: 'text-tint-model',
  control: 'text-tint-control',
  data: 'text-tint-data',
  flow: 'text-tint-flow',
};

function LastRun(props: { readonly pipelineId: string; readonly run: PipelineSummary['last_run'] }): ReactNode {
  const { pipelineId, run } = props;
  const look = run && toRunLook(run);
  const now = useNow(run !== null, 30_000);
  if (!run || !look) return <div className="w-44 shrink-0 text-faint max-sm:w-auto sm:text-right">Never run</div>;
  return (
    <div className="w-44 shrink-0 max-sm:w-auto sm:text-right">
      <Link
        href={`/pipelines/${pipelineId}?run=${encodeURIComponent(run.id)}`}
        className="relative z-1 inline-flex items-center gap-1.5 font-medium hover:underline"
      >
        <StatusMark
          icon={look.icon}
          tone={look.tone}
          label={look.word}
          size={14}
          isSpinning={look.word === 'running'}
        />
        <span aria-hidden>{look.word}</span>
      </Link>
      <div className="tabular text-muted text-xs" title={new Date(run.created_at).toLocaleString()}>
        {formatAgo(run.created_at, now)}
        {run.duration_ms !== null && ` · ${toDurationText(run.duration_ms)}`}
      </div>
      {run.sandbox !== undefined && <div className="text-faint text-xs">simulated: {run.sandbox}</div>}
    </div>
  );
}
