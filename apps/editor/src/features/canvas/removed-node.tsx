import type { Node, NodeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import type { FlowNodeData } from '../../model/canvas/to-flow.ts';
import { DIFF_LOOKS } from '../../model/diff/diff-look.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useIsFar } from './far-context.ts';
import { isSameNode } from './same-node.ts';
import { StageHandles } from './stage-handles.tsx';

/** A stage that only the version before has, faded, where it would stand. It is there to be seen: nothing can be done with it. */
export const RemovedNode = memo(function RemovedNode({ data, width }: NodeProps<Node<FlowNodeData>>): ReactNode {
  const isFar = useIsFar();
  const { card } = data.node;
  const { icon, tone } = DIFF_LOOKS.removed;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <div role="group" data-removed={card.id} aria-label={toSpokenName(data)} className="size-full">
        {!isFar && (
          <div className="flex size-full items-center gap-2.5 rounded-lg border border-failed/60 border-dashed bg-canvas pr-2.5 pl-3 text-faint">
            <span className="grid size-8 shrink-0 place-items-center rounded-md border border-line-strong border-dashed opacity-55">
              <Icon name={card.icon} size={16} />
            </span>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-semibold text-sm line-through">{card.title}</span>
              <span className="block truncate font-mono text-2xs">{card.fact || card.component}</span>
            </span>
            <span className="-top-2.5 absolute left-2 rounded-sm bg-canvas">
              <Badge tone={tone} icon={<Icon name={icon} size={12} />}>
                removed
              </Badge>
            </span>
          </div>
        )}
      </div>
      <StageHandles data={data} width={width ?? 0} />
    </>
  );
}, isSameNode);

function toSpokenName({ node, before, after }: FlowNodeData): string {
  return [
    `${node.card.title}, removed`,
    node.card.componentTitle,
    before.length > 0 ? `waited for ${before.join(', ')}` : '',
    after.length > 0 ? `led to ${after.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
