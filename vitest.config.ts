import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const packages = ['apps', 'packages'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder)).map((name) => join(import.meta.dirname, folder, name)),
);

/** A package with what it is built with, and the seed of the suite. */
function projectOf(root: string): TestProjectInlineConfiguration {
  const viteConfig = join(root, 'vite.config.ts');
  const setupFiles = [join(import.meta.dirname, 'scripts/property-seed.ts')];
  return {
    extends: existsSync(viteConfig) ? viteConfig : false,
    root,
    test: { name: basename(root), root, setupFiles },
  };
}

export default defineConfig({
  test: {
    projects: [{ test: { name: 'scripts', root: './scripts', include: ['*.test.ts'] } }, ...packages.map(projectOf)],
  },
});
