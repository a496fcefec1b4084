import { SecretOverview, type SetSecret, StoredSecretInfo } from '@flowmason/pipeline-schema';
import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getJson, putJson } from './client.ts';

/** What is stored, and what the pipelines of the workspace read; never a value. */
export const secretsQuery = queryOptions({
  queryKey: ['secrets'],
  queryFn: ({ signal }) => getJson('/secrets', SecretOverview, signal),
});

/** Stores a value, new or in place of the one that is there. */
export function storeSecret({ name, ...change }: SetSecret & { readonly name: string }): Promise<StoredSecretInfo> {
  return putJson(`/secrets/${encodeURIComponent(name)}`, change, { parser: StoredSecretInfo, headers: {} });
}

/** Removes a stored secret for good. */
export function removeSecret(name: string): Promise<void> {
  return deleteAt(`/secrets/${encodeURIComponent(name)}`, {});
}
