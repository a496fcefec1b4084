import { type PartialSecretRead, partialSecretReads, WHOLE_SECRET_FILTERS } from '@flowmason/pipeline-schema';
import { ComponentError } from '../errors.ts';
import type { ConfigTree } from './config-tree.ts';
import { templatesIn } from './config-tree.ts';

/** A place of a config that looks into a secret instead of passing it on whole. */
export type PartialRead = PartialSecretRead & { readonly pointer: string };

/** Those of a config, but for fields that have no values of secrets anyway. */
export function partialReadsIn(trees: ReadonlyMap<string, ConfigTree>): readonly PartialRead[] {
  return templatesIn(trees.values()).flatMap(({ compiled, pointer, usesSecrets, hidesSecrets }) => {
    if (!compiled || !usesSecrets || hidesSecrets) return [];
    return partialSecretReads(compiled.template).map((read) => ({ ...read, pointer }));
  });
}

/**
 * Why an attempt fails that would look into a secret that may go to certain hosts only. The same for every value, and before
 * anything is evaluated: otherwise the way in which a stage ends would tell one character of the secret after the other.
 */
export function refusalOfPartialRead({ name, text, pointer }: PartialRead): ComponentError {
  const place = `config${pointer.replaceAll('/', '.')}`;
  const filters = WHOLE_SECRET_FILTERS.filter((filter) => filter !== 'd').join(', ');
  const message = `${place}: the secret ${name} is bound to hosts and is passed on whole or not at all, but ${quote(text)} looks into it. Write {{secrets.${name}}}, with other text around it or joined to it by ~, or through the filters ${filters} (each once, trim without characters)`;
  return new ComponentError('SECURITY', message, { retryable: false });
}

const MAX_QUOTE = 100;

function quote(text: string): string {
  return `"${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}"`;
}

/** Whether the address in `url` is the value of one secret, or begins with it. */
export function isUrlSecret(url: ConfigTree | undefined): boolean {
  const [first] = (url?.type === 'template' && url.text.compiled?.template.parts) || [];
  const node = first?.kind === 'expression' ? first.expression : undefined;
  return (
    (node?.kind === 'member' || node?.kind === 'index') && node.object.kind === 'root' && node.object.name === 'secrets'
  );
}
