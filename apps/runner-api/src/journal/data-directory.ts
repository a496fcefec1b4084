import { join } from 'node:path';
import { makeDataFolder } from '../data-folder.ts';
import { RunnerError } from '../runner-error.ts';
import { type Owner, readOwner, takeOwnerLock } from './owner-lock.ts';

/** Name of the store's file. */
export const DATABASE = 'journal.db';

/** A directory for journals that this process owns until `release`. */
export interface DataDirectory {
  readonly path: string;
  /** The file of the store. */
  readonly database: string;
  /** Tells others at which address this process answers. */
  tellUrl(url: string): void;
  release(): void;
}

export interface DataDirectoryOptions {
  readonly owner: Owner;
  /** How long to wait for an owner that is just ending, in ms. */
  readonly patienceMs: number;
}

/**
 * Makes `path` if need be, closed to other users and ignored by Git, and takes it for this process.
 * @throws {RunnerError} `data_in_use` when another process has it, `data_unusable` when it cannot be written to.
 */
export async function openDataDirectory(
  path: string,
  { owner, patienceMs }: DataDirectoryOptions,
): Promise<DataDirectory> {
  const lock = await prepared(path, async () => {
    makeDataFolder(path);
    return takeOwnerLock(path, owner, patienceMs);
  });
  if (lock === undefined) throw inUse(path, readOwner(path));
  return {
    path,
    database: join(path, DATABASE),
    tellUrl: (url) => lock.tell({ url }),
    release: lock.release,
  };
}

async function prepared<Result>(path: string, prepare: () => Promise<Result>): Promise<Result> {
  try {
    return await prepare();
  } catch (error) {
    throw new RunnerError(
      'data_unusable',
      `Runs cannot be kept in ${path}: ${error instanceof Error ? error.message : String(error)}. Make it writable, or choose another directory with --data DIR (--data :memory: keeps runs only as long as the process lives).`,
      { cause: error },
    );
  }
}

function inUse(path: string, owner: Owner | undefined): RunnerError {
  const who =
    owner === undefined ? 'another process' : `"${owner.command}" (process ${owner.pid}, since ${owner.since})`;
  return new RunnerError(
    'data_in_use',
    `The data directory ${path} belongs to ${who}. Stop that one first, or choose another directory with --data DIR.`,
  );
}
