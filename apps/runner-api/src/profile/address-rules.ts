import type { Profile } from './profile.ts';
import { compileUrlPattern, type UrlMatch, type UrlPattern } from './url-pattern.ts';

/** What a profile says about outgoing addresses. */
export interface AddressRules {
  /** The address to call instead of `url`; undefined when no rule matches. Path behind the matched prefix and query are kept. */
  rewrite(url: URL): URL | undefined;
  /** Why `url` may not be called, for people; undefined when it may. */
  refusalOf(url: URL): string | undefined;
}

/** The rules of a profile, compiled once for a run. Of several rewrites that match, the longest pattern wins, then the first. */
export function createAddressRules(http: Profile['http']): AddressRules {
  const rewrites = http.rewrite
    .flatMap(({ match, to }) => withPattern(match, { to }))
    .sort((a, b) => b.pattern.weight - a.pattern.weight);
  const allowed = http.allow.flatMap((text) => withPattern(text, { text }));
  const denied = http.deny.flatMap((text) => withPattern(text, { text }));

  return {
    rewrite(url) {
      for (const { pattern, to } of rewrites) {
        const match = pattern.match(url);
        if (match !== undefined) return new URL(fillIn(to, match));
      }
      return undefined;
    },
    refusalOf(url) {
      const denial = denied.find(({ pattern }) => pattern.match(url));
      if (denial !== undefined) return `the profile denies "${denial.text}"`;
      if (allowed.length === 0 || allowed.some(({ pattern }) => pattern.match(url))) return undefined;
      return `the profile allows only ${allowed.map(({ text }) => `"${text}"`).join(', ')}`;
    },
  };
}

function withPattern<T extends object>(text: string, rest: T): readonly (T & { pattern: UrlPattern })[] {
  const pattern = compileUrlPattern(text);
  return pattern === undefined ? [] : [{ ...rest, pattern }]; // the profile's schema has refused what is no pattern
}

/** `to` with each `*` replaced by what the pattern's `*` stood for, and the rest of the address behind it. */
function fillIn(to: string, { rest, captures }: UrlMatch): string {
  const queue = [...captures];
  const base = to.replaceAll('*', () => queue.shift() ?? '');
  return base.replace(/\/+$/, '') + rest;
}
