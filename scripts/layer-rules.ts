/**
 * Who may import whom (CONTRIBUTING.md tells it in words). Paths are relative to the repository's root; a rule holds for
 * every file that `files` matches and is kept when each import of the file satisfies `allows`.
 */
export type ImportedThing =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string; readonly subpath: string }
  | { readonly kind: 'node'; readonly name: string };

export type LayerRule = {
  readonly name: string;
  readonly files: RegExp;
  /** Files of the layer that the rule does not hold for, such as the one that joins the parts. */
  readonly except?: RegExp;
  readonly allows: (imported: ImportedThing, file: string) => boolean;
};

const SCHEMA = '@flowmason/pipeline-schema';
const ENGINE = '@flowmason/engine';
const TEMPLATES = '@flowmason/templates';

function isPackage(imported: ImportedThing, ...names: readonly string[]): boolean {
  return imported.kind === 'package' && names.includes(imported.name);
}

function isUnder(imported: ImportedThing, ...folders: readonly string[]): boolean {
  return imported.kind === 'file' && folders.some((folder) => imported.path.startsWith(folder));
}

/** A package from the registry: not one of ours. */
function isForeign(imported: ImportedThing): boolean {
  return imported.kind === 'package' && !imported.name.startsWith('@flowmason/');
}

const RUNNER = 'apps/runner-api/src/';
const RUNNER_ADAPTERS = [
  'access/',
  'effects/',
  'journal/',
  'workspace/',
  'secrets/',
  'profile/',
  'sandbox/',
  'telemetry/',
];
const EDITOR = 'apps/editor/src/';

/** The first segments of `path` up to and including the folder below `base`: `…/features/canvas/`. */
function folderBelow(base: string, path: string): string {
  return `${base}${path.slice(base.length).split('/')[0]}/`;
}

export const LAYER_RULES: readonly LayerRule[] = [
  {
    name: 'pipeline-schema is pure: itself, zod and small text libraries',
    files: /^packages\/pipeline-schema\/src\//,
    allows: (imported) =>
      isUnder(imported, 'packages/pipeline-schema/') ||
      isPackage(imported, 'zod', 'jsonc-parser', '@cfworker/json-schema'),
  },
  {
    name: 'engine is pure of I/O: itself, the schema and zod',
    files: /^packages\/engine\/src\//,
    allows: (imported) => isUnder(imported, 'packages/engine/src/') || isPackage(imported, SCHEMA, 'zod'),
  },
  {
    name: 'a component knows component.ts, errors.ts, ports.ts and no other component',
    files: /^packages\/engine\/src\/components\//,
    except: /^packages\/engine\/src\/components\/(catalog|describe-component)\.ts$/,
    allows: (imported, file) =>
      imported.kind !== 'file' ||
      /^packages\/engine\/src\/(component|errors|ports)\.ts$/.test(imported.path) ||
      isOwnLibraryOf(file, imported.path),
  },
  {
    name: 'sandbox knows only the schema',
    files: /^packages\/sandbox\/src\//,
    allows: (imported) => isUnder(imported, 'packages/sandbox/src/') || isPackage(imported, SCHEMA),
  },
  {
    name: 'templates know the engine, the schema, zod and the documents that we ship',
    files: /^packages\/templates\/src\//,
    allows: (imported) =>
      isUnder(imported, 'packages/templates/', 'pipelines/') || isPackage(imported, ENGINE, SCHEMA, 'zod'),
  },
  {
    name: 'an app knows packages by their root, and not the other app',
    files: /^apps\//,
    allows: (imported, file) =>
      imported.kind === 'file'
        ? imported.path.startsWith(folderBelow('apps/', file))
        : imported.kind === 'node' || !imported.name.startsWith('@flowmason/') || imported.subpath === '',
  },
  {
    name: 'an adapter of the runner knows the engine, the schema and itself',
    files: new RegExp(`^${RUNNER}(${RUNNER_ADAPTERS.join('|')})`),
    allows: (imported, file) =>
      imported.kind !== 'file' || isUnder(imported, folderBelow(RUNNER, file)) || isRunnerRoot(imported.path),
  },
  {
    name: 'http and cli of the runner know neither each other nor the adapters',
    files: new RegExp(`^${RUNNER}(http|cli)/`),
    allows: (imported, file) =>
      imported.kind !== 'file' ||
      isUnder(imported, folderBelow(RUNNER, file), `${RUNNER}runs/`, `${RUNNER}terminal/`) ||
      (isRunnerRoot(imported.path) && !imported.path.endsWith('/main.ts')),
  },
  {
    name: 'editor model/ is pure: the schema, the engine, the templates, itself',
    files: new RegExp(`^${EDITOR}model/`),
    allows: (imported) =>
      isUnder(imported, `${EDITOR}model/`) || isPackage(imported, SCHEMA, ENGINE, TEMPLATES, 'elkjs'),
  },
  {
    name: 'editor store/ and api/ know model/, the schema, and not each other',
    files: new RegExp(`^${EDITOR}(store|api)/`),
    allows: (imported, file) =>
      imported.kind !== 'file' || isUnder(imported, `${EDITOR}model/`, folderBelow(EDITOR, file)),
  },
  {
    name: 'an editor feature knows store, api, model and ui, and no other feature',
    files: new RegExp(`^${EDITOR}features/`),
    allows: (imported, file) =>
      imported.kind !== 'file' ||
      isUnder(
        imported,
        ...['store/', 'api/', 'model/', 'ui/'].map((folder) => EDITOR + folder),
        folderBelow(`${EDITOR}features/`, file),
      ),
  },
  {
    name: 'editor ui/ knows React and no word of the domain',
    files: new RegExp(`^${EDITOR}ui/`),
    allows: (imported) => isUnder(imported, `${EDITOR}ui/`) || isForeign(imported),
  },
];

/** `http-request.ts` may have a folder `http-request/` of its own; files of the folder may import each other. */
function isOwnLibraryOf(file: string, imported: string): boolean {
  const own = file.replace(/\.tsx?$/, '/');
  const sharedFolder = file.slice(0, file.lastIndexOf('/') + 1);
  return imported.startsWith(own) || (!sharedFolder.endsWith('/components/') && imported.startsWith(sharedFolder));
}

/** Files directly in the runner's `src/`: types and errors that all of its parts share. */
function isRunnerRoot(path: string): boolean {
  return path.startsWith(RUNNER) && !path.slice(RUNNER.length).includes('/');
}

/** Globals that would reach around the engine's ports; the engine and the schema may not name them. */
export const IMPURE_GLOBALS: readonly string[] = [
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'process',
  'Date.now',
  'Math.random',
];
export const PURE_FILES = /^packages\/(engine|pipeline-schema|sandbox|templates)\/src\//;

/** Tests and what only tests import; layers do not bind them, and nothing else may import them. */
export const TEST_FILES = /\.(test|contract|test-support)\.tsx?$|^e2e\//;
