import { onTestFinished } from 'vitest';
import { openSqliteStore } from '../journal/sqlite-store.ts';
import type { RunStore } from '../run-store.ts';

export type OpenedStore = RunStore;

/** A store in memory, or in the file `path`, closed after the test. */
export async function openTestStore(path = ':memory:'): Promise<OpenedStore> {
  const store = await openSqliteStore(path, {
    onFailure: (error) => {
      throw error;
    },
  });
  onTestFinished(() => store.close());
  return { ...store, adopt: async () => 0 };
}
