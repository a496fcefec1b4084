import { ComponentError } from '../../errors.ts';

type Scalar = string | number | boolean | null;
type QueryParams = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/**
 * The address to call: `url` with `params` appended to its query, everything else of it as it is written. Messages tell of
 * the address as `shown`.
 * @throws {ComponentError} VALIDATION when it is no absolute http or https address, or has credentials in it.
 */
export function toRequestUrl(url: string, params: QueryParams, shown = url): string {
  checkUrl(url, shown);
  return appendQuery(url, toQuery(params));
}

/** `url` with `query` behind what it has of one. */
export function appendQuery(url: string, query: string): string {
  if (query === '') return url;
  const [address = '', fragment] = splitOnce(url, '#');
  const glue = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  return address + glue + query + (fragment === undefined ? '' : `#${fragment}`);
}

function checkUrl(url: string, shown: string): void {
  if (!URL.canParse(url)) {
    throw invalid(`"${shown}" is no absolute address: url must read https://host/path`);
  }
  const { protocol, username, password } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw invalid(`url begins with "${protocol}", but only http: and https: can be called`);
  }
  if (username !== '' || password !== '') {
    throw invalid('url has credentials before its host; send them in an Authorization header');
  }
}

/** `params` as they stand behind the question mark. @throws {ComponentError} VALIDATION for half a character. */
export function toQuery(params: QueryParams): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item: Scalar) => item !== null)
      .map((item: Scalar) => `${encode(name, name)}=${encode(String(item), name)}`),
  );
  return pairs.join('&');
}

function encode(text: string, name: string): string {
  if (!text.isWellFormed()) throw invalid(`query_params.${name} has half a character (a lone surrogate) in it`);
  return encodeURIComponent(text);
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function invalid(message: string): ComponentError {
  return new ComponentError('VALIDATION', message, { retryable: false });
}
