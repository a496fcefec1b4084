import type { DatabaseSync } from 'node:sqlite';
import {
  hasErrcode,
  isSqliteError,
  SQLITE_CORRUPT,
  SQLITE_IOERR,
  SQLITE_NOTADB,
  SQLITE_READONLY,
} from './sqlite-error.ts';

/**
 * Copies all runs of the store in the file `from`, which nobody has open, into `database`. What goes wrong is thrown; when it
 * is the disk of `database` that has failed, `onFailure` is told of it first.
 */
export function copyRuns(from: string, database: DatabaseSync, onFailure: (error: unknown) => void): void {
  database.prepare('ATTACH ? AS other').run(from);
  try {
    database.exec(COPY);
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    if (hasErrcode(error, ...OF_THE_DISK) && isReadable(database)) onFailure(error);
    throw error;
  } finally {
    database.exec('DETACH other');
  }
}

const OF_THE_DISK = [SQLITE_READONLY, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB];

/** True when all of the other store can be read: then it is not what an error came from. */
function isReadable(database: DatabaseSync): boolean {
  try {
    return database.prepare('PRAGMA other.quick_check(1)').get()?.['quick_check'] === 'ok';
  } catch (error) {
    if (isSqliteError(error)) return false;
    throw error;
  }
}

/**
 * All or nothing. A run that is there already was copied by a process that ended before it removed the store. The order
 * of the runs and of their events stays, behind those that are there.
 */
const COPY = `
  BEGIN IMMEDIATE;
  CREATE TEMP TABLE moved AS SELECT n AS old, id FROM other.runs WHERE id NOT IN (SELECT id FROM main.runs);
  INSERT OR IGNORE INTO main.blobs (hash, body) SELECT hash, body FROM other.blobs;
  INSERT INTO main.runs (id, pipeline, status, seq, summary, definition, engine, host, sum)
    SELECT id, pipeline, status, seq, summary, definition, engine, host, sum
    FROM other.runs WHERE n IN (SELECT old FROM moved) ORDER BY n;
  CREATE TEMP TABLE places AS SELECT old, runs.n AS n FROM moved JOIN main.runs USING (id);
  CREATE TEMP TABLE last AS SELECT max(
    (SELECT ifnull(max(nr), 0) FROM main.batches),
    (SELECT CAST(value AS INTEGER) FROM main.meta WHERE key = 'order_start')
  ) AS nr;
  INSERT INTO main.batches (nr, place, first_seq, body, has_values, sum)
    SELECT last.nr + batches.nr, places.n * 65536 + place % 65536, first_seq, body, has_values, sum
    FROM last, other.batches JOIN places ON place / 65536 = places.old ORDER BY batches.nr;
  INSERT INTO main.run_blobs (n, hash) SELECT places.n, hash FROM other.run_blobs JOIN places ON run_blobs.n = places.old;
  INSERT INTO main.open_runs (n, crashes, crash_progress, taking_up, hold_kind, hold_reason)
    SELECT places.n, crashes, crash_progress, taking_up, hold_kind, hold_reason
    FROM other.open_runs JOIN places ON open_runs.n = places.old;
  DROP TABLE moved;
  DROP TABLE places;
  DROP TABLE last;
  COMMIT;
`;
