import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { RunnerError } from '../runner-error.ts';
import { isOwned } from './owner-lock.ts';

/** False on a file system that is mounted to be read, and where this user may not write. */
export function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens the store's file to look at it where nothing can be written beside it, as SQLite wants to. What its log holds is
 * read in a copy, which takes as much room for temporary files as the store is large.
 * @throws {RunnerError} `data_in_use` while a process has the directory: the file could change while it is read.
 */
export function openUnwritable(path: string): DatabaseSync {
  if (isOwned(dirname(path))) {
    throw new RunnerError(
      'data_in_use',
      `${dirname(path)} cannot be written to from here and belongs to a process that works on it. Ask that one (--server URL), or copy the directory and name the copy with --data DIR.`,
    );
  }
  const log = `${path}-wal`;
  const hasLog = existsSync(log) && statSync(log).size > 0;
  return hasLog ? openCopy(path, log) : openUnchanging(path);
}

function openCopy(path: string, log: string): DatabaseSync {
  const folder = mkdtempSync(join(tmpdir(), 'fm-look-'));
  try {
    const copy = join(folder, 'journal.db');
    for (const [from, to] of [
      [path, copy],
      [log, `${copy}-wal`],
    ] as const) {
      copyFileSync(from, to);
      chmodSync(to, 0o600); // a copy has the rights of what was copied, which may be those to read only
    }
    const settled = new DatabaseSync(copy);
    try {
      settled.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      settled.close();
    }
    const opened = openUnchanging(copy);
    opened.exec('SELECT count(*) FROM sqlite_schema');
    return opened;
  } finally {
    rmSync(folder, { recursive: true, force: true }); // what is open of it stays until it is closed
  }
}

/** Opens a file to read it without a look at its log, and without a lock: nobody may write to it. */
export function openUnchanging(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  url.search = 'immutable=1';
  return new DatabaseSync(url, { readOnly: true });
}
