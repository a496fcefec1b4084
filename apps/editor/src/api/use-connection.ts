import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { askForPartsNow } from './load-patiently.ts';
import { type Connection, connectionQuery } from './queries.ts';

/** What the server does as far as this page knows, and a way to find out at once. */
export interface ServerConnection {
  /** Undefined until the first answer. */
  readonly connection: Connection | undefined;
  /** Asks the server, and again for the parts of the page that wait for it. */
  readonly onAskAgain: () => void;
}

/** The connection of this page to its server. */
export function useConnection(): ServerConnection {
  const queryClient = useQueryClient();
  const { data: connection } = useQuery(connectionQuery);
  const onAskAgain = useCallback(() => {
    void queryClient.refetchQueries({ queryKey: connectionQuery.queryKey });
    askForPartsNow();
  }, [queryClient]);
  return { connection, onAskAgain };
}
