import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RunnerError } from '../runner-error.ts';
import { DATABASE } from './data-directory.ts';

const PARTIAL = '.partial-';
const BEFORE = '.before-';
const LEFT_MS = 3_600_000;

/** A directory of our own on the same disk as `path`, for what is to become `path`. */
export function stagingBeside(path: string): string {
  const folder = `${path}${PARTIAL}${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RunnerError('data_unusable', `Nothing can be written beside ${path}: ${why}.`, { cause });
  }
  return folder;
}

/** The path that what is at `path` gets when something else is put in its place. */
export function asidePathOf(path: string): string {
  return `${path}${BEFORE}${new Date().toISOString().replaceAll(':', '-')}`;
}

/**
 * Removes what commands that were killed have left of the making of `path`, and gives its paths. What was changed within the last
 * hour may be under way, and stays.
 */
export function removeLeftovers(path: string): readonly string[] {
  const old = besideOf(path, PARTIAL).filter(
    (left) => /^[0-9a-f]{8}$/.test(left.slice(-8)) && lastChangeMs(left) < Date.now() - LEFT_MS,
  );
  for (const left of old) rmSync(left, { recursive: true, force: true });
  return old;
}

/**
 * The latest data directory that was moved aside for a restore, while there is none at `data`: that restore may have been cut off in
 * between. Undefined when something is kept at `data`, or nothing was moved.
 */
export function findCutOffRestore(data: string): string | undefined {
  return existsSync(join(data, DATABASE)) ? undefined : besideOf(data, BEFORE).toSorted().at(-1);
}

function besideOf(path: string, mark: string): readonly string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}${mark}`));
  return names.map((name) => join(folder, name));
}

function lastChangeMs(folder: string): number {
  const paths = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
  return Math.max(...paths.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0));
}
