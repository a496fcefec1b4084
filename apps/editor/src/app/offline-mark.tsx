import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useConnection } from '../api/use-connection.ts';

/** Says for as long as the server is away or fails what becomes of changes. The place is there before, so that it is read out. */
export function OfflineMark(): ReactNode {
  const { connection } = useConnection();
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-recovered text-xs empty:absolute">
      {(connection === 'silent' || connection === 'fails') && (
        <>
          <CloudOff size={12} aria-hidden className="shrink-0" />
          <span className="truncate">
            {connection === 'silent' ? 'Offline' : 'Server errors'}
            <span className="max-lg:sr-only">: changes are kept as a draft in this browser</span>
          </span>
        </>
      )}
    </span>
  );
}
