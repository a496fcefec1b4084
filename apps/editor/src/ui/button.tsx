import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

type ButtonProps = ComponentProps<'button'> & {
  /** `primary` for the one thing a view is for, `ghost` inside bars, `danger` for what cannot be taken back. */
  readonly variant?: 'primary' | 'secondary' | 'ghost' | 'danger';
  readonly size?: 'sm' | 'md';
  /** Stands before the label; 14 px icons sit best. */
  readonly icon?: ReactNode;
};

/** A button with a verb on it. `type` is `button` unless told otherwise, so it never submits by surprise. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type={type}
      className={classNames(
        'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-45',
        size === 'sm' ? 'h-6 px-2 text-xs' : 'h-7 px-2.5 text-sm',
        VARIANTS[variant],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

const VARIANTS = {
  primary: 'bg-accent-solid text-white enabled:hover:bg-accent-solid-hover',
  secondary: 'border border-line bg-surface text-ink enabled:hover:border-line-strong enabled:hover:bg-hover',
  ghost: 'text-muted enabled:hover:bg-hover enabled:hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink',
  danger: 'border border-line bg-surface text-failed enabled:hover:border-failed enabled:hover:bg-hover',
} as const;
