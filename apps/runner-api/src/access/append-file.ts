import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A file that only grows, line by line, and is set aside as `name.1.ext`, `name.2.ext` … when it is large. */
export interface AppendFile {
  /**
   * Writes a line behind all that were given before; with `isDurable` the disk has confirmed it when this resolves. Never
   * rejects: a line that could not be written is kept and written before the next one, and `onFailure` is told.
   */
  append(line: string, isDurable: boolean): Promise<void>;
  /** The same for a line that counts only when it is written now: rejects with the reason when it cannot be, and forgets it. */
  write(line: string, isDurable: boolean): Promise<void>;
}

export interface AppendFileOptions {
  readonly path: string;
  /** A file of this size is set aside before the next line. Default 50 MB. */
  readonly maxBytes?: number;
  /** So many that were set aside are kept. Default 10. */
  readonly keepCount?: number;
  /** Told once of each time that the file takes no more lines, with the number of those that are kept for it. */
  readonly onFailure: (error: unknown, keptCount: number) => void;
}

/** Lines that wait for a disk that takes no more; those that come after that are told to `onFailure` and lost. */
const MAX_KEPT = 10_000;

/** Paths of the file and of those that were set aside, newest first. */
export function rotatedPaths(path: string, keepCount: number = KEEP_COUNT): readonly string[] {
  return [path, ...Array.from({ length: keepCount }, (_, index) => asidePath(path, index + 1))];
}

const MAX_BYTES = 50 * 1024 * 1024;
const KEEP_COUNT = 10;

type Entry = {
  readonly line: string;
  readonly isDurable: boolean;
  readonly isKept: boolean;
  /** Undefined once it is written. */
  readonly settle: (failure: unknown) => void;
};

/**
 * Opens nothing until the first line, and holds nothing open between lines, so that another process may append too, or set
 * the file aside.
 *
 * I1  Lines stand in the file in the order in which they were given.
 * I2  One batch is written at a time: all that one turn of the event loop has given. What comes meanwhile goes into the next one.
 * I3  A line that a crash or a full disk has cut off ends there: the next one begins on a line of its own.
 */
export function createAppendFile({ path, onFailure, ...limits }: AppendFileOptions): AppendFile {
  const { maxBytes = MAX_BYTES, keepCount = KEEP_COUNT } = limits;
  let waiting: Entry[] = [];
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  /** What cannot be written now is kept, or forgotten; nobody is left waiting for it. */
  const keep = (entries: readonly Entry[], error: unknown): void => {
    for (const { settle } of entries) settle(error);
    waiting = entries.filter(({ isKept }) => isKept).slice(0, MAX_KEPT);
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      await nextTurn();
      const batch = waiting;
      waiting = [];
      try {
        await writeBatch(batch, { path, maxBytes, keepCount });
        failure = undefined;
        for (const { settle } of batch) settle(undefined);
      } catch (error) {
        const isNew = failure === undefined;
        failure = { error };
        keep([...batch, ...waiting], error);
        if (isNew) onFailure(error, waiting.length);
        return;
      }
    }
  };
  const start = (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = undefined;
      if (failure !== undefined)
        keep(waiting, failure.error); // some came while the disk took no more
      else if (waiting.length > 0) void start(); // they came after the last look for more
    });
    return writing;
  };

  const add = (entry: Omit<Entry, 'settle'>) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({
        ...entry,
        settle: (error) => (error === undefined || entry.isKept ? resolve() : reject(error)),
      });
      void start();
    });
  return {
    append: (line, isDurable) => add({ line, isDurable, isKept: true }),
    write: (line, isDurable) => add({ line, isDurable, isKept: false }),
  };
}

type Limits = Required<Pick<AppendFileOptions, 'path' | 'maxBytes' | 'keepCount'>>;

const confirm = promisify(fdatasync);

/**
 * Only the disk is waited for. What the system takes at once is a few microseconds each, many times less than handing it to
 * another thread.
 */
async function writeBatch(batch: readonly Entry[], limits: Limits): Promise<void> {
  const { path, maxBytes } = limits;
  const known = statSync(path, { throwIfNoEntry: false });
  if (known && known.size >= maxBytes) setAside(limits);
  const file = openFile(path);
  try {
    const { size } = fstatSync(file);
    const start = endsInLine(file, size) ? '' : '\n';
    writeFileSync(file, `${start}${batch.map(({ line }) => line).join('\n')}\n`);
    if (batch.some(({ isDurable }) => isDurable)) await confirm(file);
    if (size === 0) syncFolder(path);
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): number {
  return openSync(path, 'a+', 0o600);
}

function endsInLine(file: number, size: number): boolean {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}

function setAside({ path, keepCount }: Limits): void {
  const paths = rotatedPaths(path, keepCount);
  for (let index = keepCount - 1; index >= 0; index -= 1) {
    const [from, to] = [paths[index], paths[index + 1]];
    if (from !== undefined && to !== undefined && existsSync(from)) renameSync(from, to);
  }
}

function asidePath(path: string, index: number): string {
  return path.replace(/(\.[a-z]+)?$/, (ending) => `.${index}${ending}`);
}

/** A new name is durable only when its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
