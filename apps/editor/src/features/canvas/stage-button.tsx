import { type CSSProperties, type MouseEvent, type ReactNode, useRef } from 'react';
import type { FlowNodeData } from '../../model/canvas/to-flow.ts';
import { toProblemText } from '../../model/problems/canvas-problems.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { useKeptFocus } from './canvas-focus.ts';
import { useIsEditing } from './editing-context.ts';
import { useProblemCount } from './problems-context.ts';
import { useEmphasis } from './use-emphasis.ts';

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
  const card = useRef<HTMLButtonElement>(null);
  useKeptFocus(card, node.id);
  const isSelected = useEditorStore((state) => state.selectedIds.includes(node.id));
  const isEntry = useEditorStore((state) => state.entryStageId === node.id);
  const isEditing = useIsEditing();
  const emphasis = useEmphasis(node.id);
  const count = useProblemCount(node.id);
  const spoken = toSpokenContext(props.data, count && toProblemText(count));

  function select({ shiftKey, ctrlKey, metaKey }: MouseEvent): void {
    const { selectStage, toggleStage } = useEditorStore.getState();
    if (shiftKey || ctrlKey || metaKey) toggleStage(node.id);
    else selectStage(node.id);
  }

  return (
    <button
      ref={card}
      type="button"
      data-stage={node.id}
      tabIndex={isEntry ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={label && `${label} ${spoken}`}
      style={props.style}
      onClick={select}
      className={classNames(
        // React Flow takes the pointer away from nodes that can neither be dragged nor selected by it.
        'pointer-events-auto relative transition-[border-color,box-shadow,opacity] focus-visible:outline-offset-2',
        isEditing && 'nopan',
        // An open box is outlined as a whole.
        isSelected && node.lanes.length === 0 && 'outline-2 outline-accent outline-offset-1',
        props.className,
        EMPHASIS[emphasis],
      )}
    >
      {props.children}
      {label === undefined && <span className="sr-only">{spoken}</span>}
    </button>
  );
}

/** What stands back stays readable: its words lose their tone, not their contrast. */
const EMPHASIS = {
  plain: '',
  lit: 'border-accent!',
  dimmed: 'border-line! text-faint! **:text-faint! [&_svg]:opacity-40',
} as const;

/** What the picture shows beside the card itself: the kind of stage, what is wrong with it, and what stands before and after it. */
function toSpokenContext({ node, before, after }: FlowNodeData, problems: string | undefined): string {
  const { componentTitle, isDisabled } = node.card;
  return [
    componentTitle,
    isDisabled ? 'disabled' : '',
    problems ?? '',
    before.length > 0 ? `waits for ${before.join(', ')}` : '',
    after.length > 0 ? `leads to ${after.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
