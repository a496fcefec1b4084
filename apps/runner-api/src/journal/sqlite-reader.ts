import type { Journal } from '@flowmason/engine';
import type { RunId } from '@flowmason/pipeline-schema';
import type { Hold, RunStore } from '../run-store.ts';
import type { GroupCommit } from './group-commit.ts';
import { createHoldOf, createOpenRuns } from './open-runs.ts';
import { createRunQueries } from './run-queries.ts';
import { openToRead } from './sqlite-database.ts';
import { createSqliteJournal } from './sqlite-journal.ts';
import { createStoredEvents } from './stored-events.ts';

/** A store that is only looked at, also while another process has it. */
export interface SqliteReader extends Pick<RunStore, 'has' | 'find' | 'findListed' | 'list' | 'openRuns'> {
  readonly journal: Pick<Journal, 'read'>;
  /** Why a run is held; undefined for one that is not, or has ended. */
  holdOf(runId: RunId): Hold | undefined;
  close(): void;
}

/**
 * Opens the store in the file `path` to look at it; undefined while nothing has been kept in it.
 * @throws {RunnerError} `data_unusable` when it cannot be used.
 */
export function openSqliteReader(path: string): SqliteReader | undefined {
  const database = openToRead(path);
  if (database === undefined) return undefined;
  return {
    ...createRunQueries(database),
    openRuns: createOpenRuns(database),
    holdOf: createHoldOf(database),
    journal: createSqliteJournal(database, {
      commits: readOnly,
      order: { take: refuse, tell: refuse },
      storedEvents: createStoredEvents(database),
    }),
    close: () => database.close(),
  };
}

const readOnly: Pick<GroupCommit, 'write'> = {
  write: async () => refuse(),
};

function refuse(): never {
  throw new Error('this store was opened to look at it');
}
