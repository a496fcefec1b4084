import type { DatabaseSync } from 'node:sqlite';
import { RunnerError } from '../runner-error.ts';
import type { DiskReserve } from './disk-reserve.ts';
import { isDiskFull, isSqliteError } from './sqlite-error.ts';

/**
 * Many writes, one durable commit. Invariants:
 * G1. A write resolves after the commit that holds it, and rejects when none does. Nothing that is read in between sees it.
 * G2. Writes are committed in the order in which they were asked for.
 * G3. After an error of the disk other than a full one nothing is written any more: what an fsync has once failed to
 *     store may be lost although the next one succeeds. A file that is no longer in its place is such an error, and is
 *     looked for between each commit and its acknowledgement.
 * G4. From a full disk on, until the reserve is held again, only writes that may wait are performed: what room there is
 *     is for runs that are open.
 * G5. A commit that several writes shared is followed by a rest, up to twice as long as it took, so that the disk takes a
 *     third of the time at most and what arrives meanwhile shares the next commit. A write that was alone is followed by none:
 *     nobody else is served by waiting.
 */
export interface GroupCommit {
  /**
   * Performs `job` inside the next commit and gives its result. What it throws undoes this job alone; those that share its
   * commit are then performed once more, so a job does nothing but write to the database.
   * With `waitsForRoom` a full disk delays it until there is room again; otherwise it is refused at once.
   * @throws {RunnerError} `storage_full`, or `storage_failed` from the first failure on.
   */
  write<Result>(job: () => Result, options?: { readonly waitsForRoom?: boolean }): Promise<Result>;
  /** Commits what is waiting. What still waits for room is refused, and so is everything that comes later. */
  close(): void;
  /** The disk has failed under something else than a write: as G3 says, nothing is written any more. */
  fail(error: unknown): void;
  /** Whether what is written now would be committed. Looks whether the file is still in its place. */
  state(): StorageState;
}

/** `full` until there is room for new runs, `failed` for good. */
export type StorageState = 'ok' | 'full' | 'failed';

export interface GroupCommitOptions {
  /** Room that is given up when the disk is full. Default: none. */
  readonly reserve?: DiskReserve | undefined;
  /** What is wrong with the place of the file; undefined while nothing is. Default: nothing ever is. */
  readonly findMisplaced?: (() => Error | undefined) | undefined;
  /** Told of every commit, after those who wrote: how many writes it held, and how long it took, in ms. */
  readonly onCommit?: ((writes: number, ms: number) => void) | undefined;
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

/** A disk that is slow now and then must not make every write slow after that. */
const MAX_REST_MS = 5;
const MAX_REST_FACTOR = 2;

/** Puts a group commit on `database`: all writes of one turn of the event loop, at least, share one transaction. */
export function createGroupCommit(
  database: DatabaseSync,
  { onFailure, reserve, onCommit, findMisplaced, retryMs = 500 }: GroupCommitOptions,
): GroupCommit {
  const statements = prepare(database);
  let waiting: Write[] = [];
  let isScheduled = false;
  let scheduled: NodeJS.Immediate | undefined;
  let rest: NodeJS.Timeout | undefined;
  /** On the monotonic clock: when the disk has had its rest. */
  let restedAt = 0;
  let retry: NodeJS.Timeout | undefined;
  let failure: RunnerError | undefined;
  /** Why there was no room; undefined while there is. */
  let noRoom: { readonly cause: unknown } | undefined;

  const flush = (): void => {
    clearImmediate(scheduled);
    clearTimeout(rest);
    clearTimeout(retry);
    [isScheduled, scheduled, rest, retry] = [false, undefined, undefined, undefined];
    if (noRoom && reserve) refuseNew(noRoom.cause);
    const writes = waiting;
    waiting = [];
    if (failure) for (const write of writes) write.refuse(failure);
    else if (writes.length > 0) perform(writes);
    if (noRoom && isInPlace()) lookForRoom();
  };
  /** False from the first failure on. */
  const isInPlace = (): boolean => {
    const misplaced = failure ? undefined : findMisplaced?.();
    if (misplaced) fail([], misplaced);
    return failure === undefined;
  };
  const perform = (writes: readonly Write[]): void => {
    const startedAt = performance.now();
    let ends: readonly (() => void)[];
    try {
      ends = commit(statements, writes);
      const misplaced = findMisplaced?.();
      if (misplaced) throw misplaced;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      if (isDiskFull(error)) waitForRoom(writes, error);
      else fail(writes, error);
      return;
    }
    if (!reserve) noRoom = undefined;
    const tookMs = performance.now() - startedAt;
    restedAt = startedAt + tookMs + Math.min(tookMs * Math.min(writes.length - 1, MAX_REST_FACTOR), MAX_REST_MS);
    for (const end of ends) end();
    onCommit?.(writes.length, tookMs);
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    const restMs = restedAt - performance.now();
    // Timers know whole milliseconds only; less than half of one is no rest worth waiting for.
    if (restMs < 0.5) scheduled = setImmediate(flush);
    else rest = setTimeout(flush, restMs);
  };
  const waitForRoom = (writes: readonly Write[], error: unknown): void => {
    noRoom = { cause: error };
    waiting = [...writes];
    refuseNew(error);
    const isFreed = reserve?.release() ?? false;
    if (isFreed || waiting.length > 1) performInTurn();
  };
  /** Not all of them may fit; those that do are not kept waiting by those behind them. */
  const performInTurn = (): void => {
    const turn = waiting;
    waiting = [];
    while (turn.length > 0 && waiting.length === 0 && !failure) perform(turn.splice(0, 1));
    if (failure) for (const write of turn) write.refuse(failure);
    else waiting.push(...turn);
  };
  const refuseNew = (error: unknown): void => {
    const refused = waiting.filter(({ waitsForRoom }) => !waitsForRoom);
    waiting = waiting.filter(({ waitsForRoom }) => waitsForRoom);
    for (const write of refused) write.refuse(storageFull(error));
  };
  const lookForRoom = (): void => {
    const isWaiting = waiting.length > 0;
    if (!isWaiting && reserve?.take()) noRoom = undefined;
    else if (isWaiting || reserve) retry ??= setTimeout(flush, retryMs);
    if (!isWaiting) retry?.unref(); // a process that has nothing to write may end
  };
  const fail = (writes: readonly Write[], error: unknown): void => {
    failure = storageFailed(error);
    for (const write of writes) write.refuse(failure);
    onFailure(error);
  };
  if (reserve && !reserve.take()) {
    noRoom = { cause: undefined };
    lookForRoom();
  }

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
        schedule();
      });
    },
    fail(error) {
      if (!failure) fail(waiting.splice(0), error);
    },
    state: () => (!isInPlace() ? 'failed' : noRoom ? 'full' : 'ok'),
    close() {
      flush();
      clearTimeout(retry);
      for (const write of waiting.splice(0)) write.refuse(storageFull(undefined));
      failure ??= new RunnerError('storage_failed', 'The runner is ending and records nothing more.');
    },
  };
}

/** Commits all of `writes` but those that throw; gives what tells each of them its end. */
function commit({ begin, undo, end }: ReturnType<typeof prepare>, writes: readonly Write[]): readonly (() => void)[] {
  const refusals: (() => void)[] = [];
  let left = writes;
  while (left.length > 0) {
    begin.run();
    const refused = performUntilRefused(left);
    if (refused === undefined) {
      end.run();
      break;
    }
    // Rare, so all is done again without it, instead of a savepoint for each write.
    undo.run();
    left = left.filter((write) => write !== refused.write);
    refusals.push(() => refused.write.refuse(refused.error));
  }
  return [...left.map(({ acknowledge }) => acknowledge), ...refusals];
}

function performUntilRefused(writes: readonly Write[]): { readonly write: Write; readonly error: unknown } | undefined {
  for (const write of writes) {
    try {
      write.perform();
    } catch (error) {
      if (isSqliteError(error)) throw error; // of the disk, so it concerns all
      return { write, error };
    }
  }
  return undefined;
}

function prepare(database: DatabaseSync) {
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    undo: database.prepare('ROLLBACK'),
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
  if (cause instanceof RunnerError && cause.code === 'storage_failed') return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new RunnerError(
    'storage_failed',
    `The data directory can no longer be written to (${detail}), so the runner takes no more work. Check the disk, then start it again: what was acknowledged is kept.`,
    { cause },
  );
}
