import { join } from 'node:path';
import { changeAlone, readPrivateFile, writePrivateFile } from '../private-file.ts';
import { RunnerError } from '../runner-error.ts';
import {
  addGeneratedKey,
  type EncryptionKey,
  ensureKey,
  HOW_TO_MAKE,
  type KeyRing,
  readKeyRing,
} from './encryption-key.ts';
import { type OpenedSecret, readSecrets, type SecretSnapshot, secretsStamp } from './read-secrets.ts';
import { type SealContext, type SealedValue, sealValue } from './sealed-value.ts';
import { checkSecrets } from './secret-names.ts';
import { formatSecretsFile, parseSecretsFile, type StoredSecret } from './secrets-file.ts';

/**
 * The encrypted secrets of a data directory.
 *
 * I1  A value is on disk only encrypted, and its key never in the same directory.
 * I2  What cannot be read is never written over: changes are refused until all that is stored can be read; only removing works.
 * I3  Every process that has the store open sees a change at its next look, whoever has made it.
 */
export interface SecretStore {
  /** What is stored now. Costs a few microseconds while nothing has changed, and gives the same object then. */
  look(): SecretSnapshot;
  /**
   * Sets a value. Hosts stay as they are unless they are given; none means any.
   * @throws {RunnerError} `secrets_invalid`, `secrets_unusable`.
   */
  set(name: string, change: { readonly value: string; readonly hosts?: readonly string[] | undefined }): Promise<void>;
  /** @throws {RunnerError} `secret_not_found`, `secrets_unusable`. */
  remove(name: string): Promise<void>;
  /**
   * Encrypts everything anew: with a key that is generated, or with the first of those that a person gives. A crash in
   * between leaves the old file, and both keys.
   * @throws {RunnerError} `secrets_unusable`.
   */
  rotateKey(): Promise<{ readonly count: number; readonly source: string }>;
}

export interface SecretStoreOptions {
  /** The data directory. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How many former values of a secret are kept to be masked. */
const MAX_RETIRED = 3;

/**
 * Opens the store of a data directory; nothing is made before the first secret is set.
 * @throws {RunnerError} `secrets_unusable` for a key that is none, `data_unusable` for a file that other users may read.
 */
export function openSecretStore({ folder, env, now }: SecretStoreOptions): SecretStore {
  const path = join(folder, 'secrets.json');
  readKeyRing(env);
  readPrivateFile(path);
  let seen: { readonly stamp: string | undefined; readonly snapshot: SecretSnapshot } | undefined;

  const look = (): SecretSnapshot => {
    const stamp = secretsStamp(path, env);
    if (seen === undefined || seen.stamp !== stamp) seen = { stamp, snapshot: readSecrets(path, env) };
    return seen.snapshot;
  };
  /** What is stored, for a change of it. Only removing may go on while something cannot be decrypted. */
  const load = (isRemoval: boolean): readonly StoredSecret[] => {
    const text = readPrivateFile(path)?.text;
    const stored = text === undefined ? [] : parseSecretsFile(text, path);
    const { problem } = look();
    if (problem !== undefined && !isRemoval) throw new RunnerError('secrets_unusable', problem);
    return stored;
  };
  const save = (secrets: readonly StoredSecret[]): void => writePrivateFile(path, formatSecretsFile(secrets));

  return {
    look,
    set(name, { value, hosts }) {
      checkSecrets({ [name]: value });
      return changeAlone(path, async () => {
        const stored = load(false);
        const key = firstOf(await ensureKey(env));
        const before = stored.find((secret) => secret.name === name);
        const at = new Date(now()).toISOString();
        const entry = {
          name,
          hosts: [...(hosts ?? before?.hosts ?? [])],
          created_at: before?.created_at ?? at,
          updated_at: at,
          version: (before?.version ?? 0) + 1,
        };
        const former = formerValues(look().secrets.get(name), value);
        save([...stored.filter((secret) => secret !== before), sealed(entry, [value, ...former], key)]);
      });
    },
    remove: (name) =>
      changeAlone(path, () => {
        const stored = load(true);
        const rest = stored.filter((secret) => secret.name !== name);
        if (rest.length === stored.length) throw notFound(name);
        save(rest);
      }),
    rotateKey: () =>
      changeAlone(path, async () => {
        const stored = load(false);
        const opened = look().secrets;
        const ring = readKeyRing(env);
        const next = ring.ownFile === undefined ? ring : await addGeneratedKey(env);
        const key = firstOf(next);
        if (stored.length > 0 && stored.every(({ value }) => value.key === key.id)) throw nothingToRotate(ring);
        save(stored.map((secret) => sealedAnew(secret, opened.get(secret.name), key)));
        return { count: stored.length, source: next.source };
      }),
  };
}

/** The key to encrypt with. */
function firstOf({ keys: [key], source }: KeyRing): EncryptionKey {
  if (key === undefined) throw new Error(`there is no key in ${source}`);
  return key;
}

/** What a value that is replaced leaves to be masked, newest first. */
function formerValues(opened: OpenedSecret | undefined, next: string): readonly string[] {
  const former = [opened?.value, ...(opened?.retired ?? [])].filter((one) => one !== undefined && one !== next);
  return [...new Set(former)].filter((one) => one !== undefined).slice(0, MAX_RETIRED);
}

type Entry = Omit<StoredSecret, 'value' | 'retired'>;

/** `values` are the current one and then the former ones. */
function sealed(entry: Entry, [value = '', ...retired]: readonly string[], key: EncryptionKey): StoredSecret {
  const { name, hosts } = entry;
  const seal = (text: string, use: SealContext['use']): SealedValue => sealValue(text, { name, hosts, use }, key);
  return { ...entry, value: seal(value, 'current'), retired: retired.map((text) => seal(text, 'retired')) };
}

function sealedAnew(stored: StoredSecret, opened: OpenedSecret | undefined, key: EncryptionKey): StoredSecret {
  const { value: _value, retired: _retired, ...entry } = stored;
  if (opened?.value === undefined) throw new Error(`the secret ${stored.name} was to be encrypted anew unread`);
  return sealed(entry, [opened.value, ...opened.retired], key);
}

function notFound(name: string): RunnerError {
  return new RunnerError(
    'secret_not_found',
    `There is no stored secret "${name}". "fm secret list" shows those that there are.`,
  );
}

function nothingToRotate({ source }: KeyRing): RunnerError {
  return new RunnerError(
    'secrets_unusable',
    `Everything is encrypted with the first key of ${source} already. Put a new key before it there, do this again, and then take the old one away. ${HOW_TO_MAKE}`,
  );
}
