import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkRepositoryLayers } from './layers.ts';
import { exitCodeOf, ROOT } from './run-command.ts';

/** A check that needs no build and no browser. `run` prints what is wrong and resolves with whether all is well. */
export type Check = { readonly name: string; readonly run: () => Promise<boolean> };

/** The static checks in the order in which they run, cheapest first. */
export const CHECKS: readonly Check[] = [
  {
    name: 'format and lint',
    run: async () => (await exitCodeOf('biome', ['ci', '--colors=off', '--reporter=summary', '.'])) === 0,
  },
  { name: 'layer rules', run: checkLayerRules },
  ...typedFolders().map((folder) => ({
    name: `types of ${folder}`,
    run: async () => (await exitCodeOf('tsc', ['-p', folder])) === 0,
  })),
  { name: 'unused code', run: async () => (await exitCodeOf('knip', ['--no-progress'])) === 0 },
];

async function checkLayerRules(): Promise<boolean> {
  const { moduleCount, offences } = checkRepositoryLayers(ROOT);
  for (const { file, rule, detail } of offences) process.stdout.write(`${file}: ${rule} (${detail})\n`);
  process.stdout.write(`${moduleCount} modules, ${offences.length} offences against the layer rules\n`);
  return offences.length === 0;
}

function typedFolders(): readonly string[] {
  const children = (parent: string) => readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`);
  const folders = ['scripts', ...children('packages'), ...children('apps'), 'e2e'];
  return folders.filter((folder) => existsSync(join(ROOT, folder, 'tsconfig.json')));
}
