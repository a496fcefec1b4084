import type { ReactNode } from 'react';

/** A key or a combination of keys, such as `Ctrl K`. */
export function Kbd({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <kbd className="rounded-sm border border-line bg-sunken px-1 font-sans text-2xs text-muted leading-4">
      {children}
    </kbd>
  );
}
