import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RunnerError } from '../runner-error.ts';
import { openDataDirectory } from './data-directory.ts';
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts';

/**
 * Takes the runs of all stores below `folder` whose process has ended into `store`, and removes those. `onDefect` is told
 * of one that cannot be taken in; it stays where it is. Gives the number of stores that were taken in.
 */
export async function adoptStores(
  store: Pick<SqliteStore, 'takeIn'>,
  { folder, onDefect }: { readonly folder: string; readonly onDefect: (error: unknown) => void },
): Promise<number> {
  if (!existsSync(folder)) return 0;
  let count = 0;
  for (const name of readdirSync(folder)) {
    try {
      await adopt(join(folder, name), store);
      count += 1;
    } catch (error) {
      if (!(error instanceof RunnerError && error.code === 'data_in_use')) onDefect(error);
    }
  }
  return count;
}

async function adopt(path: string, store: Pick<SqliteStore, 'takeIn'>): Promise<void> {
  const owner = { pid: process.pid, command: 'fm', since: new Date().toISOString() };
  const other = await openDataDirectory(path, { owner, patienceMs: 0 });
  try {
    if (existsSync(other.database)) {
      await settle(other.database);
      store.takeIn(other.database);
    }
    rmSync(path, { recursive: true });
  } finally {
    other.release();
  }
}

/** Brings the store into the current format, without a log, and counts the crash if it ended with one. */
async function settle(database: string): Promise<void> {
  // The write that has failed rejects; what it was for stays where it is.
  await (await openSqliteStore(database, { onFailure: () => undefined })).close();
}
