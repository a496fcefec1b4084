import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A line of text with the page's frame. Its label is a `label` element of its own. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>): ReactNode {
  return (
    <input
      spellCheck={false}
      autoComplete="off"
      className={classNames(
        'h-7 w-full min-w-0 rounded-md border border-line bg-surface px-2 text-sm outline-none transition-colors placeholder:text-faint enabled:hover:border-line-strong focus:border-accent focus:ring-1 focus:ring-accent aria-invalid:border-failed/60',
        className,
      )}
      {...rest}
    />
  );
}
