import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { adoptStores } from '../journal/adopt-stores.ts';
import { DATABASE, type DataDirectory, openDataDirectory } from '../journal/data-directory.ts';
import { isNoRoom, openDiskReserve } from '../journal/disk-reserve.ts';
import { readOwner } from '../journal/owner-lock.ts';
import { isDiskFull } from '../journal/sqlite-error.ts';
import { openSqliteStore, reserveOf, type SqliteStore } from '../journal/sqlite-store.ts';
import type { RunStore } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';

export interface StoreSettings {
  /** Absolute path of the directory that keeps the runs, or `:memory:`. */
  readonly data: string;
  /** What others are told of the owner. */
  readonly command: string;
  readonly onlyHere: boolean;
  readonly onFailure: (error: unknown) => void;
  /** Told of a store beside the directory that could not be taken in. */
  readonly onDefect: (error: unknown) => void;
  /** See `GroupCommitOptions`. */
  readonly onCommit?: ((writes: number, ms: number) => void) | undefined;
}

/** The store of this process. */
export interface OwnedStore extends RunStore {
  /** Tells those who look at the data directory at which address this process answers. */
  tellUrl(url: string): void;
  /** Who has the data directory which this store lies beside, for people; undefined when it is in the directory itself. */
  readonly besideOf: string | undefined;
}

/** How long to wait for an owner that is just ending. */
const PATIENCE_MS = 3000;

/**
 * Opens the store of a data directory and becomes its owner. Without `onlyHere` a process that finds another one there
 * keeps its runs in a store of its own below it; whoever has the directory next takes that in.
 * @throws {RunnerError} `data_in_use`, `data_unusable`.
 */
export async function openStore(settings: StoreSettings): Promise<OwnedStore> {
  const { data, onlyHere, onFailure, onCommit, onDefect } = settings;
  const options = { onFailure, onCommit };
  if (data === ':memory:') return inMemory(await openSqliteStore(data, options));
  const directory = await takeDirectory(settings);
  try {
    const store = await withRoom(directory.path, () =>
      openSqliteStore(directory.database, { ...options, hasReserve: onlyHere }),
    );
    const isBeside = directory.path !== data;
    const adopt = async () => (isBeside ? 0 : adoptStores(store, { folder: besides(data), onDefect }));
    await closeOnFailure(store, adopt);
    return {
      ...store,
      adopt,
      besideOf: isBeside ? ownerText(data) : undefined,
      tellUrl: directory.tellUrl,
      async close() {
        try {
          await store.close();
        } finally {
          directory.release();
        }
      },
    };
  } catch (error) {
    directory.release();
    throw error;
  }
}

/** Gives what `task` gives. A store that is left open would be taken for one whose process has crashed. */
export async function closeOnFailure<Result>(
  store: Pick<SqliteStore, 'close'>,
  task: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    await store.close();
    throw error;
  }
}

function inMemory(store: SqliteStore): OwnedStore {
  return { ...store, adopt: async () => 0, tellUrl: () => undefined, besideOf: undefined };
}

function ownerText(data: string): string {
  const owner = readOwner(data);
  if (owner === undefined) return 'another process';
  const at = owner.url === undefined ? '' : ` at ${owner.url}`;
  return `"${owner.command}" (process ${owner.pid}${at})`;
}

/** The stores of processes that found another one in the data directory. */
export function besides(data: string): string {
  return join(data, 'beside');
}

/** A server that was stopped by a full disk starts on it again: with the room that it has held back in `folder`. */
async function withRoom<Result>(folder: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    const isFull =
      error instanceof RunnerError &&
      (error.code === 'storage_full' || isNoRoom(error.cause) || isDiskFull(error.cause));
    if (!isFull || !openDiskReserve(reserveOf(join(folder, DATABASE))).release()) throw error;
    return task();
  }
}

async function takeDirectory({ data, command, onlyHere }: StoreSettings): Promise<DataDirectory> {
  const owner = { pid: process.pid, command, since: new Date().toISOString() };
  try {
    return await withRoom(data, () => openDataDirectory(data, { owner, patienceMs: onlyHere ? PATIENCE_MS : 0 }));
  } catch (error) {
    if (onlyHere || !(error instanceof RunnerError) || error.code !== 'data_in_use') throw error;
    const name = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
    return openDataDirectory(join(besides(data), name), { owner, patienceMs: 0 });
  }
}
