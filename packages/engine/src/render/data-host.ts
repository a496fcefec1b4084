import type { ConfigTree, TemplateText } from './config-tree.ts';
import { templatesIn } from './config-tree.ts';

/** Of whose values the operator has the say: an address from there is no surprise to anybody. */
const TRUSTED_ROOTS: ReadonlySet<string> = new Set(['env', 'secrets']);

/**
 * Names of the secrets that a request holds while data decides which host gets it: the base of its address, or the whole
 * host, comes from an input or a stage. Empty for a request to a host that its author wrote.
 */
export function secretsToDataHost(trees: ReadonlyMap<string, ConfigTree>): readonly string[] {
  const url = trees.get('url');
  if (url?.type !== 'template' || url.text.policy !== 'url' || !isHostFromData(url.text)) return [];
  const names = templatesIn(trees.values())
    .flatMap(({ compiled }) => compiled?.refs ?? [])
    .flatMap(({ root, path }) => (root === 'secrets' && typeof path[0] === 'string' ? [path[0]] : []));
  return [...new Set(names)];
}

function isHostFromData({ compiled }: TemplateText): boolean {
  const [first, second, third] = compiled?.template.parts ?? [];
  const isBase = first?.kind === 'expression';
  const isWholeHost =
    first?.kind === 'text' &&
    /^https?:\/\/$/i.test(first.text) &&
    (third?.kind !== 'text' || /^[/:?#]/.test(third.text));
  const host = isBase ? first : isWholeHost && second?.kind === 'expression' ? second : undefined;
  if (host === undefined) return false;
  const roots = (compiled?.refs ?? []).filter(({ start, end }) => start >= host.start && end <= host.end);
  return roots.some(({ root }) => !TRUSTED_ROOTS.has(root));
}
