import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** The accessible name, also shown as the tooltip. */
  readonly label: string;
  /** Keys that do the same, shown in the tooltip. */
  readonly keys?: string;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly isActive?: boolean;
};

/** A square button that only shows an icon; its label is read out and appears on hover and focus. */
export function IconButton({
  label,
  keys,
  side = 'bottom',
  isActive = false,
  className,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <Tooltip content={label} side={side} {...(keys !== undefined && { keys })}>
      <button
        type="button"
        aria-label={label}
        className={classNames(
          'grid size-7 shrink-0 place-items-center rounded-md transition-colors disabled:opacity-45',
          isActive ? 'bg-pressed text-ink' : 'text-muted enabled:hover:bg-hover enabled:hover:text-ink',
          className,
        )}
        {...rest}
      />
    </Tooltip>
  );
}
