import { z } from 'zod';

/** A stored secret as everybody may see it: never its value, and nothing that tells of it. */
export const StoredSecretInfo = z.object({
  name: z.string(),
  /** Patterns of the addresses that it may go to; none for any. */
  hosts: z.array(z.string()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  /** How often it has been set. */
  version: z.int(),
  /** Why it cannot be used; null when it can. */
  problem: z.string().nullable(),
});
export type StoredSecretInfo = z.infer<typeof StoredSecretInfo>;

/** What is stored. `none`: runs are kept in memory, so nothing can be. */
export const StoredSecretList = z.object({
  status: z.enum(['ready', 'locked', 'none']),
  /** Why it is not ready; null when it is. */
  problem: z.string().nullable(),
  items: z.array(StoredSecretInfo),
});
export type StoredSecretList = z.infer<typeof StoredSecretList>;

/** A name that pipelines of the workspace read as `secrets.NAME`. */
export const SecretUse = z.object({
  name: z.string(),
  /** Ids of the pipelines, in order. */
  pipelines: z.array(z.string()),
  /** The runner's environment sets it (`FM_SECRET_NAME`). */
  is_in_environment: z.boolean(),
});
export type SecretUse = z.infer<typeof SecretUse>;

/** `GET /secrets`: what is stored, and what pipelines read, whether it is stored or not. */
export const SecretOverview = z.object({ ...StoredSecretList.shape, uses: z.array(SecretUse) });
export type SecretOverview = z.infer<typeof SecretOverview>;

/** `PUT /secrets/:name`. Hosts stay as they are unless they are given; an empty list means any. */
export const SetSecret = z.strictObject({ value: z.string(), hosts: z.array(z.string()).max(100).optional() });
export type SetSecret = z.infer<typeof SetSecret>;
