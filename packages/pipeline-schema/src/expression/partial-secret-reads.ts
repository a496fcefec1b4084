import { childrenOf, type FilterNode, type Node, type Template } from './ast.ts';
import type { Span } from './expr-error.ts';
import { referencesIn } from './references.ts';

/** A place of a template that looks into a secret: what comes of it depends on a part of the value, or tells one. */
export type PartialSecretRead = Span & {
  /** Name of the secret. */
  readonly name: string;
  /** The expression that looks into it, as it is written. */
  readonly text: string;
};

/**
 * Every place where `template` does anything with a secret but pass it on whole: slices, comparisons, tests, conditions,
 * and all filters but the ones below. Without such places no outcome, be it a value, an error or which side of an `if` is
 * taken, depends on what the secret is. What is not known to be harmless is found.
 */
export function partialSecretReads({ source, parts }: Template): readonly PartialSecretRead[] {
  return parts.flatMap((part) => {
    const nodes = part.kind === 'expression' ? partsOfSecrets(part.expression, []) : [];
    return nodes.flatMap(({ node, names }) => {
      const { start, end } = node;
      return names.map((name) => ({ name, text: source.slice(start, end), start, end }));
    });
  });
}

/**
 * Filters that keep a value whole. Each encoding is known to the masking once, but not twice over; so one that stands above
 * another of its name is found.
 */
export const WHOLE_SECRET_FILTERS: readonly string[] = Object.freeze([
  ...['b64encode', 'urlencode', 'tojson', 'path', 'string', 'trim', 'default', 'd'],
]);

/** A node that looks into the secrets `names`. */
type Look = { readonly node: Node; readonly names: readonly string[] };

/** Where the value of `node`, which goes through the filters `above`, comes from a part of a secret. */
function partsOfSecrets(node: Node, above: readonly string[]): readonly Look[] {
  if (isSecret(node) || secretsIn(node).length === 0) return [];
  switch (node.kind) {
    case 'list':
    case 'object':
      return childrenOf(node).flatMap((child) => partsOfSecrets(child, above));
    case 'binary': {
      const joins = node.operator === '~' || node.operator === '+';
      return joins ? childrenOf(node).flatMap((child) => partsOfSecrets(child, above)) : looks(node, [node]);
    }
    case 'and':
    case 'or':
      return [...looks(node, [node.left]), ...partsOfSecrets(node.right, above)];
    case 'conditional': {
      const sides = node.otherwise ? [node.chosen, node.otherwise] : [node.chosen];
      return [...looks(node, [node.condition]), ...sides.flatMap((side) => partsOfSecrets(side, above))];
    }
    case 'filter':
      return partsInFilter(node, above);
    default:
      return looks(node, [node]);
  }
}

function partsInFilter(node: FilterNode, above: readonly string[]): readonly Look[] {
  const { name, input, args, named } = node;
  const values = [...args, ...named.map(({ value }) => value)];
  const cutsCharacters = name === 'trim' && values.length > 0;
  if (!WHOLE_SECRET_FILTERS.includes(name) || cutsCharacters || above.includes(name)) return looks(node, [node]);
  const below = [...above, name];
  const isDefault = name === 'default' || name === 'd';
  const ofValues = isDefault ? values.flatMap((value) => partsOfSecrets(value, below)) : looks(node, values);
  return [...partsOfSecrets(input, below), ...ofValues];
}

/** What `node` does with the secrets below `inside`. */
function looks(node: Node, inside: readonly Node[]): readonly Look[] {
  const names = [...new Set(inside.flatMap(secretsIn))];
  return names.length > 0 ? [{ node, names }] : [];
}

/** `secrets.NAME` or `secrets['NAME']`, and nothing behind it. */
function isSecret(node: Node): boolean {
  if (node.kind !== 'member' && node.kind !== 'index') return false;
  const isNamed = node.kind === 'member' || (node.key.kind === 'literal' && typeof node.key.value === 'string');
  return isNamed && node.object.kind === 'root' && node.object.name === 'secrets';
}

/** Names of all secrets below `node`; those that are not named, which does not compile, as `*`. */
function secretsIn(node: Node): readonly string[] {
  const names = referencesIn(node).flatMap(({ root, path }) => (root === 'secrets' ? [String(path[0] ?? '*')] : []));
  return [...new Set(names)];
}
