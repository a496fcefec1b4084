import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isWritable } from './open-unwritable.ts';

/** Where a directory at `path` is, or would be, behind every link that leads there. */
export function realPlaceOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? realPlaceOf(resolve(dirname(path), readlinkSync(path))) : path;
}

/** True for a directory that cannot get another name: a disk or a volume is mounted there, or its parent cannot be written to. */
export function isImmovable(folder: string): boolean {
  return existsSync(folder) && (isMountPoint(folder) || !isWritable(dirname(folder)));
}

const MOUNTS = '/proc/self/mountinfo';

function isMountPoint(folder: string): boolean {
  if (statSync(folder).dev !== statSync(dirname(folder)).dev) return true;
  // A directory of the same disk may be mounted there.
  if (!existsSync(MOUNTS)) return false;
  return readFileSync(MOUNTS, 'utf8')
    .split('\n')
    .some((line) => unescaped(line.split(' ')[4] ?? '') === folder);
}

/** Blanks and backslashes in the table of mounts are octal. */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}
