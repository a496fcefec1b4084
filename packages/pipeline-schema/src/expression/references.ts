import { childrenOf, type Node, type Template } from './ast.ts';
import type { Span } from './expr-error.ts';

/** A path that a template reads. */
export type Reference = Span & {
  /** The name it begins with: `input`, `stages`, `secrets` … */
  readonly root: string;
  /** The steps behind the root; null where the key is computed. */
  readonly path: readonly (string | number | null)[];
  /** Where each step of `path` stands: the name without its dot, or what is inside the brackets, quotes included. */
  readonly spans: readonly Span[];
};

/** Every path in `template`, in the order of the source; paths inside the brackets of another follow it. */
export function referencesOf(template: Template): readonly Reference[] {
  return template.parts.flatMap((part) => (part.kind === 'expression' ? referencesIn(part.expression) : []));
}

/** Every path in the expression below `node`. */
export function referencesIn(node: Node): readonly Reference[] {
  const references: Reference[] = [];
  collect(node, references);
  return references;
}

function collect(node: Node, references: Reference[]): void {
  const path = pathOf(node);
  if (!path) {
    for (const child of childrenOf(node)) collect(child, references);
    return;
  }
  references.push(path.reference);
  for (const key of path.computedKeys) collect(key, references);
}

type Path = { readonly reference: Reference; readonly computedKeys: readonly Node[] };

/** The path that `node` is, undefined when it does not begin with a root. */
function pathOf(node: Node): Path | undefined {
  if (node.kind === 'root') {
    const { name, start, end } = node;
    return { reference: { root: name, path: [], spans: [], start, end }, computedKeys: [] };
  }
  if (node.kind !== 'member' && node.kind !== 'index') return undefined;
  const before = pathOf(node.object);
  if (!before) return undefined;
  const { reference } = before;
  const step = node.kind === 'member' ? node.name : fixedKey(node.key);
  const { start, end } =
    node.kind === 'member' ? { start: node.nameStart, end: node.nameStart + node.name.length } : node.key;
  return {
    reference: {
      ...reference,
      path: [...reference.path, step],
      spans: [...reference.spans, { start, end }],
      end: node.end,
    },
    computedKeys: node.kind === 'index' && step === null ? [...before.computedKeys, node.key] : before.computedKeys,
  };
}

function fixedKey(key: Node): string | number | null {
  const isFixed = key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number');
  return isFixed ? (key.value as string | number) : null;
}
