import { basename } from 'node:path';
import { z } from 'zod';
import { RunnerError } from '../runner-error.ts';
import { SealedValue } from './sealed-value.ts';

/** One stored secret. Everything but the values may be read by whoever may read the file. */
const StoredSecret = z.strictObject({
  name: z.string(),
  /** Patterns of the addresses that it may go to; none for any. */
  hosts: z.array(z.string()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  /** How often it has been set. */
  version: z.int().positive(),
  value: SealedValue,
  /** What it was before, newest first: a run that is going on may still meet it, and it stays masked. */
  retired: z.array(SealedValue),
});
export type StoredSecret = z.infer<typeof StoredSecret>;

const FORMAT = 1;
const SecretsFile = z.strictObject({ format: z.literal(FORMAT), secrets: z.array(StoredSecret) });

/**
 * Reads the text of `secrets.json`; `path` names it in messages, without its folder.
 * @throws {RunnerError} `secrets_unusable` when it is damaged, or was written by a newer version.
 */
export function parseSecretsFile(text: string, path: string): readonly StoredSecret[] {
  const content = parseJson(text);
  if (isNewer(content)) {
    throw new RunnerError(
      'secrets_unusable',
      `The file ${basename(path)} in the data directory was written by a newer version of FlowMason. Use that version, or a backup of the file.`,
    );
  }
  const parsed = SecretsFile.safeParse(content);
  const names = parsed.data?.secrets.map(({ name }) => name) ?? [];
  if (parsed.success && new Set(names).size === names.length) return parsed.data.secrets;
  throw new RunnerError(
    'secrets_unusable',
    `The file ${basename(path)} in the data directory is damaged, so no stored secret can be used. It is left as it is: put a backup of it in its place, or move it away and set the secrets again.`,
  );
}

/** The text of `secrets.json`. */
export function formatSecretsFile(secrets: readonly StoredSecret[]): string {
  const byName = secrets.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify({ format: FORMAT, secrets: byName }, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told as damage, which is what the caller can act on
  }
}

function isNewer(content: unknown): boolean {
  return z.object({ format: z.number().gt(FORMAT) }).safeParse(content).success;
}
