import type { Node, NodeProps } from '@xyflow/react';
import { Ban, ChevronDown } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { COMPONENT_TINTS } from '../../model/canvas/component-tints.ts';
import type { FlowNodeData } from '../../model/canvas/to-flow.ts';
import { SCOPE } from '../../model/layout/layout-sizes.ts';
import { toStageLook } from '../../model/runs/status-look.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useShownStage } from '../../store/use-run.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { DiffMark } from './diff-mark.tsx';
import { useFold } from './fold-context.ts';
import { LaneHead } from './lane-head.tsx';
import { ProblemMark } from './problem-mark.tsx';
import { RenameField } from './rename-field.tsx';
import { isSameNode } from './same-node.ts';
import { StageButton } from './stage-button.tsx';
import { StageFigures } from './stage-figures.tsx';
import { StageHandles } from './stage-handles.tsx';
import { STOOD_BACK } from './stood-back.ts';

/** The box of a trycatch or foreach: its head, and a lane for each of its lists. */
export const ScopeNode = memo(function ScopeNode({ id, data, width }: NodeProps<Node<FlowNodeData>>): ReactNode {
  const stage = useShownStage(id, data.isInLoop);
  const look = stage && toStageLook(stage);
  const toggleFold = useFold();
  const { card } = data.node;
  const isSelected = useEditorStore((state) => state.selectedIds.includes(id));
  return (
    <div
      className={classNames(
        'pointer-events-none size-full rounded-xl border bg-tint-control/4',
        isSelected && 'outline-2 outline-accent outline-offset-1',
        stage?.status === 'running' ? 'border-running/60' : 'border-line-strong',
        (stage?.status === 'skipped' || card.isDisabled) && STOOD_BACK,
      )}
    >
      <div className="flex items-center pr-1.5" style={{ height: SCOPE.header }}>
        <StageButton
          data={data}
          className="flex h-full min-w-0 flex-1 items-center gap-2.5 rounded-xl pr-2 pl-3 text-left outline-offset-0!"
        >
          <span
            className={classNames('grid size-6 shrink-0 place-items-center rounded-md', COMPONENT_TINTS[card.category])}
          >
            <Icon name={card.icon} size={14} />
          </span>
          <span className="min-w-0 truncate font-semibold text-sm">{card.title}</span>
          <span className="min-w-0 flex-1 truncate font-mono text-2xs text-muted">{card.fact || card.component}</span>
          <ProblemMark stageId={id} />
          {card.isDisabled && !stage && <Ban size={14} className="text-faint" aria-label="disabled" />}
          {stage && <StageFigures card={card} stage={stage} />}
          {look && (
            <StatusMark icon={look.icon} tone={look.tone} label={look.word} isSpinning={stage?.status === 'running'} />
          )}
        </StageButton>
        <IconButton
          label={`Fold ${card.title}`}
          className="pointer-events-auto"
          tabIndex={-1}
          onClick={() => toggleFold(id)}
        >
          <ChevronDown size={16} />
        </IconButton>
      </div>
      {data.lanes.map((lane) => (
        <div
          key={lane.role}
          className="absolute inset-x-0 border-line border-t"
          style={{ top: lane.y, height: lane.height }}
        >
          <LaneHead scope={id} lane={lane} />
        </div>
      ))}
      <RenameField stageId={id} className="top-2 right-10 left-11" />
      <DiffMark stageId={id} />
      <StageHandles data={data} width={width ?? 0} />
    </div>
  );
}, isSameNode);
