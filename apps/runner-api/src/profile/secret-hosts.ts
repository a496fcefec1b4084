import { RunnerError } from '../runner-error.ts';
import { compileUrlPattern, type UrlPattern } from './url-pattern.ts';

/** Tells for an address whether one of `patterns` matches it. A text that is no pattern matches nothing. */
export function compileSecretHosts(patterns: readonly string[]): (url: URL) => boolean {
  const compiled = patterns.map((text) => compileUrlPattern(text));
  return (url) => compiled.some((pattern) => isWithin(url, pattern));
}

/**
 * An address that a stored secret is bound to, as people write it, in the form in which it is kept: a bare host means https.
 * @throws {RunnerError} `secrets_invalid` for a text that is no pattern, or one that strangers can make themselves match.
 */
export function toSecretHost(text: string): string {
  const trimmed = text.trim();
  const host = /^[a-z*]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const pattern = compileUrlPattern(host);
  if (pattern === undefined || /^\*/.test(host)) {
    throw new RunnerError(
      'secrets_invalid',
      `"${text}" is no address that a secret can be bound to: it looks like api.example.com, https://*.example.com or http://127.0.0.1:4010.`,
    );
  }
  if (isOpenEnded(host)) {
    throw new RunnerError(
      'secrets_invalid',
      `"${text}" would let the secret go to names that strangers can register. Write out the end of the name, such as *.example.com.`,
    );
  }
  return host;
}

/** Top-level names that nobody can register a name below. */
const PRIVATE_NAMES = /^(?:internal|local|localhost|lan|intranet|corp|home|svc|test|example)$/i;

function isOpenEnded(address: string): boolean {
  const name = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(address)?.[1] ?? '';
  const [last = '', ...before] = name.split('.').reverse();
  if (last.includes('*')) return true;
  return before.length === 1 && before[0]?.includes('*') === true && !PRIVATE_NAMES.test(last);
}

/** A host with a dot at its end may be another one than the host without: whoever binds a secret did not mean it. */
function isWithin(url: URL, pattern: UrlPattern | undefined): boolean {
  return !url.hostname.endsWith('.') && pattern?.match(url) !== undefined;
}
