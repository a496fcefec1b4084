import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listSourceFiles } from './source-files.ts';

/** What a build was made from: folders and files below the repository's root, and where its stamp is kept. */
export type BuildInputs = { readonly root: string; readonly inputs: readonly string[]; readonly stamp: string };

/** True when any input differs in path, size or time from what `markFresh` saw, or when nothing was built yet. */
export function isStale(build: BuildInputs): boolean {
  const stamp = join(build.root, build.stamp);
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprintOf(build);
}

/** Remembers the inputs as they are now. Take the fingerprint before the build starts and pass it, so that an edit made meanwhile counts. */
export function markFresh(build: BuildInputs, fingerprint: string): void {
  const stamp = join(build.root, build.stamp);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint);
}

export function fingerprintOf({ root, inputs }: BuildInputs): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const isFolder = statSync(join(root, input)).isDirectory();
    const paths = isFolder ? listSourceFiles(join(root, input)).map((path) => join(input, path)) : [input];
    for (const path of paths) {
      const { size, mtimeMs } = statSync(join(root, path));
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}
