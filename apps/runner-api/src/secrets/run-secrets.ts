import type { Secrets } from '@flowmason/engine';
import { isMaskable } from '@flowmason/pipeline-schema';
import type { KnownSecrets, LentSecrets } from './known-secrets.ts';

type SecretValues = Readonly<Record<string, string>>;

/** The secrets of one run: looked up by name, and masked wherever they turn up. */
export interface RunSecrets extends Secrets {
  readonly known: LentSecrets;
  /** Why a stored secret of that name cannot be used; undefined when it can, or is not stored. */
  problemOf(name: string): string | undefined;
  /** The run has ended. */
  release(): void;
}

/** Where a run finds its secrets, in order of precedence. */
export interface SecretSources {
  /** Came with the run. */
  readonly given: SecretValues;
  /** The encrypted store is asked: not by a simulated run. */
  readonly usesStore: boolean;
  /** The environment and the profile, the first one first. */
  readonly others: readonly SecretValues[];
}

/**
 * Joins the secrets of a run. The store is asked anew each time, so that the next attempt has what was set meanwhile. What it
 * has and cannot be read does not exist elsewhere either: another value in its place would be somebody else's. A value that
 * is too short to be masked does not exist.
 */
export function createRunSecrets({ given, usesStore, others }: SecretSources, all: KnownSecrets): RunSecrets {
  const rest = new Map<string, string>();
  for (const [name, value] of others.flatMap((source) => Object.entries(source))) {
    if (!rest.has(name) && isMaskable(value)) rest.set(name, value);
  }
  const own = new Map(Object.entries(given).filter(([, value]) => isMaskable(value)));
  const known = all.lend([...own, ...rest]);
  const problemOf = (name: string): string | undefined => {
    if (!usesStore || own.has(name)) return undefined;
    const { secrets, isUnreadable, problem } = all.stored();
    return isUnreadable ? problem : secrets.get(name)?.problem;
  };
  return {
    known,
    problemOf,
    find(name) {
      if (own.has(name)) return own.get(name);
      if (problemOf(name) !== undefined) return undefined;
      return (usesStore ? all.stored().secrets.get(name)?.value : undefined) ?? rest.get(name);
    },
    mask: (value) => known.masker().json(value),
    release: known.release,
  };
}
