import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { RunStatus } from '@flowmason/pipeline-schema';
import type { OpenCount, OpenRun, RunStore, StoreUsage } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';
import { createCommitOrder } from './commit-order.ts';
import { copyRuns } from './copy-runs.ts';
import { countCrashes } from './count-crashes.ts';
import { freeBytes, openDiskReserve } from './disk-reserve.ts';
import { rememberPlace } from './file-place.ts';
import { createGroupCommit, type GroupCommit, type GroupCommitOptions } from './group-commit.ts';
import { createOpenRuns } from './open-runs.ts';
import { createPruning } from './prune-runs.ts';
import { createRunQueries } from './run-queries.ts';
import { openDatabase } from './sqlite-database.ts';
import { createSqliteJournal } from './sqlite-journal.ts';
import { createStoredEvents } from './stored-events.ts';
import { TAKE_UP } from './take-up-note.ts';

export interface SqliteStoreOptions extends Omit<GroupCommitOptions, 'reserve' | 'findMisplaced'> {
  /** Holds room back on the disk, so that open runs can record their end when there is none left. Default: no. */
  readonly hasReserve?: boolean;
}

/** The path of a store that ends with the process. */
const MEMORY = ':memory:';

/** A store without its surroundings. */
export interface SqliteStore extends Omit<RunStore, 'adopt'> {
  /** Copies the runs of another store, which nobody has open; those that are known already stay as they are. */
  takeIn(path: string): void;
}

/**
 * The runs in one SQLite file, or in memory for `:memory:`. The caller owns the directory of the file.
 * @throws {RunnerError} `data_unusable` when the file cannot be used.
 */
export async function openSqliteStore(path: string, options: SqliteStoreOptions): Promise<SqliteStore> {
  const { database, hadCrashed, close, giveUp } = openDatabase(path);
  const statements = prepare(database);
  const openRuns = createOpenRuns(database);
  await noteStart(database, openRuns, { ...options, hadCrashed });
  const reserve = options.hasReserve ? openDiskReserve(reserveOf(path)) : undefined;
  const findMisplaced = path === MEMORY ? undefined : rememberPlace([path, `${path}-wal`]);
  const onFailure = (error: unknown): void => {
    // Of files that are not in their place SQLite itself leaves alone what is there, and a log that is gone is moved to its file.
    const isMisplaced = error instanceof RunnerError;
    if (!isMisplaced) giveUp();
    options.onFailure(error);
  };
  const commits = createGroupCommit(database, { ...options, onFailure, reserve, findMisplaced });
  const { journal, order } = createJournal(database, commits);

  return {
    journal,
    order,
    ...createRunQueries(database),
    openRuns,
    countOpen: () => statements.countOpen.all().map(toOpenCount),
    usage: () => usageOf(path),
    state: commits.state,
    noteTakeUp: (runIds, phase) =>
      commits.write(
        () => {
          for (const runId of runIds)
            statements.noteTakeUp.run(phase === 'begins' ? TAKE_UP.begins : TAKE_UP.over, runId);
        },
        { waitsForRoom: true },
      ),
    hold: (runId, hold) =>
      commits.write(
        () => {
          statements.hold.run(hold?.kind ?? null, hold?.reason ?? null, runId);
          if (hold === undefined) statements.release.run(TAKE_UP.over, runId);
        },
        { waitsForRoom: true },
      ),
    prune: createPruning(database, commits),
    takeIn(path) {
      copyRuns(path, database, commits.fail);
      order.tellOthers();
    },
    async close() {
      commits.close();
      close();
    },
  };
}

function createJournal(database: DatabaseSync, commits: GroupCommit) {
  const storedEvents = createStoredEvents(database);
  const order = createCommitOrder(database, storedEvents);
  return { order, journal: createSqliteJournal(database, { commits, order, storedEvents }) };
}

/** Before anything else is written, and without a reserve: whoever opens the store on a full disk has to give that up first. */
async function noteStart(
  database: DatabaseSync,
  openRuns: () => readonly OpenRun[],
  { onFailure, hadCrashed }: SqliteStoreOptions & { readonly hadCrashed: boolean },
): Promise<void> {
  const commits = createGroupCommit(database, { onFailure });
  try {
    const { journal } = createJournal(database, commits);
    if (hadCrashed) await countCrashes({ journal, openRuns, ...createRunQueries(database) }, database, commits);
    await commits.write(() => void database.exec(NOBODY_WORKS));
  } catch (error) {
    database.close(); // without the note that all is in order
    throw error;
  }
}

/** What an earlier process has taken up is nothing that this one could have crashed with. */
const NOBODY_WORKS = 'UPDATE open_runs SET taking_up = 0 WHERE taking_up <> 0';

/** The file of the reserve that belongs to the store in `path`. */
export function reserveOf(path: string): string {
  return `${path}-reserve`;
}

function toOpenCount(row: Record<string, unknown>): OpenCount {
  const { status, held, undecided, count } = row;
  return {
    status: RunStatus.parse(status),
    isHeld: held === 1,
    needsDecision: undecided === 1,
    count: Number(count),
  };
}

function usageOf(path: string): StoreUsage | undefined {
  if (path === MEMORY) return undefined;
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  try {
    return { databaseBytes: sizeOf(path), logBytes: sizeOf(`${path}-wal`), freeBytes: freeBytes(dirname(path)) };
  } catch {
    return undefined; // what is wrong with the directory is told by `state`
  }
}

function prepare(database: DatabaseSync) {
  const ofRun = 'n = (SELECT n FROM runs WHERE id = ?)';
  return {
    countOpen: database.prepare(COUNT_OPEN),
    noteTakeUp: database.prepare(`UPDATE open_runs SET taking_up = ? WHERE ${ofRun}`),
    hold: database.prepare(`UPDATE open_runs SET hold_kind = ?, hold_reason = ? WHERE ${ofRun}`),
    release: database.prepare(`UPDATE open_runs SET crashes = 0, taking_up = max(taking_up, ?) WHERE ${ofRun}`),
  };
}

/** A queued run has no stage that could wait, and what is damaged says nothing of its stages. */
const COUNT_OPEN = `
  SELECT status, hold_kind IS NOT NULL AS held,
    status <> 'queued' AND json_valid(summary) AND json_type(summary, '$.undecided') IS NOT NULL AS undecided,
    count(*) AS count
  FROM open_runs JOIN runs USING (n) GROUP BY 1, 2, 3
`;
