import type { DatabaseSync } from 'node:sqlite';
import { RunnerError } from '../runner-error.ts';
import { hasErrcode, isSqliteError, SQLITE_FULL } from './sqlite-error.ts';

/**
 * Many writes, one durable commit. Invariants:
 * G1. A write resolves after the commit that holds it, and rejects when none does. Nothing that is read in between sees it.
 * G2. Writes are committed in the order in which they were asked for.
 * G3. After an error of the disk other than a full one nothing is written any more: what an fsync has once failed to
 *     store may be lost although the next one succeeds.
 */
export interface GroupCommit {
  /**
   * Performs `job` inside the next commit and gives its result. What it throws undoes this job alone.
   * With `waitsForRoom` a full disk delays it until there is room again; otherwise it is refused at once.
   * @throws {RunnerError} `storage_full`, or `storage_failed` from the first failure on.
   */
  write<Result>(job: () => Result, options?: { readonly waitsForRoom?: boolean }): Promise<Result>;
  /** Commits what is waiting. What still waits for room is refused, and so is everything that comes later. */
  close(): void;
}

export interface GroupCommitOptions {
  /** Told once, when the disk has failed and the process should end. */
  readonly onFailure: (error: unknown) => void;
  /** How long a full disk is left alone. Default 500 ms. */
  readonly retryMs?: number;
}

type Write = {
  readonly perform: () => void;
  readonly acknowledge: () => void;
  readonly refuse: (error: unknown) => void;
  readonly waitsForRoom: boolean;
};

/** Puts a group commit on `database`: all writes of one turn of the event loop share one transaction. */
export function createGroupCommit(
  database: DatabaseSync,
  { onFailure, retryMs = 500 }: GroupCommitOptions,
): GroupCommit {
  const statements = prepare(database);
  let waiting: Write[] = [];
  let scheduled: NodeJS.Immediate | undefined;
  let retry: NodeJS.Timeout | undefined;
  let failure: RunnerError | undefined;

  const flush = (): void => {
    clearImmediate(scheduled);
    clearTimeout(retry);
    [scheduled, retry] = [undefined, undefined];
    const writes = waiting;
    waiting = [];
    if (writes.length === 0) return;
    try {
      for (const end of commit(statements, writes)) end();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      if (hasErrcode(error, SQLITE_FULL)) waitForRoom(writes, error);
      else fail(writes, error);
    }
  };
  const waitForRoom = (writes: readonly Write[], error: unknown): void => {
    waiting = writes.filter(({ waitsForRoom }) => waitsForRoom);
    if (waiting.length > 0) retry = setTimeout(flush, retryMs);
    for (const write of writes) if (!write.waitsForRoom) write.refuse(storageFull(error));
  };
  const fail = (writes: readonly Write[], error: unknown): void => {
    failure = storageFailed(error);
    for (const write of writes) write.refuse(failure);
    onFailure(error);
  };

  return {
    write(job, { waitsForRoom = false } = {}) {
      if (failure) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        let result: ReturnType<typeof job>;
        waiting.push({
          perform: () => {
            result = job();
          },
          acknowledge: () => resolve(result),
          refuse: reject,
          waitsForRoom,
        });
        scheduled ??= setImmediate(flush);
      });
    },
    close() {
      flush();
      clearTimeout(retry);
      for (const write of waiting.splice(0)) write.refuse(storageFull(undefined));
      failure ??= new RunnerError('storage_failed', 'The runner is ending and records nothing more.');
    },
  };
}

/** Commits all of `writes` but those that throw; gives what tells each of them its end. */
function commit(
  { begin, savepoint, undo, release, end }: ReturnType<typeof prepare>,
  writes: readonly Write[],
): readonly (() => void)[] {
  const ends: (() => void)[] = [];
  begin.run();
  for (const write of writes) {
    savepoint.run();
    try {
      write.perform();
      ends.push(write.acknowledge);
    } catch (error) {
      if (isSqliteError(error)) throw error; // of the disk, so it concerns all
      undo.run();
      ends.push(() => write.refuse(error));
    }
    release.run();
  }
  end.run();
  return ends;
}

function prepare(database: DatabaseSync) {
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    savepoint: database.prepare('SAVEPOINT job'),
    undo: database.prepare('ROLLBACK TO job'),
    release: database.prepare('RELEASE job'),
    end: database.prepare('COMMIT'),
  };
}

function storageFull(cause: unknown): RunnerError {
  return new RunnerError(
    'storage_full',
    'There is no room left on the disk that holds the data directory, so nothing was started. Make room: open runs wait for it and then go on.',
    { cause },
  );
}

function storageFailed(cause: unknown): RunnerError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new RunnerError(
    'storage_failed',
    `The data directory can no longer be written to (${detail}), so the runner takes no more work. Check the disk, then start it again: what was acknowledged is kept.`,
    { cause },
  );
}
