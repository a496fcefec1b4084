import type { Json } from '@flowmason/pipeline-schema';
import { Equal } from 'lucide-react';
import type { ReactNode } from 'react';
import { type FieldDiff, isEmptyDiff, type PipelineDiff, type StageDiff } from '../../model/diff/pipeline-diff.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DiffBadge } from './diff-badge.tsx';

/** Every stage that differs, with the fields that do, and what differs outside of the stages. */
export function ChangeList(props: {
  readonly diff: PipelineDiff;
  /** Goes to a stage that is there now; without it the names are plain text. */
  readonly onShowStage?: (stageId: string) => void;
}): ReactNode {
  const { diff, onShowStage } = props;
  if (isEmptyDiff(diff)) {
    return (
      <EmptyState icon={<Equal size={24} />} title="No stage differs">
        The pipelines mean the same. The texts may be written differently.
      </EmptyState>
    );
  }
  return (
    <ul aria-label="Changes" className="divide-y divide-line">
      {diff.document.length > 0 && (
        <li className="px-4 py-2.5">
          <div className="font-semibold">The pipeline itself</div>
          <Fields fields={diff.document} />
        </li>
      )}
      {diff.stages.map((stage) => (
        <li key={`${stage.kind} ${stage.id}`} className="px-4 py-2.5">
          <div className="flex items-center gap-2">
            <StageName stage={stage} {...(onShowStage && { onShow: onShowStage })} />
            <DiffBadge kind={stage.kind} />
            {stage.isMoved && stage.kind !== 'moved' && <DiffBadge kind="moved" />}
          </div>
          {stage.fields.length > 0 && <Fields fields={stage.fields} />}
        </li>
      ))}
    </ul>
  );
}

function StageName(props: { readonly stage: StageDiff; readonly onShow?: (stageId: string) => void }): ReactNode {
  const { stage, onShow } = props;
  const name = stage.renamedFrom === undefined ? stage.id : `${stage.renamedFrom} → ${stage.id}`;
  if (stage.kind === 'removed' || !onShow) return <span className="font-semibold">{name}</span>;
  return (
    <button type="button" className="font-semibold hover:underline" onClick={() => onShow(stage.id)}>
      {name}
    </button>
  );
}

function Fields({ fields }: { readonly fields: readonly FieldDiff[] }): ReactNode {
  return (
    <dl className="mt-1 grid grid-cols-[minmax(0,180px)_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs max-sm:grid-cols-1">
      {fields.map(({ path, before, after }) => (
        <div key={path} className="contents">
          <dt className="truncate font-mono text-2xs text-muted leading-4.5" title={path}>
            {path}
          </dt>
          <dd className="min-w-0 break-words font-mono text-2xs leading-4.5">
            {before !== undefined && <del className="bg-failed/10 no-underline">{toText(before)}</del>}
            {before !== undefined && after !== undefined && <span aria-hidden> → </span>}
            {after !== undefined && <ins className="bg-succeeded/10 no-underline">{toText(after)}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Long values are told apart in the text, not here. */
const LONGEST = 160;

function toText(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
