import { DatabaseSync } from 'node:sqlite';
import type { Journal } from '@flowmason/engine';
import type { RunStore } from '../run-store.ts';
import type { GroupCommit } from './group-commit.ts';
import { createRunQueries } from './run-queries.ts';
import { createSqliteJournal } from './sqlite-journal.ts';

/** A store that is only looked at, also while another process has it. */
export interface SqliteReader extends Pick<RunStore, 'find' | 'list'> {
  readonly journal: Pick<Journal, 'read'>;
  close(): void;
}

/** Opens the store in the file `path` to look at it; undefined while nothing has been kept in it. */
export function openSqliteReader(path: string): SqliteReader | undefined {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
  if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'runs'").get() === undefined) {
    database.close();
    return undefined;
  }
  return {
    ...createRunQueries(database),
    journal: createSqliteJournal(database, readOnly),
    close: () => database.close(),
  };
}

const readOnly: GroupCommit = {
  write: () => Promise.reject(new Error('this store was opened to look at it')),
  close: () => undefined,
};
