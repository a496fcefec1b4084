import type { Secrets } from '@flowmason/engine';
import { createMasker, type Masker } from './masker.ts';
import { isMaskable } from './secret-sources.ts';

/** The secrets of one run: looked up by name, and masked wherever they turn up. */
export interface RunSecrets extends Secrets {
  readonly masker: Masker;
}

/**
 * Joins the secrets of a run. `sources` come in order of precedence; `hidden` are values that no pipeline may read but
 * that are masked too, such as the key of a model provider. A value that is too short to be masked does not exist.
 */
export function createRunSecrets(
  sources: readonly Readonly<Record<string, string>>[],
  hidden: Readonly<Record<string, string>>,
): RunSecrets {
  const readable = new Map<string, string>();
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) {
      if (!readable.has(name) && isMaskable(value)) readable.set(name, value);
    }
  }
  const maskable = new Map(Object.entries(hidden).filter(([, value]) => isMaskable(value)));
  const masker = createMasker(new Map([...maskable, ...readable]));
  return { masker, find: (name) => readable.get(name), mask: (value) => masker.json(value) };
}
