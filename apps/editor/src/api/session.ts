import { isRoleAtLeast, type Role, Session } from '@flowmason/pipeline-schema';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { deleteAt, getJson, postJson } from './client.ts';

/** Who this browser is to the server; asked again when an answer says that it is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getJson('/session', Session, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Opens a session with a token, and asks anew for everything that is shown. */
export async function signIn(token: string, client: QueryClient): Promise<void> {
  client.setQueryData(sessionQuery.queryKey, await postJson('/session', { token }, Session));
  await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
}

/** Ends the session of this browser. */
export async function signOut(client: QueryClient): Promise<void> {
  await deleteAt('/session', {});
  await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

/**
 * Why the person may not do what takes `needed`; undefined when it may be tried. The server decides: this only saves
 * the way there.
 */
export function useRefusal(needed: Role = 'operator'): string | undefined {
  const { data } = useQuery(sessionQuery);
  if (!data?.role || isRoleAtLeast(data.role, needed)) return undefined;
  return `You are signed in as ${data.name}, who may only look. This takes the role ${needed}.`;
}
