import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { hasErrcode, SQLITE_BUSY, SQLITE_NOTADB } from './sqlite-error.ts';

/** Who has a data directory. */
export const Owner = z.object({
  pid: z.int(),
  /** Such as `fm serve`. */
  command: z.string(),
  since: z.iso.datetime(),
  /** Address of its API, when it has one. */
  url: z.string().optional(),
});
export type Owner = z.infer<typeof Owner>;

export interface OwnerLock {
  /** Adds to what others are told of the owner. */
  tell(more: Partial<Owner>): void;
  /** Gives the directory to whoever asks next. */
  release(): void;
}

/** Says who has a directory; the lock itself is elsewhere. */
export const OWNER_FILE = 'owner.json';
/** The file that the lock is on. */
export const LOCK = 'lock.db';

const RETRY_MS = 50;

/**
 * Makes this process the owner of `folder`, waiting up to `patienceMs` for one that is just ending. The lock is the
 * operating system's, on `lock.db`: it ends with the process however that ends, so no stale lock is ever left.
 * Undefined when somebody else has it.
 */
export async function takeOwnerLock(folder: string, owner: Owner, patienceMs: number): Promise<OwnerLock | undefined> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const lock = tryLock(folder, owner);
    if (lock !== undefined || waitedMs >= patienceMs) return lock;
    await sleep(RETRY_MS);
  }
}

/** Who says to have `folder`; undefined when nobody does, or is just about to. The lock itself is elsewhere. */
export function readOwner(folder: string): Owner | undefined {
  const path = join(folder, OWNER_FILE);
  if (!existsSync(path)) return undefined;
  try {
    return Owner.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT')) return undefined; // it is being written, or removed
    throw error;
  }
}

/** True while a process has `folder`, whoever that is. Leaves the lock as it is; one who asks for it at this very moment may have to ask again. */
export function isOwned(folder: string): boolean {
  const path = join(folder, LOCK);
  if (!existsSync(path)) return false;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.exec('SELECT count(*) FROM sqlite_schema');
    return false;
  } catch (error) {
    if (hasErrcode(error, SQLITE_BUSY)) return true;
    if (hasErrcode(error, SQLITE_NOTADB)) return false; // nobody could have taken such a lock
    throw error;
  } finally {
    database.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * Takes the lock of `folder` without a word of who has it, until the function that it gives is called. Undefined when somebody else
 * has it.
 */
export function lockFolder(folder: string): (() => void) | undefined {
  const lock = join(folder, LOCK);
  // SQLite would make it readable for all. One that is there is left alone: to close it would release what this process has locked.
  if (!existsSync(lock)) closeSync(openSync(lock, 'a', 0o600));
  const database = new DatabaseSync(lock);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (hasErrcode(error, SQLITE_BUSY)) return undefined;
    throw error;
  }
  return () => database.close();
}

function tryLock(folder: string, owner: Owner): OwnerLock | undefined {
  const unlock = lockFolder(folder);
  if (unlock === undefined) return undefined;
  const path = join(folder, OWNER_FILE);
  const tell = (more: Partial<Owner>): void =>
    writeFileSync(path, `${JSON.stringify({ ...owner, ...more })}\n`, { mode: 0o600 });
  try {
    tell({});
  } catch (error) {
    unlock();
    throw error;
  }
  return {
    tell,
    release() {
      // Another directory may be in the place of the one that was locked, with an owner of its own.
      if (readOwner(folder)?.pid === owner.pid) rmSync(path, { force: true });
      unlock();
    },
  };
}
