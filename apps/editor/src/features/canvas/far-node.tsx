import type { Node, NodeProps } from '@xyflow/react';
import { type ComponentType, memo, type ReactNode } from 'react';
import type { FlowNodeData } from '../../model/canvas/to-flow.ts';
import { SCOPE } from '../../model/layout/layout-sizes.ts';
import { toStageLook } from '../../model/runs/status-look.ts';
import { useShownStage } from '../../store/use-run.ts';
import { useIsFar } from './far-context.ts';
import { isSameNode } from './same-node.ts';
import { StageButton } from './stage-button.tsx';

type StageNodeProps = NodeProps<Node<FlowNodeData>>;

/** The node as it is, and from far away only what can be pressed of it. */
export function orFarNode(Near: ComponentType<StageNodeProps>): ComponentType<StageNodeProps> {
  return memo(function NearOrFarNode(props: StageNodeProps): ReactNode {
    return useIsFar() ? <FarNode id={props.id} data={props.data} /> : <Near {...props} />;
  }, isSameNode);
}

/**
 * A stage seen from far away. What is seen of it is part of `far-picture.tsx`: here is the place to press, and what it is
 * called and how it stands for those who listen. It paints nothing, and so costs nothing when the view moves.
 */
function FarNode({ id, data }: { readonly id: string; readonly data: FlowNodeData }): ReactNode {
  const stage = useShownStage(id, data.isInLoop);
  const { card, lanes } = data.node;
  return (
    <StageButton
      data={data}
      label={stage ? `${card.title}, ${toStageLook(stage).word}` : card.title}
      className="block w-full"
      style={{ height: lanes.length > 0 ? SCOPE.header : '100%' }}
    />
  );
}
