import { dirname, posix } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { IMPURE_GLOBALS, type ImportedThing, LAYER_RULES, PURE_FILES, TEST_FILES } from './layer-rules.ts';

export type Offence = { readonly file: string; readonly rule: string; readonly detail: string };

/**
 * Checks the layers of a tree. `sources` maps every TypeScript file of the repository (path from its root) to its text;
 * `packages` maps each package's folder (`apps/editor/`, `''` for the root) to the names its package.json declares.
 */
export function checkLayers(
  sources: ReadonlyMap<string, string>,
  packages: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Offence[] {
  const offences: Offence[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, text] of sources) {
    const { imports, globals } = readModule(file, text);
    const files: string[] = [];
    graph.set(file, files);
    for (const specifier of imports) {
      const imported = resolveImport(file, specifier);
      if (imported.kind === 'file') files.push(imported.path);
      offences.push(...offencesOfImport(file, imported, specifier, sources, packages));
    }
    if (PURE_FILES.test(file) && !TEST_FILES.test(file)) {
      for (const name of globals)
        offences.push({ file, rule: 'pure packages use their ports, no global', detail: name });
    }
  }
  return [...offences, ...findCycles(graph)];
}

function offencesOfImport(
  file: string,
  imported: ImportedThing,
  specifier: string,
  sources: ReadonlyMap<string, string>,
  packages: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Offence[] {
  const offences: Offence[] = [];
  const isTest = TEST_FILES.test(file);
  if (imported.kind === 'package') {
    const owner = [...packages.keys()]
      .filter((folder) => file.startsWith(folder))
      .sort((a, b) => b.length - a.length)[0];
    if (!packages.get(owner ?? '')?.has(imported.name)) {
      offences.push({ file, rule: 'a package.json declares what its package imports', detail: specifier });
    }
  }
  if (imported.kind === 'file' && /\.tsx?$/.test(imported.path)) {
    if (!sources.has(imported.path)) offences.push({ file, rule: 'an import leads to a file', detail: specifier });
    if (!isTest && TEST_FILES.test(imported.path)) {
      offences.push({ file, rule: 'nothing but tests imports tests', detail: specifier });
    }
  }
  if (isTest) return offences;
  for (const rule of LAYER_RULES) {
    if (!rule.files.test(file) || rule.except?.test(file) || rule.allows(imported, file)) continue;
    offences.push({ file, rule: rule.name, detail: specifier });
  }
  return offences;
}

function resolveImport(file: string, specifier: string): ImportedThing {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(dirname(file), specifier.replace(/\?.*$/, '')) };
  }
  if (specifier.startsWith('node:')) return { kind: 'node', name: specifier };
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { kind: 'package', name: parts.slice(0, length).join('/'), subpath: parts.slice(length).join('/') };
}

type AstNode = { readonly type: string; readonly [key: string]: unknown };

function readModule(file: string, text: string): { imports: readonly string[]; globals: readonly string[] } {
  const imports: string[] = [];
  const globals: string[] = [];
  const visit = (value: unknown, parent: AstNode | undefined, key: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, parent, key);
      return;
    }
    if (!isNode(value)) return;
    const source = value['source'];
    if (isNode(source) && typeof source['value'] === 'string') imports.push(source['value']);
    const name = globalNameOf(value, parent, key);
    if (name !== undefined) globals.push(name);
    for (const [childKey, child] of Object.entries(value)) visit(child, value, childKey);
  };
  // Parsed as a module of its own language; a syntax error is the type checker's to report, and stops this check too.
  visit(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), undefined, '');
  return { imports, globals };
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The impure global that this node calls or reads, if it is one: `fetch(…)`, `Date.now`, `new Date()`, `process.env`. */
function globalNameOf(node: AstNode, parent: AstNode | undefined, key: string): string | undefined {
  if (
    node.type === 'NewExpression' &&
    nameOf(node['callee']) === 'Date' &&
    (node['arguments'] as unknown[]).length === 0
  ) {
    return 'new Date()';
  }
  if (node.type === 'MemberExpression') {
    const path = `${nameOf(node['object'])}.${nameOf(node['property'])}`;
    if (path.startsWith('globalThis.')) return path;
    return IMPURE_GLOBALS.includes(path) || IMPURE_GLOBALS.includes(nameOf(node['object']) ?? '') ? path : undefined;
  }
  const isCalled = parent?.type === 'CallExpression' && key === 'callee';
  const name = nameOf(node);
  return isCalled && name !== undefined && IMPURE_GLOBALS.includes(name) ? name : undefined;
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined;
}

/** Depth-first with an explicit stack; every cycle is reported once, at the file that closes it. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly Offence[] {
  const offences: Offence[] = [];
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const stack: { file: string; next: number }[] = [{ file: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (top === undefined) break;
      if (top.next === 0) path.push(top.file);
      const child = done.has(top.file) ? undefined : graph.get(top.file)?.[top.next++];
      if (child === undefined) {
        done.add(top.file);
        path.pop();
        stack.pop();
      } else if (path.includes(child)) {
        const cycle = [...path.slice(path.indexOf(child)), child];
        offences.push({ file: top.file, rule: 'no import cycles, types included', detail: cycle.join(' → ') });
      } else if (graph.has(child) && !done.has(child)) {
        stack.push({ file: child, next: 0 });
      }
    }
  }
  return offences;
}
