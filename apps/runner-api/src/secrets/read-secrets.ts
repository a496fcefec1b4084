import { readPrivateFile, stampOf } from '../private-file.ts';
import { RunnerError } from '../runner-error.ts';
import { type EncryptionKey, type KeyRing, keyFileOf, readKeyRing, spellingsOfKey } from './encryption-key.ts';
import { openValue, type SealContext } from './sealed-value.ts';
import { parseSecretsFile, type StoredSecret } from './secrets-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a data directory holds of secrets, as it was read last. */
export interface SecretSnapshot {
  readonly secrets: ReadonlyMap<string, OpenedSecret>;
  /** Why nothing, or not everything, can be used; undefined when all can. */
  readonly problem: string | undefined;
  /** Nothing is known of what is stored: it cannot be read at all. */
  readonly isUnreadable: boolean;
  /** How the keys that decrypt are written, which is to be hidden like the values. */
  readonly keyTexts: readonly string[];
}

export type OpenedSecret = Omit<StoredSecret, 'value' | 'retired'> & {
  /** Undefined when it cannot be decrypted. */
  readonly value: string | undefined;
  /** Why it cannot be used. */
  readonly problem: string | undefined;
  /** Values that it had before, as far as they can be decrypted. */
  readonly retired: readonly string[];
};

/** Reads and decrypts `secrets.json`. What is wrong with it, or with the keys, is told in the snapshot. */
export function readSecrets(path: string, env: Environment): SecretSnapshot {
  try {
    const text = readPrivateFile(path)?.text;
    const stored = text === undefined ? [] : parseSecretsFile(text, path);
    return stored.length === 0 ? EMPTY : openAll(stored, path, readKeys(env));
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    return { secrets: new Map(), problem: error.message, isUnreadable: true, keyTexts: [] };
  }
}

/**
 * Changes when the file of secrets does, or that of the keys, or what keeps them from being looked at; undefined while there
 * are no secrets.
 */
export function secretsStamp(path: string, env: Environment): string | undefined {
  const stamp = stampOrProblem(path);
  const keyFile = stamp === undefined ? undefined : keyFileOf(env);
  return stamp && `${stamp} ${keyFile === undefined ? '' : stampOrProblem(keyFile)}`;
}

/** Whoever reads the file is told the problem; whoever only looks, to mask what is known, has to go on. */
function stampOrProblem(path: string): string | undefined {
  try {
    return stampOf(path);
  } catch (error) {
    if (error instanceof RunnerError) return error.message;
    throw error;
  }
}

const EMPTY: SecretSnapshot = { secrets: new Map(), problem: undefined, isUnreadable: false, keyTexts: [] };

/** The keys, or why there are none that can be used. */
type Keys = { readonly ring: KeyRing } | { readonly problem: string };

function readKeys(env: Environment): Keys {
  try {
    return { ring: readKeyRing(env) };
  } catch (error) {
    if (error instanceof RunnerError) return { problem: error.message };
    throw error;
  }
}

function openAll(stored: readonly StoredSecret[], path: string, keys: Keys): SecretSnapshot {
  const secrets = new Map(stored.map((secret) => [secret.name, open(secret, path, keys)]));
  const locked = [...secrets.values()].filter(({ problem }) => problem !== undefined);
  const names = locked.map(({ name }) => name).join(', ');
  const problem = locked[0] && `Stored secrets cannot be used (${names}). ${locked[0].problem}`;
  const keyTexts = 'ring' in keys ? keys.ring.keys.flatMap(spellingsOfKey) : [];
  return { secrets, problem, isUnreadable: false, keyTexts };
}

function open({ value, retired, ...entry }: StoredSecret, path: string, keys: Keys): OpenedSecret {
  if ('problem' in keys) return { ...entry, value: undefined, problem: keys.problem, retired: [] };
  const { ring } = keys;
  const context = { name: entry.name, hosts: entry.hosts };
  const opened = openWith(ring.keys, value, { ...context, use: 'current' });
  return {
    ...entry,
    value: opened,
    problem: opened === undefined ? problemOf(value.key, path, ring) : undefined,
    retired: retired
      .map((one) => openWith(ring.keys, one, { ...context, use: 'retired' }))
      .filter((one) => one !== undefined),
  };
}

function openWith(
  keys: readonly EncryptionKey[],
  value: StoredSecret['value'],
  context: SealContext,
): string | undefined {
  const key = keys.find(({ id }) => id === value.key);
  return key && openValue(value, context, key);
}

function problemOf(keyId: string, path: string, { keys, source }: KeyRing): string {
  if (keys.some(({ id }) => id === keyId)) {
    return `Something in ${path} is not what was written there. Put a backup of the file in its place, or remove those secrets and set them again.`;
  }
  const has = keys.length === 0 ? 'there is none' : `those that are there are ${keys.map(({ id }) => id).join(', ')}`;
  return `${path} needs the key ${keyId}, and in ${source} ${has}. Put the key back, or remove those secrets and set them again.`;
}
