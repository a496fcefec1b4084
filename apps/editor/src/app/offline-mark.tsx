import { useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { healthQuery } from '../api/queries.ts';

/** Says for as long as the server cannot be reached what becomes of changes. The place is there before, so that it is read out. */
export function OfflineMark(): ReactNode {
  const isUnreachable = useQuery(healthQuery).isError;
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-recovered text-xs empty:absolute">
      {isUnreachable && (
        <>
          <CloudOff size={12} aria-hidden className="shrink-0" />
          <span className="truncate">
            Offline<span className="max-lg:sr-only">: changes are kept as a draft in this browser</span>
          </span>
        </>
      )}
    </span>
  );
}
