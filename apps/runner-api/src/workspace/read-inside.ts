import { type FileHandle, readlink, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { type FileStart, isGone, readStart } from './read-start.ts';

/**
 * The start of the file at `path` inside `root`, which may be a link to another file there with the same ending: that is how
 * Kubernetes mounts what it keeps (`a.profile.json` leads to `..data/a.profile.json`). Undefined when there is none, or when it
 * leads elsewhere: out of `root`, or to where no such files are, as in the data directory. What is judged is the file that was
 * opened, so nobody can put another one into its place in between.
 */
export async function readStartInside(root: string, path: string): Promise<FileStart | undefined> {
  const realRoot = await realpath(root);
  return readStart(join(root, path), async (file) => {
    const real = await pathOf(file, join(root, path));
    return real !== undefined && isPlace(relative(realRoot, real), path);
  });
}

/** True for a link at `path` that leads to a file which `readStartInside` would read. */
export async function isLinkInside(root: string, path: string): Promise<boolean> {
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(join(root, path))]);
    return isPlace(relative(realRoot, real), path) && (await stat(real)).isFile();
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** A place inside, that no folder with a leading dot hides but those of Kubernetes, which begin with two. */
function isPlace(inside: string, path: string): boolean {
  const parts = inside.split(sep);
  const isHidden =
    isAbsolute(inside) || parts.some((part) => part === '..' || part === 'node_modules' || /^\.[^.]/.test(part));
  return !isHidden && endingOf(parts.at(-1) ?? '') === endingOf(path);
}

/** `.profile.json` of `a.profile.json`. */
function endingOf(path: string): string {
  return basename(path).split('.').slice(-2).join('.');
}

/** Where the file that was opened at `path` really is; undefined when that is another one by now. */
async function pathOf(file: FileHandle, path: string): Promise<string | undefined> {
  const known = await readlink(`/proc/self/fd/${file.fd}`).catch(() => undefined); // only Linux has it
  if (known !== undefined) return known.replace(/ \(deleted\)$/, ''); // replaced a moment ago, and still the file that it was
  try {
    const real = await realpath(path);
    const [opened, there] = await Promise.all([file.stat({ bigint: true }), stat(real, { bigint: true })]);
    return there.dev === opened.dev && there.ino === opened.ino ? real : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
