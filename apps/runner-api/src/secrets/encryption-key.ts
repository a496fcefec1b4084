import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { changeAlone, readPrivateFile, writePrivateFile } from '../private-file.ts';
import { RunnerError } from '../runner-error.ts';
import { fileOf, readNamedFile } from '../variable-or-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A key of 256 bits. `id` names it in files and messages and tells nothing of it. */
export interface EncryptionKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The keys that this installation has: the first one encrypts, all of them decrypt. */
export interface KeyRing {
  /** Where they come from, for messages. */
  readonly source: string;
  readonly keys: readonly EncryptionKey[];
  /** The file that keys are generated into; undefined when a person gives them. */
  readonly ownFile: string | undefined;
}

const KEY_BYTES = 32;

/**
 * Reads the keys of this installation: `FM_ENCRYPTION_KEY`, the file that `FM_ENCRYPTION_KEY_FILE` names, else the file in the
 * user's own configuration directory. Without any the ring is empty. There is no built-in key.
 * @throws {RunnerError} `secrets_unusable` for a text that is no key, or when both variables are set, `data_unusable` for a file
 * that others may read.
 */
export function readKeyRing(env: Environment): KeyRing {
  const given = env['FM_ENCRYPTION_KEY'];
  const named = fileOf(env, 'FM_ENCRYPTION_KEY');
  if (given !== undefined && given !== '') {
    return { source: 'FM_ENCRYPTION_KEY', keys: parseKeys(given, 'FM_ENCRYPTION_KEY'), ownFile: undefined };
  }
  // The rights of a file that a person named are theirs to set: files of containers often belong to somebody else.
  if (named !== undefined) {
    const text = readNamedFile('FM_ENCRYPTION_KEY', named);
    return { source: named, keys: parseKeys(text, named), ownFile: undefined };
  }
  const ownFile = ownFileOf(env);
  const text = ownFile === undefined ? undefined : readPrivateFile(ownFile)?.text;
  const source = ownFile ?? 'FM_ENCRYPTION_KEY';
  return { source, keys: text === undefined ? [] : parseKeys(text, source), ownFile };
}

/**
 * The keys of this installation, with one that is generated when there are none.
 * @throws {RunnerError} as `addGeneratedKey`.
 */
export async function ensureKey(env: Environment): Promise<KeyRing> {
  const ring = readKeyRing(env);
  return ring.keys.length > 0 ? ring : changeKeyFile(env, (now) => (now.keys.length > 0 ? now : withNewKey(now)));
}

/**
 * Generates a key and puts it before those that there are, which stay readable: another data directory of this
 * installation may still need them.
 * @throws {RunnerError} `secrets_unusable` when the keys are given by a person, or there is nowhere to keep one.
 */
export function addGeneratedKey(env: Environment): Promise<KeyRing> {
  return changeKeyFile(env, withNewKey);
}

/** The file belongs to all data directories of the user, so it is read again while nobody else changes it. */
async function changeKeyFile(env: Environment, change: (ring: KeyRing) => KeyRing): Promise<KeyRing> {
  const { ownFile } = readKeyRing(env);
  if (ownFile === undefined) {
    throw new RunnerError(
      'secrets_unusable',
      `There is no directory of the user to keep an encryption key in (HOME and XDG_CONFIG_HOME are not set). ${HOW_TO_GIVE}`,
    );
  }
  return changeAlone(ownFile, () => change(readKeyRing(env)));
}

function withNewKey({ ownFile, keys }: KeyRing): KeyRing {
  if (ownFile === undefined) throw new Error('a key was to be generated where a person gives them');
  const all = [toKey(randomBytes(KEY_BYTES)), ...keys];
  const lines = all.map(({ bytes }) => bytes.toString('base64'));
  writePrivateFile(ownFile, `${HEADER}${lines.join('\n')}\n`);
  return { source: ownFile, keys: all, ownFile };
}

const HEADER = `# Encryption keys of FlowMason's stored secrets. The first one encrypts, all of them decrypt.
# Keep a copy apart from the backups of the data: without the key the secrets are lost.
`;

/** The ways in which people write down a key: to be hidden, whichever it is. */
export function spellingsOfKey({ bytes }: EncryptionKey): readonly string[] {
  const base64 = bytes.toString('base64');
  return [base64, base64.replace(/=+$/, ''), bytes.toString('base64url'), bytes.toString('hex')];
}

/** How a person makes a key. */
export const HOW_TO_MAKE = 'Make one with: openssl rand -base64 32';
const HOW_TO_GIVE = `Give a key in FM_ENCRYPTION_KEY, or a file with it in FM_ENCRYPTION_KEY_FILE. ${HOW_TO_MAKE}`;

/** Keys as people give them: base64 or hex, several apart by blanks, commas or lines, `#` begins a comment. */
function parseKeys(text: string, source: string): readonly EncryptionKey[] {
  const words = text
    .replace(/#.*$/gm, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const keys = words.map((word) => parseKey(word, source));
  if (keys.length === 0) throw new RunnerError('secrets_unusable', `${source} holds no encryption key. ${HOW_TO_MAKE}`);
  return keys;
}

function parseKey(word: string, source: string): EncryptionKey {
  const bytes = /^[0-9a-f]{64}$/i.test(word) ? Buffer.from(word, 'hex') : fromBase64(word);
  if (bytes?.length === KEY_BYTES) return toKey(bytes);
  throw new RunnerError(
    'secrets_unusable',
    `${source} holds something that is no encryption key: a key is ${KEY_BYTES} random bytes in base64 or hex, never a passphrase. ${HOW_TO_MAKE}`,
  );
}

/** Undefined for anything that is not exactly base64 or base64url: a passphrase must not pass for a key. */
function fromBase64(word: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(word)) return undefined;
  const bytes = Buffer.from(word, 'base64');
  const isExact = bytes.toString('base64').slice(0, 43) === word.replaceAll('-', '+').replaceAll('_', '/').slice(0, 43);
  return isExact ? bytes : undefined;
}

function toKey(bytes: Buffer): EncryptionKey {
  const id = createHash('sha256').update('flowmason key id\0').update(bytes).digest('hex').slice(0, 8);
  return { id, bytes };
}

/** The file that keys are read from; undefined when they are given in a variable, or there is no such place. */
export function keyFileOf(env: Environment): string | undefined {
  if (env['FM_ENCRYPTION_KEY']) return undefined;
  return env['FM_ENCRYPTION_KEY_FILE'] || ownFileOf(env);
}

function ownFileOf(env: Environment): string | undefined {
  const home = env['HOME'] || env['USERPROFILE'];
  const config = env['XDG_CONFIG_HOME'] || (home ? join(home, '.config') : undefined);
  return config && join(config, 'flowmason', 'encryption-key');
}
