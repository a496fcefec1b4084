import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { ComponentError } from '../errors.ts';
import type { ConfigTree } from './config-tree.ts';

/** A mask in a rendered request, where the value of the secret that it names was meant. */
export interface SentMask {
  /** Name of the secret. */
  readonly name: string;
  readonly pointer: string;
}

/**
 * The first mask of a secret that `isSecret` knows in a rendered config. In `url` and `headers` one counts anywhere; in
 * other fields only as the whole of a text that was written into the config: errors and answers of services that are
 * passed on may hold masks, and must still reach the people whom a pipeline tells of them.
 */
export function findSentMask(
  trees: ReadonlyMap<string, ConfigTree>,
  value: Json,
  isSecret: (name: string) => boolean,
): SentMask | undefined {
  if (!isJsonObject(value)) return undefined;
  for (const [key, tree] of trees) {
    const isAnywhere = key === 'url' || key === 'headers';
    const found = maskIn(tree, value[key] ?? null, { pointer: `/${key}`, isAnywhere, isSecret });
    if (found) return found;
  }
  return undefined;
}

/** Why a request does not leave that would hold the mask of a secret as if it were the value. */
export function refusalOfMask({ name, pointer }: SentMask): ComponentError {
  return new ComponentError(
    'SECURITY',
    `config${pointer.replaceAll('/', '.')}: this would send the mask of the secret ${name} instead of its value, which is not passed on through inputs, variables or results. Write {{secrets.${name}}} here`,
    { retryable: false },
  );
}

type Search = {
  readonly pointer: string;
  readonly isAnywhere: boolean;
  readonly isSecret: (name: string) => boolean;
};

function maskIn(tree: ConfigTree, value: Json, search: Search): SentMask | undefined {
  const { pointer, isAnywhere } = search;
  if (typeof value === 'string') return maskInText(pointer === '/url' ? withMasks(value) : value, search);
  if (typeof value !== 'object' || value === null) return undefined;
  // What one expression gave as a whole is passed on, but for headers, which services read by themselves.
  if (tree.type === 'template' && !isAnywhere) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = maskIn(entryOf(tree, key) ?? tree, item, { ...search, pointer: `${pointer}/${key}` });
    if (found) return found;
  }
  return undefined;
}

function entryOf(tree: ConfigTree, key: string): ConfigTree | undefined {
  if (tree.type === 'list') return tree.items[Number(key)];
  return tree.type === 'object' ? tree.entries.find(([name]) => name === key)?.[1] : undefined;
}

/** Both spellings: what stands in place of a value that is found, and of an expression that names a secret. */
const MASK = /•••(\w+)|\[secret:(\w+)(?:,\w+)*\]/g;

function maskInText(text: string, { pointer, isAnywhere, isSecret }: Search): SentMask | undefined {
  if (!text.includes('•••') && !text.includes('[secret:')) return undefined;
  for (const [whole, found, named] of text.matchAll(MASK)) {
    if (!isAnywhere && whole.length !== text.trim().length) continue;
    const name = named ?? longestName(found ?? '', isSecret);
    if (name !== undefined && isSecret(name)) return { name, pointer };
  }
  return undefined;
}

/** An address in which masks stand as they are. */
function withMasks(url: string): string {
  return url.replace(/(?:%E2%80%A2){3}|%5Bsecret%3A\w+(?:%2C\w+)*%5D/gi, decodeURIComponent);
}

/** Other letters may follow a mask at once. */
function longestName(text: string, isSecret: (name: string) => boolean): string | undefined {
  for (let end = text.length; end > 0; end--) if (isSecret(text.slice(0, end))) return text.slice(0, end);
  return undefined;
}
