import type { Node, NodeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import type { FlowNodeData } from '../../model/canvas/to-flow.ts';
import { createGhost } from '../../store/create-ghost.ts';
import { useStageDiff } from '../../store/use-comparison.ts';
import { Icon } from '../../ui/icon.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { DiffMark } from './diff-mark.tsx';
import { useIsEditing } from './editing-context.ts';
import { isSameNode } from './same-node.ts';
import { StageButton } from './stage-button.tsx';
import { StageHandles } from './stage-handles.tsx';
import { tellRefusal } from './tell-refusal.ts';

/** The outline of a stage that the pipeline names but does not define, with one click to define it. */
export const GhostNode = memo(function GhostNode({ data, width }: NodeProps<Node<FlowNodeData>>): ReactNode {
  const isEditing = useIsEditing();
  const { id } = data.node;
  const isRemoved = useStageDiff(id)?.kind === 'removed';
  return (
    <>
      <Tooltip content={`“${id}” is named but not defined. Select it to see the stage to add.`}>
        <StageButton
          data={data}
          className="flex size-full items-center gap-2.5 rounded-lg border border-edge border-dashed bg-canvas/60 px-3 text-left text-muted hover:border-failed"
        >
          <span className="grid size-8 shrink-0 place-items-center rounded-md border border-line-strong border-dashed text-faint">
            <Icon name="circle-dashed" size={16} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold text-sm">{data.node.card.title}</span>
            <span className="block text-2xs text-failed">{isRemoved ? 'removed, still named' : 'not defined'}</span>
          </span>
        </StageButton>
      </Tooltip>
      {isEditing && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Create ${id}`}
          onClick={() => tellRefusal(createGhost(id))}
          className="nopan pointer-events-auto absolute right-2 bottom-2 h-5 rounded-sm bg-accent-soft px-1.5 font-medium text-2xs text-accent-strong transition-colors hover:bg-accent-solid hover:text-white"
        >
          Create
        </button>
      )}
      <DiffMark stageId={id} />
      <StageHandles data={data} width={width ?? 0} />
    </>
  );
}, isSameNode);
