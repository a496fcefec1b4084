import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** The pipelines that read a secret, each a link to it. */
export function ReaderLinks({ pipelines }: { readonly pipelines: readonly string[] }): ReactNode {
  if (pipelines.length === 0) return <span className="text-faint">no pipeline</span>;
  return (
    <ul className="flex flex-wrap gap-x-2.5 gap-y-0.5">
      {pipelines.map((id) => (
        <li key={id} className="min-w-0">
          <Link href={`/pipelines/${id}`} className="break-words text-ink underline-offset-2 hover:underline">
            {id.slice(id.lastIndexOf('/') + 1)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
