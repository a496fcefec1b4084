import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { listFiles } from './pipeline-files.ts';

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
  const paths = await listFiles(root, PROFILE_ENDING);
  return Promise.all(
    paths.map(async (path) => ({
      name: path.slice(0, -PROFILE_ENDING.length),
      path,
      text: await readFile(join(root, path), 'utf8'),
    })),
  );
}

/** The profile that `reference` names: its name, its path, or the last part of its name when only one ends so. */
export function findProfile(profiles: readonly ProfileFile[], reference: string): ProfileFile | undefined {
  const wanted = posix.normalize(reference).replace(/\.profile\.json$/, '');
  const exact = profiles.find(({ name }) => name === wanted);
  if (exact !== undefined) return exact;
  const ending = profiles.filter(({ name }) => posix.basename(name) === wanted);
  return ending.length === 1 ? ending[0] : undefined;
}
