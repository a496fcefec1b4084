import { type HostNames, hostNamesOf } from '../effects/host-names.ts';
import { compileSecretHosts } from '../profile/secret-hosts.ts';
import type { LentSecrets } from '../secrets/known-secrets.ts';
import { createMasker, type Masker } from '../secrets/masker.ts';

/** Where one secret may go, and who says so. Of several rules for a name each must allow. */
export interface SecretRule {
  readonly name: string;
  /** Patterns of addresses. */
  readonly hosts: readonly string[];
  readonly by: 'profile' | 'store' | 'provider';
}

/** Keeps secrets that are bound to addresses from going elsewhere. */
export interface SecretBindings {
  /**
   * Why a request may not go to the address that the pipeline names; undefined when it may. `called` is set when another
   * one is called instead and that is not to be trusted: it is judged too, except by the rules of the profile that says so.
   */
  refusalOf(target: RequestTarget, sent: SentSecrets): string | undefined;
}

export interface RequestTarget {
  readonly named: URL;
  readonly called: URL | undefined;
  /** False when the host was made of a secret: then no refusal names it. */
  readonly isHostShown: boolean;
}

export interface SentSecrets {
  /** All that would leave. */
  sentText(): string;
  /** Names of the secrets that it was made of: they may be in there in forms that nobody recognises. */
  readonly secretsRead: readonly string[];
}

type Bound = { readonly rule: SecretRule; readonly allows: (url: URL) => boolean };

/**
 * `rules` gives the same list until something has changed. A secret is looked for by all values that its name stands or
 * stood for, and each by itself: two names may have one value, and the stricter rule counts.
 */
export function createSecretBindings(
  rules: () => readonly SecretRule[],
  known: Pick<LentSecrets, 'valuesOf' | 'version'>,
): SecretBindings {
  let compiled: Compiled | undefined;

  return {
    refusalOf({ named, called, isHostShown }, { sentText, secretsRead }) {
      const current = rules();
      if (current.length === 0) return undefined;
      if (compiled === undefined || compiled.rules !== current || compiled.version !== known.version()) {
        compiled = compile(current, known);
      }
      const sent = sentText();
      const mayHold = compiled.any.text(sent) !== sent;
      if (!mayHold && secretsRead.length === 0) return undefined;
      for (const { rule, allows } of compiled.bounds) {
        const urls = called === undefined || rule.by === 'profile' ? [named] : [named, called];
        const stray = urls.find((url) => !allows(url));
        if (stray === undefined) continue;
        const isSent =
          secretsRead.includes(rule.name) || (mayHold && compiled.maskerFor(rule.name).text(sent) !== sent);
        if (isSent) return refusal(rule, hostNamesOf(stray, isHostShown));
      }
      return undefined;
    },
  };
}

type Compiled = {
  readonly rules: readonly SecretRule[];
  readonly version: number;
  /** Finds any bound secret: most requests hold none. */
  readonly any: Masker;
  readonly bounds: readonly Bound[];
  maskerFor(name: string): Masker;
};

function compile(rules: readonly SecretRule[], known: Pick<LentSecrets, 'valuesOf' | 'version'>): Compiled {
  const valuesOf = (name: string) => known.valuesOf(name).map((value) => [name, value] as const);
  const maskers = new Map<string, Masker>();
  return {
    rules,
    version: known.version(),
    any: createMasker([...new Set(rules.map(({ name }) => name))].flatMap(valuesOf)),
    bounds: rules.map((rule) => ({ rule, allows: compileSecretHosts(rule.hosts) })),
    maskerFor(name) {
      const masker = maskers.get(name) ?? createMasker(valuesOf(name));
      maskers.set(name, masker);
      return masker;
    },
  };
}

function refusal({ name, hosts, by }: SecretRule, { origin }: HostNames): string {
  if (by === 'profile') return `the profile does not let the secret ${name} go to ${origin}`;
  if (by === 'provider') return `${name} is the key of a model provider and goes to nobody but ${hosts.join(', ')}`;
  return `the secret ${name} is bound to ${hosts.join(', ')} and does not go to ${origin}`;
}
