import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkLayers, type Offence } from './check-layers.ts';
import { listSourceFiles } from './source-files.ts';

/** Fewer modules than this means that the check looked in the wrong place; then it fails instead of passing. */
const FEWEST_MODULES = 100;

/** Checks the layers of the repository at `root`. */
export function checkRepositoryLayers(root: string): {
  readonly moduleCount: number;
  readonly offences: readonly Offence[];
} {
  const files = listSourceFiles(root);
  const modules = files.filter((path) => /^(apps|packages|e2e)\/.*\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
  const sources = new Map(modules.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  const packages = new Map(
    files
      .filter((path) => /(^|\/)package\.json$/.test(path))
      .map((path) => [dirname(path) === '.' ? '' : `${dirname(path)}/`, declaredPackages(join(root, path))]),
  );
  if (sources.size < FEWEST_MODULES) {
    throw new Error(`only ${sources.size} modules found below ${root}; the layer check looked in the wrong place`);
  }
  return { moduleCount: sources.size, offences: checkLayers(sources, packages) };
}

function declaredPackages(path: string): ReadonlySet<string> {
  const manifest: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
  const lists = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return new Set([String(manifest['name']), ...lists.flatMap((list) => Object.keys(manifest[list] ?? {}))]);
}
