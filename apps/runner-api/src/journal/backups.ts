import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolders } from '../make-folders.ts';
import type { BackupSummary, Backups } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { RUNNER_VERSION } from '../runner-version.ts';
import { isPart, type Manifest, packBackup, unpackBackup } from './backup-file.ts';
import { insideOf, openStaging, removeBackupLeftovers, removeRestoreLeftovers } from './leftovers.ts';
import { putEntriesInPlace } from './put-entries-in-place.ts';
import { putInPlace, sync } from './put-in-place.ts';
import { isImmovable, realPlaceOf } from './real-place.ts';
import { openToRead } from './sqlite-database.ts';
import { hasErrcode, SQLITE_FULL } from './sqlite-error.ts';
import { openSqliteStore } from './sqlite-store.ts';

const JOURNAL = 'journal.db';
const SECRETS = 'secrets.json';

/**
 * Copies of data directories as one file each.
 *
 * B1. A copy of a journal is what one commit has left, also while a process writes to it.
 * B2. A file or a directory appears under its name as a whole, checked, or not at all.
 * B3. Nothing of a restored directory goes on by itself: what has happened since the backup is not known to it.
 */
export const backups: Backups = {
  async write(data, file) {
    if (existsSync(file)) throw fileExists(file);
    removeBackupLeftovers(dirname(file));
    const { folder, remove } = openStaging(file);
    try {
      const journals = journalsOf(data);
      if (journals.length === 0) {
        throw new RunnerError('data_unusable', `Nothing is kept in ${data} yet, so there is nothing to back up.`);
      }
      const counts = journals.map((path) => snapshot(join(data, path), join(folder, path)));
      const others = readdirSync(data).filter((name) => isPart(name) && name !== JOURNAL);
      for (const name of others) await copyFile(join(data, name), join(folder, name));
      const packed = join(folder, 'backup.tar');
      await packBackup(folder, packed, {
        version: RUNNER_VERSION,
        created_at: new Date().toISOString(),
        run_count: sum(counts.map(({ runs }) => runs)),
        open_run_count: sum(counts.map(({ open }) => open)),
        parts: [...journals, ...others],
      });
      const check = join(folder, 'check');
      mkdirSync(check, { mode: 0o700 });
      const manifest = await unpackBackup(packed, check);
      chmodSync(packed, 0o600);
      publish(packed, file);
      return toSummary(manifest, statSync(file).size);
    } catch (error) {
      throw toKnownError(error, file);
    } finally {
      remove();
    }
  },

  async restore(file, data, { replace }) {
    removeRestoreLeftovers(data);
    const place = realPlaceOf(data);
    const mustStay = isImmovable(place);
    const { folder, remove } = openStaging(mustStay ? insideOf(place) : place);
    try {
      const manifest = await unpackBackup(file, folder);
      rmSync(join(folder, 'manifest.json'));
      for (const { path } of manifest.parts) {
        if (path.endsWith(JOURNAL)) await holdOpenRuns(join(folder, path), manifest.created_at);
        else chmodSync(join(folder, path), 0o600);
      }
      writeFileSync(join(folder, '.gitignore'), '*\n');
      const put = mustStay ? putEntriesInPlace : putInPlace;
      const movedTo = await put(folder, place, { replace });
      return { ...toSummary(manifest, statSync(file).size), movedTo };
    } catch (error) {
      throw toKnownError(error, data);
    } finally {
      remove();
    }
  },
};

/** The stores of a data directory, by their paths in it; those of processes beside its owner too. */
function journalsOf(data: string): readonly string[] {
  const beside = existsSync(join(data, 'beside')) ? readdirSync(join(data, 'beside')) : [];
  return [JOURNAL, ...beside.map((name) => join('beside', name, JOURNAL))].filter((path) =>
    existsSync(join(data, path)),
  );
}

/** Copies one store as it is after its last commit, and marks the copy as one that was closed in order. */
function snapshot(from: string, to: string): { readonly runs: number; readonly open: number } {
  const source = openToRead(from);
  if (source === undefined) {
    throw new RunnerError(
      'data_unusable',
      `${from} is not in the current format. Start the runner on it once ("fm serve"), then back it up.`,
    );
  }
  makeFolders(dirname(to));
  try {
    source.prepare('VACUUM INTO ?').run(to);
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(to);
  try {
    const [first] = copy.prepare('PRAGMA integrity_check(1)').all();
    if (first?.['integrity_check'] !== 'ok') {
      throw new RunnerError('data_unusable', `The copy of ${from} is damaged, so no backup was written.`);
    }
    copy.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('state', 'closed')");
    const count = (table: string) => Number(copy.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count']);
    return { runs: count('runs'), open: count('open_runs') };
  } finally {
    copy.close();
  }
}

/** Brings the store into the current format and keeps all that is open in it from going on by itself. */
async function holdOpenRuns(path: string, createdAt: string): Promise<void> {
  // The write that has failed rejects, and with it the whole.
  const store = await openSqliteStore(path, { onFailure: () => undefined });
  try {
    const reason = `It was restored from the backup of ${createdAt}, and what it did after that is not known here. Look at what happened since, then let it go on with "fm resume" or end it with "fm cancel".`;
    const open = new Map(store.openRuns().map((run) => [run.runId, run]));
    for (const { runId, parentId } of open.values()) {
      // What holds a run holds those that it has started.
      if (parentId === undefined || !open.has(parentId)) await store.hold(runId, { kind: 'restored', reason });
    }
  } finally {
    await store.close();
  }
  const database = new DatabaseSync(path);
  try {
    // What is committed from now on has positions that others have heard of already, with other events.
    database.exec("UPDATE meta SET value = lower(hex(randomblob(6))) WHERE key = 'order_id'");
  } finally {
    database.close();
  }
}

/** Gives `packed` the name `file` for good, unless that has come into being meanwhile. */
function publish(packed: string, file: string): void {
  try {
    linkSync(packed, file);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw fileExists(file);
    throw error;
  }
  sync(dirname(file));
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function fileExists(file: string): RunnerError {
  return new RunnerError(
    'file_exists',
    `${file} is there already, and a backup is never overwritten. Choose another name.`,
  );
}

function toKnownError(error: unknown, path: string): unknown {
  if (hasErrcode(error, SQLITE_FULL) || hasCode(error, 'ENOSPC')) {
    return new RunnerError('storage_full', `There is no room for ${path} on its disk. Nothing was changed.`, {
      cause: error,
    });
  }
  // What the system refuses is up to whoever looks after it.
  if (!(error instanceof Error && 'syscall' in error)) return error;
  return new RunnerError('data_unusable', `${path} cannot be written: ${error.message}. Nothing was changed.`, {
    cause: error,
  });
}

function toSummary(manifest: Manifest, bytes: number): BackupSummary {
  const { created_at: createdAt, run_count: runCount, open_run_count: openRunCount, parts } = manifest;
  return { createdAt, runCount, openRunCount, bytes, hasSecrets: parts.some(({ path }) => path === SECRETS) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
