import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEditorStore } from '../../../store/editor-store.ts';
import { classNames } from '../../../ui/class-names.ts';
import { useInspected } from '../inspected.ts';
import { TinyButton } from './tiny-button.tsx';

/** Stages of a list, each leading to itself; with buttons to put them in another order where the order means something. */
export function StageChips(props: {
  /** Names the list. */
  readonly label: string;
  readonly ids: readonly string[];
  readonly onRemove?: ((id: string) => void) | undefined;
  readonly onMove?: ((index: number, by: -1 | 1) => void) | undefined;
}): ReactNode {
  const { label, ids, onRemove, onMove } = props;
  if (ids.length === 0) return null;
  return (
    <ul aria-label={label} className={classNames('flex gap-1', onMove ? 'w-full flex-col' : 'flex-wrap')}>
      {ids.map((id, index) => (
        <li
          key={`${id} ${index}`}
          className="flex min-w-0 max-w-full items-center rounded-md border border-line bg-sunken"
        >
          {onMove && <span className="tabular w-5 shrink-0 text-center text-2xs text-faint">{index + 1}</span>}
          <StageLink id={id} isWide={onMove !== undefined} />
          {onMove && (
            <>
              <TinyButton name={`Move ${id} up`} isDisabled={index === 0} onClick={() => onMove(index, -1)}>
                <ArrowUp size={12} />
              </TinyButton>
              <TinyButton
                name={`Move ${id} down`}
                isDisabled={index === ids.length - 1}
                onClick={() => onMove(index, 1)}
              >
                <ArrowDown size={12} />
              </TinyButton>
            </>
          )}
          {onRemove && (
            <TinyButton name={`Remove ${id}`} onClick={() => onRemove(id)}>
              <X size={12} />
            </TinyButton>
          )}
        </li>
      ))}
    </ul>
  );
}

function StageLink({ id, isWide }: { readonly id: string; readonly isWide: boolean }): ReactNode {
  const selectStage = useEditorStore((state) => state.selectStage);
  const { opened } = useInspected();
  const isDefined = opened.graph?.stages.has(id) ?? false;
  return (
    <button
      type="button"
      title={isDefined ? id : `${id} is not defined`}
      onClick={() => selectStage(id)}
      className={classNames(
        'h-6 min-w-0 truncate px-1.5 text-left font-mono text-2xs hover:underline',
        isWide && 'flex-1',
        isDefined ? 'text-ink' : 'text-failed',
      )}
    >
      {id}
    </button>
  );
}
