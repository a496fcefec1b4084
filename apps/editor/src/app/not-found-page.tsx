import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '../ui/empty-state.tsx';

/** For an address that leads nowhere. */
export function NotFoundPage(): ReactNode {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<SearchX size={24} />}
        title="There is no such page"
        action={
          <Link href="/" className="font-medium text-accent hover:underline">
            Show all pipelines
          </Link>
        }
      >
        The address <code className="font-mono text-xs">{location.pathname}</code> leads nowhere in this workspace.
      </EmptyState>
    </>
  );
}
