import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import { listFiles } from './pipeline-files.ts';
import { readStartInside } from './read-inside.ts';

/** What the name of a profile ends with. */
const PROFILE_ENDING = '.profile.json';

/** A profile of the workspace; `name` is its path without the ending. */
export interface ProfileFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** All profiles of the workspace in `root`, by name. */
export async function listProfiles(root: string): Promise<readonly ProfileFile[]> {
  const files = await Promise.all((await listFiles(root, PROFILE_ENDING)).map((path) => readProfile(root, path)));
  return files.filter((file) => file !== undefined);
}

/**
 * The profile that `reference` names: its path in the workspace with or without the ending, or the last part of its name
 * when only one ends so. Undefined when there is none. Nothing but a file `*.profile.json` is a profile, and none in a
 * folder with a leading dot: whoever may write pipelines must not write profiles with them, and what the runner keeps is none.
 */
export async function findProfile(root: string, reference: string): Promise<ProfileFile | undefined> {
  const path = insidePath(root, reference);
  if (path === undefined) return undefined;
  const exact = await readProfile(root, path.endsWith(PROFILE_ENDING) ? path : path + PROFILE_ENDING);
  if (exact !== undefined) return exact;
  const ending = (await listProfiles(root)).filter(({ name }) => posix.basename(name) === path);
  return ending.length === 1 ? ending[0] : undefined;
}

async function readProfile(root: string, path: string): Promise<ProfileFile | undefined> {
  const start = await readStartInside(root, path);
  if (start === undefined) return undefined;
  return { name: path.slice(0, -PROFILE_ENDING.length), path, text: start.bytes.toString('utf8') };
}

/** `reference` as a path with `/` inside `root`; undefined for one that leaves it or leads to where no profiles are. */
function insidePath(root: string, reference: string): string | undefined {
  if (reference.includes('\0') || reference.length > 1024) return undefined;
  const path = relative(root, resolve(root, reference));
  const parts = path.split(sep);
  const isElsewhere = path === '' || isAbsolute(path) || parts.some((part) => part.startsWith('.'));
  return isElsewhere || parts.includes('node_modules') ? undefined : parts.join('/');
}
