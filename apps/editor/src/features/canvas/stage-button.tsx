import type { CSSProperties, ReactNode } from 'react';
import type { FlowNodeData } from '../../model/to-flow.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';

/**
 * What makes a card or the head of a box a thing to select. It is found by `data-stage`; of all of them only one is in the
 * tab order, the arrow keys walk between them (`use-canvas-keys.ts`).
 */
export function StageButton(props: {
  readonly data: FlowNodeData;
  readonly className: string;
  readonly style?: CSSProperties;
  /** Said instead of the content, where the content says nothing. */
  readonly label?: string;
  readonly children?: ReactNode;
}): ReactNode {
  const { node } = props.data;
  const { label } = props;
  const isSelected = useEditorStore((state) => state.selectedStageId === node.id);
  const selectStage = useEditorStore((state) => state.selectStage);
  return (
    <button
      type="button"
      data-stage={node.id}
      tabIndex={-1}
      aria-pressed={isSelected}
      aria-label={label && `${label} ${toSpokenContext(props.data)}`}
      style={props.style}
      onClick={() => selectStage(node.id)}
      className={classNames(
        // React Flow takes the pointer away from nodes that can neither be dragged nor selected by it.
        'pointer-events-auto relative transition-[border-color,box-shadow,opacity] focus-visible:outline-offset-2',
        isSelected && 'outline-2 outline-accent outline-offset-1',
        props.className,
      )}
    >
      {props.children}
      {label === undefined && <span className="sr-only">{toSpokenContext(props.data)}</span>}
    </button>
  );
}

/** What the picture shows beside the card itself: the kind of stage, and what stands before and after it. */
function toSpokenContext({ node, before, after }: FlowNodeData): string {
  const { componentTitle, isDisabled } = node.card;
  return [
    componentTitle,
    isDisabled ? 'disabled' : '',
    before.length > 0 ? `after ${before.join(', ')}` : '',
    after.length > 0 ? `leads to ${after.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
