import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolders } from './make-folders.ts';
import { RunnerError } from './runner-error.ts';

/** The content of a private file, and what tells whether it has been replaced since. */
export interface PrivateText {
  readonly text: string;
  readonly stamp: string;
}

/**
 * Reads a small file that only its user may read; undefined when there is none.
 * @throws {RunnerError} `data_unusable` when others may read it, it is no file, or it cannot be read.
 */
export function readPrivateFile(path: string): PrivateText | undefined {
  const stamp = stampOf(path);
  if (stamp === undefined) return undefined;
  refuseOtherThanFile(path);
  refuseOpenFile(path);
  try {
    return { text: readFileSync(path, 'utf8'), stamp };
  } catch (cause) {
    throw unusable(`${path} cannot be read (${codeOf(cause)}). Check who owns it.`, cause);
  }
}

/**
 * Changes whenever the file is replaced, as `writePrivateFile` does; undefined when there is none. Costs a few microseconds.
 * @throws {RunnerError} `data_unusable` when nobody can tell, because its folder or the disk cannot be looked at.
 */
export function stampOf(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats && `${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
  } catch (cause) {
    throw unusable(`${path} cannot be looked at (${codeOf(cause)}). Check its folder, and who owns it.`, cause);
  }
}

/**
 * Replaces a small file as a whole: readers, and a crash, find the old text or the new one. When it returns the disk has
 * confirmed it. Only this user may read it. Two writers exclude each other with `changeAlone`.
 * @throws {RunnerError} `storage_full`, or `data_unusable` for anything else that keeps it from being written.
 */
export function writePrivateFile(path: string, text: string): void {
  const folder = dirname(path);
  const next = `${path}.${process.pid}.new`;
  try {
    makeFolders(folder);
    writeFileSync(next, text, { mode: 0o600, flush: true });
    renameSync(next, path);
    syncFolder(folder);
  } catch (cause) {
    rmSync(next, { force: true });
    throw notWritten(path, cause);
  }
}

const RETRY_MS = 20;
const PATIENCE_MS = 10_000;

/** The last change of each file that this process has been asked for and that is not over. */
const changes = new Map<string, Promise<unknown>>();

/**
 * Runs `task` while nobody else changes `path`: in this process one after the other, among processes by a lock of the
 * operating system, so none is left by one that was killed. A task must not ask for its own file again.
 * @throws {RunnerError} `data_in_use` when another process has it for more than ten seconds, `storage_full`, `data_unusable`.
 */
export async function changeAlone<Result>(path: string, task: () => Result | Promise<Result>): Promise<Result> {
  const key = resolve(path);
  const before = changes.get(key);
  const mine = (async () => {
    await before?.catch(() => undefined); // whoever asked for it is told
    return changeLocked(path, task);
  })();
  changes.set(key, mine);
  try {
    return await mine;
  } finally {
    if (changes.get(key) === mine) changes.delete(key);
  }
}

async function changeLocked<Result>(path: string, task: () => Result | Promise<Result>): Promise<Result> {
  const lockPath = `${path}.lock`;
  try {
    makeFolders(dirname(path));
    makeLockFile(lockPath);
  } catch (cause) {
    throw notWritten(path, cause);
  }
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const lock = tryLock(lockPath);
    if (lock !== undefined) {
      try {
        return await task();
      } finally {
        lock.close();
      }
    }
    if (waitedMs >= PATIENCE_MS) {
      throw new RunnerError('data_in_use', `Another process is changing ${path}. Try again when it has ended.`);
    }
    await sleep(RETRY_MS);
  }
}

/** One that is there is not opened: whoever closes a file loses every lock that its process has on it. */
function makeLockFile(path: string): void {
  if (existsSync(path)) return;
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // another process has just made it
  }
}

const SQLITE_BUSY = 5;

function tryLock(path: string): DatabaseSync | undefined {
  const database = new DatabaseSync(path);
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/** A named pipe would be waited for until somebody writes into it. */
function refuseOtherThanFile(path: string): void {
  if (!statSync(path).isFile()) throw unusable(`${path} is no file, so it is not used. Move it away.`);
}

function refuseOpenFile(path: string): void {
  if (process.platform === 'win32') return; // its rights are not those of a mode
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw unusable(
    `${path} may be read by other users of this machine (mode ${mode.toString(8)}), so it is not used. Close it with: chmod 600 ${path}`,
  );
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** `storage_full` when the disk has no room. */
function notWritten(path: string, cause: unknown): RunnerError {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `There is no room left for ${path}. What it held is unchanged. Make room, then try again.`;
    return new RunnerError('storage_full', message, { cause });
  }
  return unusable(`${path} cannot be written (${code}). What it held is unchanged.`, cause);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function unusable(message: string, cause?: unknown): RunnerError {
  return new RunnerError('data_unusable', message, { cause });
}
