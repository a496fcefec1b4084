import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';
import { WORKSPACE_FILES } from '../workspace-files.ts';

/** Puts a small workspace into a directory. Files that are there already stay as they are. */
export async function init(directory: string, { json }: { readonly json?: boolean }, io: CliIo): Promise<number> {
  const root = resolve(io.cwd, directory);
  const created: string[] = [];
  const kept: string[] = [];
  for (const [path, text] of Object.entries(WORKSPACE_FILES)) {
    (await writeNew(join(root, path), text)) ? created.push(path) : kept.push(path);
  }
  if (json) {
    writeJson(io.stdout, { workspace: root, created, kept });
    return EXIT.ok;
  }
  for (const path of created) io.stdout.write(`created ${path}\n`);
  for (const path of kept) io.stdout.write(`kept ${path}, it was there\n`);
  const here = relative(io.cwd, root);
  io.stderr.write(`Next: ${here === '' ? '' : `cd ${here} && `}fm run hello --sample\n`);
  return EXIT.ok;
}

async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await makeDirectory(dirname(path));
  } catch (error) {
    throw unwritable(dirname(path), error);
  }
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw unwritable(path, error);
  }
}

/**
 * Makes a directory and those that it lies in, step by step: `recursive` never ends where an existing directory answers
 * that it does not exist, as those below `/proc` do.
 */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await mkdir(path);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function unwritable(path: string, cause: unknown): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CliError('file_unwritable', `${path} cannot be written: ${reason}. Choose another directory.`, { cause });
}
