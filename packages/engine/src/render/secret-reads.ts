import {
  type ExpressionNode,
  partialSecretReads,
  referencesOf,
  type Template,
  WHOLE_SECRET_FILTERS,
} from '@flowmason/pipeline-schema';
import { ComponentError } from '../errors.ts';
import type { ConfigTree } from './config-tree.ts';
import { templatesIn } from './config-tree.ts';

/** A use of a secret by which the end of an attempt could depend on a part of its value, or tell one. */
export interface SecretMisuse {
  /** Name of the secret. */
  readonly name: string;
  readonly pointer: string;
  /** What is wrong with it, behind "is bound to hosts and". */
  readonly reason: string;
}

/** Those of a config, but for fields that have no values of secrets anyway. */
export function secretMisusesIn(trees: ReadonlyMap<string, ConfigTree>): readonly SecretMisuse[] {
  return templatesIn(trees.values()).flatMap(({ compiled, pointer, policy, usesSecrets, hidesSecrets }) => {
    if (!compiled || !usesSecrets || hidesSecrets) return [];
    const { template } = compiled;
    const partial = partialSecretReads(template).map(({ name, text }) => ({
      name,
      pointer,
      reason: notWhole(text, name),
    }));
    const named = policy === 'url' ? secretsInHost(template).map((name) => ({ name, pointer, reason: IN_HOST })) : [];
    return [...partial, ...named];
  });
}

/**
 * Why an attempt fails that would misuse a secret that may go to certain hosts only. The same for every value, and before
 * anything is evaluated: otherwise the way in which a stage ends would tell one character of the secret after the other.
 */
export function refusalOfMisuse({ name, pointer, reason }: SecretMisuse): ComponentError {
  const place = `config${pointer.replaceAll('/', '.')}`;
  return new ComponentError('SECURITY', `${place}: the secret ${name} is bound to hosts and ${reason}`, {
    retryable: false,
  });
}

function notWhole(text: string, name: string): string {
  const filters = WHOLE_SECRET_FILTERS.filter((filter) => filter !== 'd').join(', ');
  return `is passed on whole or not at all, but ${quote(text)} looks into it. Write {{secrets.${name}}}, with other text around it or joined to it by ~, or through the filters ${filters} (each once, trim without characters)`;
}

/** What is a host, depends on each of its characters. */
const IN_HOST =
  'cannot be a part of the host. Write the host into the pipeline, and the secret behind it, or into a header';

const MAX_QUOTE = 100;

function quote(text: string): string {
  return `"${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}"`;
}

/** Names of the secrets that stand in the host of an address, or might; not of one whose value is the address. */
function secretsInHost(template: Template): readonly string[] {
  const names = new Set<string>();
  const references = referencesOf(template).filter(({ root }) => root === 'secrets');
  let isBehindHost = false;
  for (const [index, part] of template.parts.entries()) {
    if (part.kind === 'text') {
      const rest = index === 0 ? part.text.replace(/^https?:\/\//i, '') : part.text;
      isBehindHost ||= /[/?#]/.test(rest);
    } else if (!isBehindHost && !(index === 0 && isPlainSecret(part.expression))) {
      const own = references.filter(({ start, end }) => start >= part.start && end <= part.end);
      for (const { path } of own) names.add(String(path[0]));
    }
  }
  return [...names];
}

/** Whether the value of one secret is the address in `url`, host and all. */
export function isUrlSecret(url: ConfigTree | undefined): boolean {
  const [first, next] = (url?.type === 'template' && url.text.compiled?.template.parts) || [];
  const isAlone = next === undefined || (next.kind === 'text' && /^[/?#&]/.test(next.text));
  return first?.kind === 'expression' && isPlainSecret(first.expression) && isAlone;
}

function isPlainSecret(node: ExpressionNode): boolean {
  return (
    (node.kind === 'member' || node.kind === 'index') && node.object.kind === 'root' && node.object.name === 'secrets'
  );
}
