import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Holds the place of something that is being loaded; give it the size of what comes. */
export function Skeleton({ className }: { readonly className?: string }): ReactNode {
  return <div aria-hidden className={classNames('animate-shimmer rounded-md bg-hover', className)} />;
}
