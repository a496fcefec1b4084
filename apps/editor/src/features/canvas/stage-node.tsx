import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { Ban, ChevronDown } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { armText, inletOf, outletOf } from '../../model/layout-sizes.ts';
import type { ShownStage } from '../../model/loop-instances.ts';
import { toStageLook } from '../../model/status-look.ts';
import { type FlowNodeData, INLET, outletId } from '../../model/to-flow.ts';
import { useShownStage, useStageRun } from '../../store/use-run.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useFold } from './fold-context.ts';
import { StageButton } from './stage-button.tsx';
import { StageFigures } from './stage-figures.tsx';
import { STAGE_TINTS } from './stage-tint.ts';

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
          (stage?.status === 'skipped' || card.isDisabled) && 'opacity-55',
        )}
      >
        <span className={classNames('grid size-8 shrink-0 place-items-center rounded-md', STAGE_TINTS[card.category])}>
          <Icon name={card.icon} size={16} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span className="min-w-0 flex-1 truncate font-semibold text-sm" title={card.title}>
              {card.title}
            </span>
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
              {stage?.status === 'waiting' && stage.waiting ? stage.waiting.why : card.fact || card.component}
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
      {card.kind === 'scope' && <UnfoldButton id={id} title={card.title} />}
      <StageHandles data={data} width={width ?? 0} />
    </>
  );
});

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

/** The dots where edges end, with the names of the outcomes beside theirs. */
export function StageHandles({ data, width }: { readonly data: FlowNodeData; readonly width: number }): ReactNode {
  const { node, before, after } = data;
  return (
    <>
      <Handle
        id={INLET}
        type="target"
        position={Position.Left}
        isConnectable={false}
        className={classNames(DOT, before.length === 0 && 'invisible')}
        style={{ top: inletOf(node).y }}
      />
      <Handle
        id={outletId(undefined)}
        type="source"
        position={Position.Right}
        isConnectable={false}
        className={classNames(DOT, (after.length === 0 || node.arms.length > 0) && 'invisible')}
        style={{ top: outletOf(node, width, undefined).y }}
      />
      {node.arms.map((arm) => (
        <ArmHandle key={arm} stageId={node.id} arm={arm} top={outletOf(node, width, arm).y} />
      ))}
    </>
  );
}

function ArmHandle(props: { readonly stageId: string; readonly arm: string; readonly top: number }): ReactNode {
  const taken = useStageRun(props.stageId)?.arm;
  const isTaken = taken === props.arm;
  return (
    <>
      <Handle
        id={outletId(props.arm)}
        type="source"
        position={Position.Right}
        isConnectable={false}
        className={classNames(DOT, isTaken && 'border-accent! bg-accent!')}
        style={{ top: props.top }}
      />
      <span
        title={props.arm}
        className={classNames(
          '-translate-y-1/2 pointer-events-none absolute left-full ml-2 whitespace-nowrap rounded-sm bg-canvas px-1 font-medium text-2xs leading-4',
          isTaken ? 'text-accent-strong' : 'text-muted',
          taken !== undefined && !isTaken && 'opacity-60',
        )}
        style={{ top: props.top }}
      >
        {armText(props.arm)}
      </span>
    </>
  );
}

const DOT = 'size-1.5! min-h-0! min-w-0! rounded-full! border! border-edge! bg-surface! pointer-events-none!';

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
