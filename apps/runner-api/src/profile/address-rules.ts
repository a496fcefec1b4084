import { isIP } from 'node:net';
import { type NamedRange, parseAddressRange, rangeOfAddress } from './address-range.ts';
import type { Profile } from './profile.ts';
import { compileUrlPattern, type UrlMatch, type UrlPattern } from './url-pattern.ts';

/** What a profile says about outgoing addresses. */
export interface AddressRules {
  /** The address to call instead of `url`; undefined when no rule matches. Path behind the matched prefix and query are kept. */
  rewrite(url: URL): URL | undefined;
  /** Why `url` may not be called, as far as its name alone tells, for people; undefined when it may. */
  refusalOf(url: URL): string | undefined;
  /** What is to be said of each address that the host of `url` turns out to have; undefined when nothing is. */
  addressRuleFor(url: URL): ResolvedRule | undefined;
}

/** A rule on the addresses behind a name. */
export interface ResolvedRule {
  /** Equal for rules that say the same. */
  readonly key: string;
  /** Why `address`, which `host` stands for, may not be called; undefined when it may. */
  refusalOf(address: string, host: string): string | undefined;
}

/**
 * The rules of a profile, compiled once for a run. Of several rewrites that match, the longest pattern wins, then the first.
 * A range is held against the addresses that a name turns out to have: those of `deny` against each, and one of `allow`
 * must hold each. Where a rewrite leads is the word of whoever wrote the profile, and no range is held against that.
 */
export function createAddressRules(http: Profile['http']): AddressRules {
  const rewrites = http.rewrite
    .flatMap(({ match, to }) => withPattern(match, { to }))
    .sort((a, b) => b.pattern.weight - a.pattern.weight);
  const allowed = patternsIn(http.allow);
  const denied = patternsIn(http.deny);
  const allowedRanges = http.allow.flatMap((text) => parseAddressRange(text) ?? []);
  const deniedRanges = http.deny.flatMap((text) => parseAddressRange(text) ?? rangeOfAddress(text) ?? []);
  const onlyAllowed = `the profile allows only ${http.allow.map((text) => `"${text}"`).join(', ')}`;

  const rewrite = (url: URL): URL | undefined => {
    for (const { pattern, to } of rewrites) {
      const match = pattern.match(url);
      if (match !== undefined) return new URL(fillIn(to, match));
    }
    return undefined;
  };
  const isAllowedByName = (url: URL): boolean => allowed.some(({ pattern }) => pattern.match(url));
  const denyRule = ruleOf({ denied: deniedRanges, allowed: undefined, onlyAllowed });
  const allowRule = ruleOf({ denied: deniedRanges, allowed: allowedRanges, onlyAllowed });

  return {
    rewrite,
    refusalOf(url) {
      const denial = denied.find(({ pattern }) => pattern.match(url));
      if (denial !== undefined) return `the profile denies "${denial.text}"`;
      const address = addressIn(url);
      const range = address === undefined ? undefined : deniedRanges.find(({ touches }) => touches(address));
      if (range !== undefined) return `the profile denies "${range.text}"`;
      if (http.allow.length === 0 || isAllowedByName(url)) return undefined;
      if (address !== undefined) return allowedRanges.some(({ holds }) => holds(address)) ? undefined : onlyAllowed;
      const isForLater = allowedRanges.length > 0 && rewrite(url) === undefined;
      return isForLater ? undefined : onlyAllowed;
    },
    addressRuleFor: (url) => (allowedRanges.length > 0 && !isAllowedByName(url) ? allowRule : denyRule),
  };
}

function ruleOf(ranges: {
  readonly denied: readonly NamedRange[];
  readonly allowed: readonly NamedRange[] | undefined;
  readonly onlyAllowed: string;
}): ResolvedRule | undefined {
  const { denied, allowed, onlyAllowed } = ranges;
  if (denied.length === 0 && allowed === undefined) return undefined;
  const textsOf = (list: readonly NamedRange[]) => list.map(({ text }) => text);
  return {
    key: JSON.stringify([textsOf(denied), allowed && textsOf(allowed)]),
    refusalOf(address, host) {
      const range = denied.find(({ touches }) => touches(address));
      if (range !== undefined) return `the profile denies "${range.text}", and ${host} is at ${address}`;
      if (allowed === undefined || allowed.some(({ holds }) => holds(address))) return undefined;
      return `${onlyAllowed}, and ${host} is at ${address}`;
    },
  };
}

function addressIn({ hostname }: URL): string | undefined {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? undefined : address;
}

/** The rules of a list that are on names. */
function patternsIn(texts: readonly string[]): readonly { readonly text: string; readonly pattern: UrlPattern }[] {
  return texts.filter((text) => parseAddressRange(text) === undefined).flatMap((text) => withPattern(text, { text }));
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
