import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RunnerError } from '../runner-error.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { asidePathOf } from './leftovers.ts';
import { OWNER_FILE } from './owner-lock.ts';

/**
 * Gives `folder`, a whole data directory on the same disk, the name `data`, for good: all of it is on the disk before it has
 * its name. What was there is moved aside when `replace` allows it, and moved back when the rest fails. Gives the path that it
 * has then.
 * @throws {RunnerError} `data_exists`; `data_in_use` when a process has the directory that would be moved; `data_unusable` when
 * that one could not be moved back, with the path that it has.
 */
export async function putInPlace(
  folder: string,
  data: string,
  { replace }: { readonly replace: boolean },
): Promise<string | undefined> {
  syncAll(folder);
  const movedTo = await makeRoom(data, replace);
  try {
    renameSync(folder, data);
  } catch (error) {
    if (movedTo !== undefined) moveBack(movedTo, data, error);
    throw error;
  }
  sync(dirname(data));
  return movedTo;
}

/** Waits until the file or directory itself is on the disk. */
export function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Waits until the directory, and all that is in it, is on the disk. */
export function syncAll(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncAll(path);
    else sync(path);
  }
  sync(folder);
}

/** Sees to it that nothing is at `data`; gives the path that what was there has now. */
async function makeRoom(data: string, replace: boolean): Promise<string | undefined> {
  if (!existsSync(data)) return undefined;
  if (readdirSync(data).every((name) => name === '.gitignore')) {
    rmSync(data, { recursive: true });
    return undefined;
  }
  if (!replace) throw dataExists(data);
  const { release } = await takeForRestore(data);
  const movedTo = asidePathOf(data);
  try {
    renameSync(data, movedTo); // while it is ours: nobody begins to work in it before it has gone
    rmSync(join(movedTo, OWNER_FILE), { force: true });
  } finally {
    release();
  }
  return movedTo;
}

/** @throws {RunnerError} `data_in_use`. */
export function takeForRestore(data: string): Promise<Pick<DataDirectory, 'release'>> {
  const owner = { pid: process.pid, command: 'fm restore', since: new Date().toISOString() };
  return openDataDirectory(data, { owner, patienceMs: 0 });
}

export function dataExists(data: string): RunnerError {
  return new RunnerError(
    'data_exists',
    `There is a data directory at ${data}. Restore to another one with --data, or move that one aside with --force.`,
  );
}

/** A restore has failed, and so has putting back what was there, which is in `movedTo`. */
export function notMovedBack(data: string, movedTo: string, errors: readonly unknown[]): RunnerError {
  const why = errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
  return new RunnerError(
    'data_unusable',
    `The backup could not be put in place at ${data}, and what was there could not be moved back: it is in ${movedTo}, and nothing of it is lost (${why}).`,
    { cause: errors[0] },
  );
}

function moveBack(movedTo: string, data: string, cause: unknown): void {
  try {
    renameSync(movedTo, data);
  } catch (error) {
    throw notMovedBack(data, movedTo, [cause, error]);
  }
}
