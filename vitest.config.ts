import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const packages = ['apps', 'packages'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder)).map((name) => join(import.meta.dirname, folder, name)),
);

/** What is waited for comes late on a machine that others load; what does not come is seen all the same. */
const PATIENT = { poll: { timeout: 60_000 } };

/** A package with what it is built with, and the seed of the suite. */
function projectOf(root: string): TestProjectInlineConfiguration {
  const viteConfig = join(root, 'vite.config.ts');
  const setupFiles = [join(import.meta.dirname, 'scripts/property-seed.ts')];
  return {
    extends: existsSync(viteConfig) ? viteConfig : false,
    root,
    test: { name: basename(root), root, setupFiles, expect: PATIENT },
  };
}

export default defineConfig({
  test: {
    projects: [{ test: { name: 'scripts', root: './scripts', include: ['*.test.ts'] } }, ...packages.map(projectOf)],
  },
});
