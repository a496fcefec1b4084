import type { SecretOverview, StoredSecretInfo } from '@flowmason/pipeline-schema';

/** A stored secret with the pipelines that read it. */
export interface SecretRow extends StoredSecretInfo {
  /** Ids, in order. */
  readonly pipelines: readonly string[];
}

/** A name that pipelines read and nobody has stored. */
export interface UnsetSecret {
  readonly name: string;
  readonly pipelines: readonly string[];
  /** The runner's environment has it, so pipelines run all the same. */
  readonly isInEnvironment: boolean;
}

/** What the page of secrets shows: what is stored by name, and what is read without being stored, missing ones first. */
export function toSecretRows({ items, uses }: SecretOverview): {
  readonly stored: readonly SecretRow[];
  readonly unset: readonly UnsetSecret[];
} {
  const readers = new Map(uses.map(({ name, pipelines }) => [name, pipelines]));
  const stored = items.map((item) => ({ ...item, pipelines: readers.get(item.name) ?? [] }));
  const names = new Set(items.map(({ name }) => name));
  const unset = uses
    .filter(({ name }) => !names.has(name))
    .map(({ name, pipelines, is_in_environment }) => ({ name, pipelines, isInEnvironment: is_in_environment }))
    .sort((a, b) => Number(a.isInEnvironment) - Number(b.isInEnvironment));
  return { stored, unset };
}
