import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** HTTP headers, closed until somebody asks for them. */
export function HeaderTable({ headers }: { readonly headers: Readonly<Record<string, string>> }): ReactNode {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <details className="group/headers text-xs">
      <summary className="flex w-fit list-none items-center gap-1 rounded-sm text-muted hover:text-ink">
        <ChevronRight size={12} aria-hidden className="text-faint transition-transform group-open/headers:rotate-90" />
        {entries.length === 1 ? '1 header' : `${entries.length} headers`}
      </summary>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 pl-4 font-mono text-2xs [font-variant-ligatures:none]">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
