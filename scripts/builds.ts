import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { type BuildInputs, fingerprintOf, isStale, markFresh } from './freshness.ts';
import { ROOT, runCommand } from './run-command.ts';
import { listSourceFiles } from './source-files.ts';

type Build = BuildInputs & { readonly name: string; readonly make: () => Promise<void> };

/** Server and command line as they are shipped. */
export const BUILT_FM = join(ROOT, 'apps/runner-api/dist/fm.js');

/** The two builds of the repository: the editor's pages, and the bundle of server and command line. */
export function buildsOf(root: string): readonly Build[] {
  return [
    {
      root,
      name: 'editor',
      inputs: ['apps/editor', 'packages', 'pnpm-lock.yaml', 'tsconfig.base.json'],
      stamp: 'apps/editor/dist/.built-from',
      make: () => buildEditor(join(root, 'apps/editor')),
    },
    {
      root,
      name: 'server and fm',
      inputs: ['apps/runner-api', 'packages', 'pnpm-lock.yaml'],
      stamp: 'apps/runner-api/dist/.built-from',
      make: () => bundleRunner(root),
    },
  ];
}

/** Builds what is stale, one after the other, and says so on stderr. */
export async function buildStale(root: string): Promise<void> {
  for (const build of buildsOf(root)) {
    if (!isStale(build)) continue;
    process.stderr.write(`building ${build.name} …\n`);
    const fingerprint = fingerprintOf(build);
    await build.make();
    markFresh(build, fingerprint);
  }
}

async function buildEditor(folder: string): Promise<void> {
  await runCommand('vite', ['build', '--logLevel', 'warn'], { cwd: folder });
  compressFiles(join(folder, 'dist'));
}

/** Leaves a Brotli copy beside every text of the build, so that the server only has to send it. */
function compressFiles(folder: string): void {
  for (const path of listSourceFiles(folder)) {
    if (!/\.(js|css|svg|json)$/.test(path)) continue;
    const content = readFileSync(join(folder, path));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(content, { params }));
  }
}

async function bundleRunner(root: string): Promise<void> {
  const { rolldown } = await import('rolldown');
  const folder = join(root, 'apps/runner-api');
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const bundle = await rolldown({
    input: { fm: join(folder, 'src/main.ts') },
    platform: 'node',
    // jsonc-parser's main file asks for its parts at run time, which a bundle cannot answer; its module does not.
    resolve: { mainFields: ['module', 'main'] },
    cwd: folder,
    logLevel: 'warn',
  });
  const { output } = await bundle.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: { compress: true, mangle: false },
  });
  await bundle.close();
  refuseImports(output.flatMap((file) => ('imports' in file ? [...file.imports, ...file.dynamicImports] : [])));
}

/** The image holds the bundle and no packages, so that one which is not in the bundle would be missed only there. */
function refuseImports(imports: readonly string[]): void {
  const foreign = imports.filter((name) => !isBuiltin(name) && !/\.js$/.test(name));
  if (foreign.length > 0) throw new Error(`the bundle needs packages beside it: ${[...new Set(foreign)].join(', ')}`);
}
