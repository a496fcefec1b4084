import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'playwright-report']);

/** Paths below `folder` (from it, with `/`, sorted) of all files that are sources: no build output, nothing hidden. */
export function listSourceFiles(folder: string, prefix = ''): readonly string[] {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith('.') && !SKIPPED_FOLDERS.has(name))
    .flatMap((entry) => {
      const path = posix.join(prefix, entry.name);
      return entry.isDirectory() ? listSourceFiles(folder, path) : [path];
    })
    .sort();
}
