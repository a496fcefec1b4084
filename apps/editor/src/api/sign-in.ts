import { Session } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { deleteAt, postJson } from './client.ts';
import { sessionQuery } from './session.ts';
import { renewStream } from './shared-stream.ts';

/** Opens a session with a token, and asks anew for everything that is shown. */
export async function signIn(token: string, client: QueryClient): Promise<void> {
  client.setQueryData(sessionQuery.queryKey, await postJson('/session', { token }, Session));
  renewStream();
  await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
}

/** Ends the session of this browser. */
export async function signOut(client: QueryClient): Promise<void> {
  await deleteAt('/session', {});
  renewStream();
  await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
