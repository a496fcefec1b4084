import { type Role, Session } from '@flowmason/pipeline-schema';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { findRefusal } from '../model/access/refusal.ts';
import { getJson } from './client.ts';

/** Who this browser is to the server; asked again when an answer says that it is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getJson('/session', Session, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Why the person may not do what takes `needed`; undefined when it may be tried. */
export function useRefusal(needed: Role = 'operator'): string | undefined {
  return findRefusal(useQuery(sessionQuery).data, needed);
}

/** The same where no view asks, such as behind a key. */
export function findKnownRefusal(queryClient: QueryClient, needed: Role = 'operator'): string | undefined {
  return findRefusal(queryClient.getQueryData(sessionQuery.queryKey), needed);
}
