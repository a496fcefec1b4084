import type { Node, NodeProps } from '@xyflow/react';
import type { FlowNodeData } from '../../model/canvas/to-flow.ts';

type StageNodeProps = NodeProps<Node<FlowNodeData>>;

/** Whether a node looks the same: where it stands is not its own business, so a card that is moved is not drawn again. */
export function isSameNode(before: StageNodeProps, after: StageNodeProps): boolean {
  return (
    before.id === after.id &&
    before.data === after.data &&
    before.width === after.width &&
    before.height === after.height
  );
}
