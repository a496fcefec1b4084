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
 * The first mask of a secret that `isSecret` knows in a rendered config, where a service would take it for the value: in the path
 * of the address anywhere; as a whole value of the query; in headers as a whole value, also behind a scheme or a name; in other
 * fields as the whole of a text that was written into the config. Errors and answers of services that are passed on may hold
 * masks, and must still reach the people whom a pipeline tells of them.
 */
export function findSentMask(
  trees: ReadonlyMap<string, ConfigTree>,
  value: Json,
  isSecret: (name: string) => boolean,
): SentMask | undefined {
  if (!isJsonObject(value)) return undefined;
  for (const [key, tree] of trees) {
    const found = maskIn(tree, value[key] ?? null, { pointer: `/${key}`, field: key, isSecret });
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
  /** The key of the config that is looked at. */
  readonly field: string;
  readonly isSecret: (name: string) => boolean;
};

function maskIn(tree: ConfigTree, value: Json, search: Search): SentMask | undefined {
  const { pointer, field, isSecret } = search;
  if (typeof value === 'string') {
    const name = masksIn(value, field).find(isSecret);
    return name === undefined ? undefined : { name, pointer };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  // What one expression gave as a whole is passed on, but for headers, which services read by themselves.
  if (tree.type === 'template' && field !== 'headers') return undefined;
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

/**
 * Both spellings: what stands in place of a value that is found, and of an expression that names secrets. Names have 128
 * characters at most; the bounds keep the search linear, whatever a service has put there.
 */
const MASK = String.raw`(?:•••(\w{1,128})|\[secret:(\w{1,128})(?:,\w{1,128}){0,20}\])`;
const WHOLE = new RegExp(`^${MASK}$`);
/** Such as `Bearer …` and `sid=…`. */
const BEHIND_SCHEME = new RegExp(`^(?:[A-Za-z][\\w-]{0,60}(?: +|=))?${MASK}$`);
const ANYWHERE = new RegExp(`${MASK}(?!\\w)`, 'g');
/** A longer text is no mask. */
const MAX_WHOLE = 3_000;
/** More than any address has that services take. */
const MAX_PATH = 65_536;

/** Names of the secrets whose masks would be taken for their values in this text of the config. */
function masksIn(text: string, field: string): readonly string[] {
  if (field === 'url') return masksInAddress(text);
  return wholeMask(text, field === 'headers' ? BEHIND_SCHEME : WHOLE);
}

function masksInAddress(url: string): readonly string[] {
  if (!ADDRESS_MASK.test(url)) return [];
  const [path = '', query = ''] = decodeMasks(url.slice(0, MAX_PATH)).split(/\?(.*)/s);
  const parameters = query.split(/[&#]/).map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...[...path.matchAll(ANYWHERE)].map(nameOf), ...parameters.flatMap((value) => wholeMask(value, WHOLE))];
}

function wholeMask(text: string, form: RegExp): readonly string[] {
  const found = text.length > MAX_WHOLE ? null : form.exec(text.trim());
  return found ? [nameOf(found)] : [];
}

function nameOf([_, found, named]: readonly (string | undefined)[]): string {
  return found ?? named ?? '';
}

const ADDRESS_MASK = /•••|\[secret:|%E2%80%A2|%5Bsecret/i;

/** An address in which masks stand as they are. */
function decodeMasks(url: string): string {
  return url.replace(/(?:%E2%80%A2){3}|%5Bsecret%3A\w{1,128}(?:%2C\w{1,128}){0,20}%5D/gi, decodeURIComponent);
}
