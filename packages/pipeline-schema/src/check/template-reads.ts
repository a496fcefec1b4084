import { childrenOf, type Node, type Template } from '../expression/ast.ts';
import type { Span } from '../expression/expr-error.ts';

/** One path that a template reads: `stages.fetch.output.body[0]`. A computed step is null. */
export interface TemplateRead extends Span {
  readonly root: string;
  readonly path: readonly (string | number | null)[];
  /** Where each step's name stands, the root not counted. */
  readonly steps: readonly Span[];
  /** A missing value does no harm here: there is a `default`, an `is defined`, an `or`, or a condition around it. */
  readonly isGuarded: boolean;
  /** The read is all that its `{{ … }}` holds. */
  readonly isWholeExpression: boolean;
}

/** Every path that `template` reads, in the order of the text. */
export function templateReads(template: Template): readonly TemplateRead[] {
  const reads: TemplateRead[] = [];
  for (const part of template.parts) {
    if (part.kind === 'expression') collect(part.expression, { isGuarded: false, isWhole: true, safe: NONE }, reads);
  }
  return reads.sort((a, b) => a.start - b.start);
}

/** `safe` holds the stages that a condition around the node has asked about. */
type Around = { readonly isGuarded: boolean; readonly isWhole: boolean; readonly safe: ReadonlySet<string> };

const NONE: ReadonlySet<string> = new Set();
const DEFAULTS = new Set(['default', 'd']);
const PRESENCE_TESTS = new Set(['defined', 'undefined', 'none', 'null']);

function collect(node: Node, around: Around, reads: TemplateRead[]): void {
  const chain = chainOf(node);
  if (chain !== undefined) {
    const stage = chain.root === 'stages' ? chain.path[0] : undefined;
    const isAsked = typeof stage === 'string' && around.safe.has(stage);
    const { keys, ...read } = chain;
    reads.push({ ...read, isGuarded: around.isGuarded || isAsked, isWholeExpression: around.isWhole });
    for (const key of keys) collect(key, { ...around, isGuarded: false, isWhole: false }, reads);
    return;
  }
  const inner = { ...around, isWhole: false };
  switch (node.kind) {
    case 'filter': {
      const isGuarded = around.isGuarded || DEFAULTS.has(node.name);
      collect(node.input, { ...inner, isGuarded }, reads);
      for (const child of childrenOf(node).slice(1)) collect(child, inner, reads);
      return;
    }
    case 'test': {
      collect(node.input, { ...inner, isGuarded: around.isGuarded || PRESENCE_TESTS.has(node.name) }, reads);
      for (const child of node.args) collect(child, inner, reads);
      return;
    }
    case 'or':
      collect(node.left, { ...inner, isGuarded: true }, reads);
      collect(node.right, inner, reads);
      return;
    case 'and': {
      collect(node.left, inner, reads);
      collect(node.right, { ...inner, safe: union(inner.safe, stagesAskedBy(node.left)) }, reads);
      return;
    }
    case 'conditional': {
      const safe = union(inner.safe, stagesAskedBy(node.condition));
      collect(node.condition, { ...inner, isGuarded: true }, reads);
      collect(node.chosen, { ...inner, safe }, reads);
      if (node.otherwise !== undefined) collect(node.otherwise, { ...inner, safe }, reads);
      return;
    }
    default:
      for (const child of childrenOf(node)) collect(child, inner, reads);
  }
}

type Chain = Span & {
  readonly root: string;
  readonly path: (string | number | null)[];
  readonly steps: Span[];
  /** Keys that are computed; they read paths of their own. */
  readonly keys: Node[];
};

/** The path that ends in `node`, if `node` is one. */
function chainOf(node: Node): Chain | undefined {
  const links: Extract<Node, { kind: 'member' | 'index' }>[] = [];
  let base: Node = node;
  while (base.kind === 'member' || base.kind === 'index') {
    links.push(base);
    base = base.object;
  }
  if (base.kind !== 'root') return undefined;
  const chain: Chain = { root: base.name, path: [], steps: [], keys: [], start: node.start, end: node.end };
  for (const link of links.reverse()) {
    if (link.kind === 'member') {
      chain.path.push(link.name);
      chain.steps.push({ start: link.nameStart, end: link.nameStart + link.name.length });
    } else {
      const fixed = link.key.kind === 'literal' ? link.key.value : null;
      chain.path.push(typeof fixed === 'string' || typeof fixed === 'number' ? fixed : null);
      chain.steps.push(link.key);
      if (link.key.kind !== 'literal') chain.keys.push(link.key);
    }
  }
  return chain;
}

function stagesAskedBy(condition: Node): ReadonlySet<string> {
  const asked: TemplateRead[] = [];
  collect(condition, { isGuarded: false, isWhole: false, safe: NONE }, asked);
  return new Set(asked.flatMap(({ root, path }) => (root === 'stages' && typeof path[0] === 'string' ? path[0] : [])));
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return b.size === 0 ? a : new Set([...a, ...b]);
}
