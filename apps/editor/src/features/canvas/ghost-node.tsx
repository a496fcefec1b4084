import type { Node, NodeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import type { FlowNodeData } from '../../model/to-flow.ts';
import { Icon } from '../../ui/icon.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { StageButton } from './stage-button.tsx';
import { StageHandles } from './stage-node.tsx';

/** The outline of a stage that the pipeline names but does not define. */
export const GhostNode = memo(function GhostNode({ data, width }: NodeProps<Node<FlowNodeData>>): ReactNode {
  return (
    <>
      <Tooltip content={`“${data.node.id}” is named but not defined. Select it to see the stage to add.`}>
        <StageButton
          data={data}
          className="flex size-full items-center gap-2.5 rounded-lg border border-edge border-dashed bg-canvas/60 px-3 text-left text-muted hover:border-failed"
        >
          <span className="grid size-8 shrink-0 place-items-center rounded-md border border-line-strong border-dashed text-faint">
            <Icon name="circle-dashed" size={16} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold text-sm">{data.node.card.title}</span>
            <span className="flex items-center gap-1.5 text-2xs">
              <span className="flex-1 text-failed">not defined</span>
              <span className="font-medium text-accent-strong">create…</span>
            </span>
          </span>
        </StageButton>
      </Tooltip>
      <StageHandles data={data} width={width ?? 0} />
    </>
  );
});
