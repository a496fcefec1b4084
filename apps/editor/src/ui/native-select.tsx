import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** The browser's own list of choices, for forms: with a keyboard and on a phone nothing beats it. */
export function NativeSelect({ className, children, ...rest }: ComponentProps<'select'>): ReactNode {
  return (
    <span className="relative flex min-w-0">
      <select {...rest} className={classNames('appearance-none truncate pr-7', className)}>
        {children}
      </select>
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
