import { isUndecided } from '@flowmason/pipeline-schema';
import type { Node, NodeProps } from '@xyflow/react';
import { Ban, ChevronDown } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { COMPONENT_TINTS } from '../../model/canvas/component-tints.ts';
import type { FlowNodeData } from '../../model/canvas/to-flow.ts';
import type { ShownStage } from '../../model/runs/loop-instances.ts';
import { toStageLook } from '../../model/runs/status-look.ts';
import { useShownStage } from '../../store/use-run.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { DiffMark } from './diff-mark.tsx';
import { useFold } from './fold-context.ts';
import { ProblemMark } from './problem-mark.tsx';
import { RenameField } from './rename-field.tsx';
import { isSameNode } from './same-node.ts';
import { StageButton } from './stage-button.tsx';
import { StageFigures } from './stage-figures.tsx';
import { StageHandles } from './stage-handles.tsx';
import { STOOD_BACK } from './stood-back.ts';

function waitText(stage: ShownStage, { why }: { readonly why: string }): string {
  return isUndecided(stage) ? toStageLook(stage).word : why;
}

/** The card of a stage. Draws again only when its own part of the run, or its selection, changes. */
export const StageNode = memo(function StageNode({ id, data, width }: NodeProps<Node<FlowNodeData>>): ReactNode {
  const { node, isInLoop } = data;
  const stage = useShownStage(id, isInLoop);
  const look = stage && toStageLook(stage);
  const { card } = node;
  return (
    <>
      <StageButton
        data={data}
        className={classNames(
          'flex size-full items-center gap-2.5 rounded-lg border bg-surface pr-2.5 pl-3 text-left',
          borderOf(stage),
          (stage?.status === 'skipped' || card.isDisabled) && STOOD_BACK,
        )}
      >
        <span
          className={classNames('grid size-8 shrink-0 place-items-center rounded-md', COMPONENT_TINTS[card.category])}
        >
          <Icon name={card.icon} size={16} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span className="min-w-0 flex-1 truncate font-semibold text-sm" title={card.title}>
              {card.title}
            </span>
            <ProblemMark stageId={id} />
            {card.isDisabled && !stage && <Ban size={14} className="text-faint" aria-label="disabled" />}
            {look && (
              <StatusMark
                key={look.word}
                icon={look.icon}
                tone={look.tone}
                label={look.word}
                isSpinning={stage?.status === 'running'}
              />
            )}
          </span>
          <span className="flex items-center gap-1.5">
            <span
              className="min-w-0 flex-1 truncate font-mono text-2xs text-muted"
              title={`${card.componentTitle} · ${card.fact}`}
            >
              {stage?.status === 'waiting' && stage.waiting
                ? waitText(stage, stage.waiting)
                : card.fact || card.component}
            </span>
            {stage && <StageFigures card={card} stage={stage} />}
          </span>
        </span>
        {stage && stage.status !== 'pending' && (
          <span
            key={stage.status}
            aria-hidden
            className={classNames(
              'pointer-events-none absolute inset-0 animate-pulse-once rounded-lg',
              PULSES[stage.status],
            )}
          />
        )}
      </StageButton>
      <RenameField stageId={id} className="right-2 left-12" />
      {card.kind === 'scope' && <UnfoldButton id={id} title={card.title} />}
      <DiffMark stageId={id} />
      <StageHandles data={data} width={width ?? 0} />
    </>
  );
}, isSameNode);

function UnfoldButton({ id, title }: { readonly id: string; readonly title: string }): ReactNode {
  const toggleFold = useFold();
  return (
    <IconButton
      label={`Unfold ${title}`}
      tabIndex={-1}
      className="-bottom-2.5 -translate-x-1/2 pointer-events-auto absolute left-1/2 size-5! rounded-full! border border-line-strong bg-surface"
      onClick={() => toggleFold(id)}
    >
      <ChevronDown size={12} />
    </IconButton>
  );
}

function borderOf(stage: ShownStage | undefined): string {
  if (stage?.status === 'running') return 'border-running ring-1 ring-running';
  if (stage?.status === 'waiting') return 'border-waiting ring-1 ring-waiting';
  if (stage?.status === 'failed') return stage.handled || stage.tolerated ? 'border-recovered' : 'border-failed';
  return 'border-line hover:border-line-strong';
}

const PULSES: Record<ShownStage['status'], string> = {
  pending: '',
  running: 'text-running',
  waiting: 'text-waiting',
  succeeded: 'text-succeeded',
  failed: 'text-failed',
  skipped: 'hidden',
  cancelled: 'text-skipped',
};
