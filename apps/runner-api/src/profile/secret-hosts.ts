import type { Profile } from './profile.ts';
import { compileUrlPattern, type UrlPattern } from './url-pattern.ts';

/** Where secrets may go. */
export interface SecretHosts {
  /** How many secrets are bound to addresses. */
  readonly size: number;
  /** True for a secret that is not bound, or to an address of which `url` is one. */
  maySend(secretName: string, url: URL): boolean;
}

/** The bindings of a profile, compiled once for a run. */
export function createSecretHosts(hosts: Profile['secrets']['hosts']): SecretHosts {
  const bound = new Map(
    Object.entries(hosts).map(([name, texts]) => [name, texts.map((text) => compileUrlPattern(text))] as const),
  );
  return {
    size: bound.size,
    maySend: (name, url) => bound.get(name)?.some((pattern) => isWithin(url, pattern)) ?? true,
  };
}

/** A host with a dot at its end may be another one than the host without: whoever binds a secret did not mean it. */
function isWithin(url: URL, pattern: UrlPattern | undefined): boolean {
  return !url.hostname.endsWith('.') && pattern?.match(url) !== undefined;
}
