import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RunnerDoors, StoredSecrets } from '../../runner.ts';
import { createPalette } from '../../terminal/palette.ts';
import { toPlainLine } from '../../terminal/plain-text.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';

type Door = Pick<RunnerDoors, 'openSecrets'>;

export type SecretOptions = DataOptions & { readonly json?: boolean };

export type SetOptions = SecretOptions & {
  readonly host?: readonly string[];
  /** Takes the binding away. */
  readonly anyHost?: boolean;
  readonly fromFile?: string;
};

/** Stores a secret: its value comes from a hidden prompt, standard input or a file, never from the command line. */
export async function setSecret(
  [name, ...more]: readonly [string, ...string[]],
  options: SetOptions,
  io: CliIo,
  door: Door,
): Promise<number> {
  if (more.length > 0) throw valueOnCommandLine(name);
  if (options.anyHost && options.host) throw new CliError('usage', 'Give either --host or --any-host, not both.');
  const secrets = await open(options, io, door);
  const value = await readValue(name, options, io);
  const hosts = options.anyHost ? [] : options.host;
  const info = await secrets.set(name, { value, ...(hosts && { hosts: [...hosts] }) });
  if (options.json) writeJson(io.stdout, info);
  else io.stdout.write(`${info.version === 1 ? 'Stored' : 'Replaced'} ${name}. ${whereTo(info.hosts)}\n`);
  return EXIT.ok;
}

/** Lists names, hosts and dates; values are never shown. */
export async function listSecrets(options: SecretOptions, io: CliIo, door: Door): Promise<number> {
  const list = (await open(options, io, door)).list();
  if (list.problem !== null) io.stderr.write(`fm: ${toPlainLine(list.problem)}\n`);
  if (options.json) {
    writeJson(io.stdout, list);
    return EXIT.ok;
  }
  const palette = createPalette(io.stdout, io.env);
  const width = Math.max(...list.items.map(({ name }) => name.length));
  for (const { name, hosts, updated_at, problem } of list.items) {
    const to = hosts.length === 0 ? 'any host' : hosts.map(toPlainLine).join(', ');
    const mark = problem === null ? '' : palette.red('  cannot be used');
    io.stdout.write(`${toPlainLine(name).padEnd(width)}  ${updated_at}  ${to}${mark}\n`);
  }
  if (list.items.length === 0) io.stderr.write(`No secrets are stored in ${dataOf(options, io)}.\n`);
  return EXIT.ok;
}

/** Removes a secret. */
export async function removeSecret(name: string, options: SecretOptions, io: CliIo, door: Door): Promise<number> {
  await (await open(options, io, door)).remove(name);
  if (options.json) writeJson(io.stdout, { removed: name });
  else io.stdout.write(`Removed ${name}.\n`);
  return EXIT.ok;
}

export type RotateOptions = SecretOptions & { readonly key?: boolean; readonly fromFile?: string };

/** Sets another value for a secret that is there, or encrypts all of them with another key. */
export async function rotateSecret(
  [name, ...more]: readonly string[],
  options: RotateOptions,
  io: CliIo,
  door: Door,
): Promise<number> {
  if ((name === undefined) !== (options.key === true)) {
    throw new CliError('usage', 'Give the NAME of the secret that gets another value, or --key for another key.');
  }
  if (name !== undefined && more.length > 0) throw valueOnCommandLine(name);
  const secrets = await open(options, io, door);
  if (name === undefined) return rotateKey(secrets, options, io);
  if (!secrets.list().items.some((item) => item.name === name)) {
    throw new CliError(
      'secret_not_found',
      `There is no stored secret "${name}" to replace. Store it with: fm secret set ${name}`,
    );
  }
  const info = await secrets.set(name, { value: await readValue(name, options, io) });
  if (options.json) writeJson(io.stdout, info);
  else io.stdout.write(`Replaced ${name}. The next stage that reads it has the new value.\n`);
  return EXIT.ok;
}

async function rotateKey(secrets: StoredSecrets, { json }: RotateOptions, io: CliIo): Promise<number> {
  const { count, source } = await secrets.rotateKey();
  if (json) writeJson(io.stdout, { count, source });
  else {
    io.stdout.write(
      `Encrypted ${count === 1 ? '1 secret' : `${count} secrets`} with the first key of ${source}. Keys behind it stay readable; take them away when no other data directory and no backup needs them.\n`,
    );
  }
  return EXIT.ok;
}

async function open(options: DataOptions, io: CliIo, { openSecrets }: Door): Promise<StoredSecrets> {
  return openSecrets(dataOf(options, io));
}

async function readValue(name: string, { fromFile }: { readonly fromFile?: string }, io: CliIo): Promise<string> {
  if (fromFile === undefined && io.isStdinTty) return io.readHidden(`Value of ${name} (is not shown): `);
  const text = fromFile === undefined ? await io.readStdin() : await readValueFile(resolve(io.cwd, fromFile));
  const value = text.replace(/\r?\n$/, '');
  if (value !== text) io.stderr.write('The line end behind the value is not part of it.\n');
  return value;
}

async function readValueFile(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new CliError('usage', `${path} is not UTF-8 text. Encode it first, such as with base64.`);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new CliError('usage', `${path} cannot be read (${code}).`, { cause });
  }
}

function valueOnCommandLine(name: string): CliError {
  return new CliError(
    'usage',
    `A value on the command line can be seen by every user of this machine, and stays in the history of the shell; nothing was stored. Change that value where it came from, then give the new one by standard input ("fm secret set ${toPlainLine(name)} < FILE") or at the prompt.`,
  );
}

function whereTo(hosts: readonly string[]): string {
  if (hosts.length > 0) return `It goes to ${hosts.join(', ')} and nowhere else.`;
  return 'It may go to any host that a pipeline names; bind it with --host, such as --host api.github.com.';
}
