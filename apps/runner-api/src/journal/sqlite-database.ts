import { closeSync, existsSync, openSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { closeToOthers } from '../close-to-others.ts';
import { RunnerError } from '../runner-error.ts';
import { isLogDamaged } from './check-log.ts';
import { MIGRATIONS } from './migrations.ts';
import { isWritable, openUnchanging, openUnwritable } from './open-unwritable.ts';
import { damaged } from './run-rows.ts';
import {
  hasErrcode,
  isDiskFull,
  SQLITE_CANTOPEN,
  SQLITE_CORRUPT,
  SQLITE_NOTADB,
  SQLITE_READONLY,
} from './sqlite-error.ts';

/** Marks the file as ours (`PRAGMA application_id`): "FMrn". */
const APPLICATION_ID = 0x464d_726e;
/** A larger file is checked as a whole only after a crash: reading all of it at every start would take long. */
const MAX_QUICK_BYTES = 8 * 1024 * 1024;

/** Ending of a file that tells a journal that is missing from one that never was. */
export const MADE = '-made';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** The process that had it before did not come to its end. */
  readonly hadCrashed: boolean;
  /** Notes that everything is in order and closes the file; one that was given up stays as it is. */
  close(): void;
  /**
   * From now on nothing is written to the file, nor moved to it from its log, also not at the end of the process: the
   * next start finds it as after a crash.
   */
  giveUp(): void;
}

/**
 * Opens the store's file, or makes it, in its current format and checked. The caller owns its directory. `:memory:` is
 * a store that ends with the process.
 * @throws {RunnerError} `data_unusable` when the file is damaged, of a newer format, or not ours; `storage_full`.
 */
export function openDatabase(path: string): OpenedDatabase {
  // Before anything is read: a missing log would be made anew, and is found by what the last process noted.
  const found = { isNew: !existsSync(path), hasLog: hasLog(path) };
  refuseMissingFile(path);
  if (isLogDamaged(`${path}-wal`)) throw damaged(`the file ${path}-wal`);
  if (path !== ':memory:') closeDatabase(path);
  // Somebody who looks at the directory after a crash may hold it for a moment.
  return opened(
    path,
    () => new DatabaseSync(path, { timeout: 5000 }),
    (database) => open(database, path, found),
  );
}

/**
 * Opens the store's file to look at it, also while another process has it; undefined while nothing is kept in it.
 * @throws {RunnerError} `data_unusable`, as above.
 */
export function openToRead(path: string): DatabaseSync | undefined {
  refuseMissingFile(path);
  if (!existsSync(path)) return undefined;
  if (!hasLog(path) && stateInFile(path) === 'open' && !hasLog(path)) throw missingLog(path);
  refuseDamagedRest(`${path}-wal`);
  const use = (database: DatabaseSync): DatabaseSync | undefined => {
    refuseForeign(database, path);
    refuseNewer(database, path);
    if (pragma(database, 'user_version') === MIGRATIONS.length) return database;
    database.close();
    return undefined;
  };
  try {
    return opened(path, () => new DatabaseSync(path, { readOnly: true, timeout: 1000 }), use);
  } catch (error) {
    if (!cannotBePrepared(error, path)) throw error;
    return opened(path, () => openUnwritable(path), use);
  }
}

/** From now on the journal `path` is missed when it is not there: none is made in its place. False when that was so before. */
export function markAsMade(path: string): boolean {
  if (existsSync(`${path}${MADE}`)) return false;
  writeFileSync(`${path}${MADE}`, 'The journal beside this file was made once.\n', { mode: 0o600 });
  return true;
}

/** To read a file with a log, SQLite wants to write an index beside it. */
function cannotBePrepared(error: unknown, path: string): boolean {
  return hasErrcode(error, SQLITE_CANTOPEN, SQLITE_READONLY) && !isWritable(dirname(path));
}

/** Before SQLite opens it: what SQLite makes beside the file has the rights of the file. */
function closeDatabase(path: string): void {
  if (existsSync(path)) for (const file of [path, `${path}-wal`, `${path}-shm`]) closeToOthers(file);
  else closeSync(openSync(path, 'a', 0o600));
}

function opened<Result>(path: string, make: () => DatabaseSync, use: (database: DatabaseSync) => Result): Result {
  let database: DatabaseSync | undefined;
  try {
    database = make();
    return use(database);
  } catch (error) {
    if (database?.isOpen) database.close();
    if (hasErrcode(error, SQLITE_CORRUPT, SQLITE_NOTADB)) throw damaged(`the file ${path}`);
    if (!isDiskFull(error)) throw error;
    const message = `There is no room left on the disk that holds ${path}, so nothing can be recorded. Make room and start again.`;
    throw new RunnerError('storage_full', message, { cause: error });
  }
}

function open(
  database: DatabaseSync,
  path: string,
  { isNew, hasLog }: { readonly isNew: boolean; readonly hasLog: boolean },
): OpenedDatabase {
  if (!isNew) refuseForeign(database, path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF');
  const state = isNew ? undefined : metaOf(database, 'state');
  const hadCrashed = state === 'open' || state === 'crashed';
  if (state === 'open' && !hasLog) throw missingLog(path);
  if (!isNew && (hadCrashed || statSync(path).size <= MAX_QUICK_BYTES)) checkIntegrity(database, path);
  migrate(database, path);
  if (path !== ':memory:') markAsMade(path);
  setMeta(database, 'state', 'open');
  // Into the file itself, so that the note is not lost together with the log.
  database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  openFiles.add(database);
  return {
    database,
    hadCrashed,
    close() {
      if (givenUp.has(database)) return;
      openFiles.delete(database);
      end(database, 'closed');
    },
    giveUp() {
      openFiles.delete(database);
      givenUp.add(database);
    },
  };
}

/**
 * Files that stay open until `process.exit`, which does not close them: SQLite would move what is in the log to the file,
 * out of a memory that after a failed fsync may hold something else than the disk, and would remove the log.
 */
const givenUp = new Set<DatabaseSync>();

/**
 * Files that are open. When a process ends without closing them, Node does, and SQLite then removes the log: the note has to
 * tell that from a log that was lost.
 */
const openFiles = new Set<DatabaseSync>();
process.on('exit', (code) => {
  for (const database of openFiles) {
    try {
      if (database.isTransaction) database.exec('ROLLBACK');
      end(database, code === 0 ? 'closed' : 'crashed');
    } catch {
      // Of a disk that failed, the reason why the process ends, everybody has been told.
    }
  }
});

function end(database: DatabaseSync, state: 'closed' | 'crashed'): void {
  try {
    setMeta(database, 'state', state);
  } catch (error) {
    if (!isDiskFull(error)) throw error; // then the next start takes this end for a crash
  } finally {
    database.close();
  }
}

/** A log without content is one that whoever looked at the file has made in the place of a missing one. */
function hasLog(path: string): boolean {
  return existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
}

function refuseMissingFile(path: string): void {
  const wasMade = existsSync(`${path}${MADE}`);
  if (existsSync(path) ? wasMade && statSync(path).size === 0 : wasMade || hasLog(path)) {
    throw damaged(`the file ${path} is missing or empty, so what is left of it`);
  }
}

/** A log that somebody is writing to may look damaged while it is read, and is theirs to judge. */
function refuseDamagedRest(log: string): void {
  const before = lastChangeOf(log);
  if (isLogDamaged(log) && lastChangeOf(log) === before) throw damaged(`the file ${log}`);
}

function lastChangeOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.size} ${stats.mtimeNs}`;
}

function missingLog(path: string): RunnerError {
  return damaged(`${path}-wal, which holds what was recorded last, is missing, so the journal`);
}

/** What the file says without its log, of which nothing is made. */
function stateInFile(path: string): unknown {
  const database = openUnchanging(path);
  try {
    return metaOf(database, 'state');
  } catch (error) {
    if (hasErrcode(error, SQLITE_CORRUPT, SQLITE_NOTADB)) return undefined; // the one who opens it tells
    throw error;
  } finally {
    database.close();
  }
}

function refuseForeign(database: DatabaseSync, path: string): void {
  const id = pragma(database, 'application_id');
  if (id === APPLICATION_ID) return;
  if (id === 0 && pragma(database, 'user_version') === 0 && pragma(database, 'page_count') <= 1) return; // died at birth
  throw new RunnerError(
    'data_unusable',
    `${path} is no journal of FlowMason. Choose another data directory with --data.`,
  );
}

function checkIntegrity(database: DatabaseSync, path: string): void {
  const [first] = database.prepare('PRAGMA integrity_check(1)').all();
  if (first?.['integrity_check'] !== 'ok') throw damaged(`the file ${path}`);
}

function migrate(database: DatabaseSync, path: string): void {
  const format = refuseNewer(database, path);
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < format) continue;
    database.exec(
      `BEGIN IMMEDIATE; ${sql}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}; COMMIT`,
    );
  }
}

/** The format of the file. */
function refuseNewer(database: DatabaseSync, path: string): number {
  const format = pragma(database, 'user_version');
  if (format <= MIGRATIONS.length) return format;
  throw new RunnerError(
    'data_unusable',
    `${path} was written by a newer version of FlowMason (format ${format}; this one knows ${MIGRATIONS.length}). Use that version, or another data directory with --data.`,
  );
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

function metaOf(database: DatabaseSync, key: string): unknown {
  const hasTable = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() !== undefined;
  return hasTable ? database.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value'] : undefined;
}

function setMeta(database: DatabaseSync, key: string, value: string): void {
  database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}
