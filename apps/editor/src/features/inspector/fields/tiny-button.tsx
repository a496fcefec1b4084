import type { ReactNode } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';

interface TinyButtonProps {
  /** Read out and shown as the tooltip. It is text and not a label: the label of a field leads to its control alone. */
  readonly name: string;
  /** Given for a button that stays pressed. */
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A small button with an icon beside a control. */
export function TinyButton({ name, isOn, isDisabled = false, onClick, children }: TinyButtonProps): ReactNode {
  return (
    <Tooltip content={name} side="top">
      <button
        type="button"
        aria-pressed={isOn}
        disabled={isDisabled}
        onClick={onClick}
        className={classNames(
          'inline-flex h-6 min-w-6 shrink-0 items-center justify-center rounded px-1 text-2xs transition-colors disabled:opacity-35',
          isOn ? 'bg-accent-soft text-accent-strong' : 'text-faint enabled:hover:bg-hover enabled:hover:text-ink',
        )}
      >
        <span className="sr-only">{name}</span>
        <span aria-hidden className="inline-flex">
          {children}
        </span>
      </button>
    </Tooltip>
  );
}
