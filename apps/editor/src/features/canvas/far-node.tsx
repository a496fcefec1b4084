import type { Node, NodeProps } from '@xyflow/react';
import { type ComponentType, memo, type ReactNode } from 'react';
import { SCOPE } from '../../model/layout-sizes.ts';
import { type StatusLook, toStageLook } from '../../model/status-look.ts';
import type { FlowNodeData } from '../../model/to-flow.ts';
import { useShownStage } from '../../store/use-run.ts';
import { classNames } from '../../ui/class-names.ts';
import { useIsFar } from './far-context.ts';
import { StageButton } from './stage-button.tsx';

type StageNodeProps = NodeProps<Node<FlowNodeData>>;

/** The node as it is, and from far away only its shape. */
export function orFarNode(Near: ComponentType<StageNodeProps>): ComponentType<StageNodeProps> {
  return memo(function NearOrFarNode(props: StageNodeProps): ReactNode {
    return useIsFar() ? <FarNode id={props.id} data={props.data} /> : <Near {...props} />;
  });
}

/**
 * A stage seen from far away: its shape, in the colour of its kind, or of its status in a run. One element without border
 * or corners instead of twenty with them, so that a thousand can be panned; what it is called and how it stands is told to
 * screen readers.
 */
function FarNode({ id, data }: { readonly id: string; readonly data: FlowNodeData }): ReactNode {
  const stage = useShownStage(id, data.isInLoop);
  const look = stage && toStageLook(stage);
  const { card, lanes } = data.node;
  const label = look ? `${card.title}, ${look.word}` : card.title;
  const fill = look && look.tone !== 'neutral' ? STATUS_FILLS[look.tone] : KIND_FILLS[card.category];
  if (lanes.length === 0) {
    return (
      <StageButton
        data={data}
        label={label}
        className={classNames('size-full', card.kind === 'ghost' ? 'bg-failed/30' : fill)}
      />
    );
  }
  return (
    <div className="pointer-events-none size-full bg-tint-control/8">
      <StageButton
        data={data}
        label={label}
        className={classNames('block w-full', fill)}
        style={{ height: SCOPE.header }}
      />
    </div>
  );
}

const KIND_FILLS: Record<FlowNodeData['node']['card']['category'], string> = {
  request: 'bg-tint-request/35',
  model: 'bg-tint-model/35',
  control: 'bg-tint-control/35',
  data: 'bg-tint-data/35',
  flow: 'bg-tint-flow/35',
};

const STATUS_FILLS: Record<Exclude<StatusLook['tone'], 'neutral'>, string> = {
  running: 'bg-running',
  waiting: 'bg-waiting',
  succeeded: 'bg-succeeded/60',
  recovered: 'bg-recovered/80',
  failed: 'bg-failed',
  skipped: 'bg-skipped/25',
};
