import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../make-folders.ts';
import { RunnerError } from '../runner-error.ts';
import { DATABASE } from './data-directory.ts';
import { isWritable } from './open-unwritable.ts';
import { isOwned, LOCK, lockFolder } from './owner-lock.ts';
import { realPlaceOf } from './real-place.ts';

const PARTIAL = '.partial-';
const BEFORE = '.before-';
const LEFT_MS = 3_600_000;
const CONTENT = 'content';
/** What a directory of `openStaging` holds, and nothing else. */
const OURS: ReadonlySet<string> = new Set([CONTENT, LOCK, `${LOCK}-journal`]);

/** A directory for what is to become something else, which others can see to be in use. */
export interface Staging {
  /** Empty at first. */
  readonly folder: string;
  /** Removes what is left of it. */
  remove(): void;
}

/**
 * Makes one on the same disk as `path`.
 * @throws {RunnerError} `data_unusable`.
 */
export function openStaging(path: string): Staging {
  const outer = `${path}${PARTIAL}${randomBytes(4).toString('hex')}`;
  const folder = join(outer, CONTENT);
  try {
    makeFolders(folder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RunnerError('data_unusable', `Nothing can be written beside ${path}: ${why}.`, { cause });
  }
  const unlock = lockFolder(outer);
  return {
    folder,
    remove() {
      unlock?.();
      rmSync(outer, { recursive: true, force: true });
    },
  };
}

/** The path that what is at `path` gets when something else is put in its place. */
export function asidePathOf(path: string): string {
  return `${path}${BEFORE}${new Date().toISOString().replaceAll(':', '-')}`;
}

/** In a directory that cannot be moved: the path that stands for it where others have things beside it. */
export function insideOf(data: string): string {
  return join(data, 'restore');
}

/** Removes what restores of the directory `data` that were killed have left, at once, and gives its paths. */
export function removeRestoreLeftovers(data: string): readonly string[] {
  const place = realPlaceOf(data);
  const left = [place, insideOf(place)].flatMap((path) => besideOf(path, PARTIAL));
  return removeLeft(left, (path) => existsSync(join(path, LOCK)) || isOld(path));
}

/**
 * Removes what backups to the directory `folder` that were killed have left, whatever their files were to be called. What was changed
 * within the last hour stays: other machines may write there, whose locks cannot be seen everywhere.
 */
export function removeBackupLeftovers(folder: string): readonly string[] {
  return removeLeft(pathsIn(folder), isOld);
}

function removeLeft(paths: readonly string[], isLeft: (path: string) => boolean): readonly string[] {
  const left = paths.filter((path) => isStaging(path) && !isOwned(path) && isLeft(path));
  for (const path of left) rmSync(path, { recursive: true, force: true });
  return left;
}

/**
 * The latest data directory that was moved aside for a restore, while there is none at `data`: that restore may have been cut off in
 * between. Undefined when something is kept at `data`, or nothing was moved.
 */
export function findCutOffRestore(data: string): string | undefined {
  if (existsSync(join(data, DATABASE))) return undefined;
  return besideOf(realPlaceOf(data), BEFORE).toSorted().at(-1);
}

function besideOf(path: string, mark: string): readonly string[] {
  return pathsIn(dirname(path)).filter((other) => basename(other).startsWith(`${basename(path)}${mark}`));
}

function isStaging(path: string): boolean {
  if (!/\.partial-[0-9a-f]{8}$/.test(path) || !isFolder(path) || !isWritable(path)) return false;
  return pathsIn(path).every((one) => OURS.has(basename(one)));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isOld(folder: string): boolean {
  const paths = [folder, ...pathsIn(folder), ...pathsIn(join(folder, CONTENT))];
  const lastChangeMs = Math.max(...paths.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0));
  return lastChangeMs < Date.now() - LEFT_MS;
}

/** What is in a directory; nothing when it is not for us, or has gone, as that of another process may at any time. */
function pathsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return [];
    throw error;
  }
}
