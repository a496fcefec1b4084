import type { ServiceRequest } from '../request.ts';

/**
 * True when the request carries a credential in one of the schemes. Any value counts: the sandbox finds out pipelines
 * that send no token or send it in the wrong way, it does not keep tokens.
 */
export function hasScheme({ headers }: Pick<ServiceRequest, 'headers'>, ...schemes: readonly string[]): boolean {
  const value = headers['authorization'] ?? '';
  return schemes.some((scheme) => value.startsWith(`${scheme} `) && value.slice(scheme.length + 1).trim() !== '');
}

/** True when the request says that its body is JSON. */
export function isJsonRequest({ headers }: Pick<ServiceRequest, 'headers'>): boolean {
  return /^application\/json(;|$)/.test((headers['content-type'] ?? '').trim().toLowerCase());
}
