import type { EffectGate, Secrets } from '@flowmason/engine';
import { type AddressPolicy, createGuardedClient } from '../effects/guarded-client.ts';
import { type HostGuard, NO_GUARD } from '../effects/host-guard.ts';
import type { HttpTransport } from '../effects/http-transport.ts';
import { createLiveGate, type TraceHeaders } from '../effects/live-gate.ts';
import { createModelCaller } from '../effects/model-caller.ts';
import { type ModelProvider, providersOfEnvironment } from '../effects/model-providers.ts';
import { createSystemClock } from '../effects/system-clock.ts';
import { createAddressRules } from '../profile/address-rules.ts';
import { type Profile, parseProfile } from '../profile/profile.ts';
import { RunnerError } from '../runner-error.ts';
import type { OpenWorld, RunWorld, WorldRequest } from '../runs/run-world.ts';
import { serveSandbox } from '../sandbox/sandbox-server.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { createRunSecrets, type RunSecrets } from '../secrets/run-secrets.ts';
import { checkSecrets } from '../secrets/secret-names.ts';
import { readEnvironmentSecrets } from '../secrets/secret-sources.ts';
import { findProfile, listProfiles } from '../workspace/profile-files.ts';
import { createSecretBindings, type SecretRule } from './secret-bindings.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type SecretValues = Readonly<Record<string, string>>;

export interface WorldParts {
  /** Directory of the workspace, where profiles are looked for. */
  readonly root: string;
  readonly env: Environment;
  readonly transport: HttpTransport;
  /** Spares services in trouble, across all runs. */
  readonly hosts: HostGuard;
  readonly known: KnownSecrets;
  /** See `LiveGateParts`. */
  readonly traceHeaders?: TraceHeaders;
}

/** The situation in which all goes well: what a sandbox is in when nobody says more. */
const DEFAULT_SITUATION = 'all-good';

/** Makes the worlds of runs: live ones by profile, simulated ones by situation. */
export function createWorlds(parts: WorldParts): OpenWorld {
  return async ({ profile, sandbox, secrets = {}, isByAdmin = true }) => {
    checkSecrets(secrets);
    if (sandbox === undefined || sandbox === false) return openLiveWorld({ profile, secrets, isByAdmin }, parts);
    if (profile !== undefined) {
      throw new RunnerError(
        'request_invalid',
        'A run is either simulated or has a profile: give "sandbox" or "profile", not both.',
      );
    }
    return openSandbox(sandbox === true ? DEFAULT_SITUATION : sandbox, secrets, parts);
  };
}

const NO_PROFILE = parseProfile({}, 'none');

/** Reads a profile of the workspace by name, or checks one that is given as it is. */
async function resolveProfile(
  profile: string | object | undefined,
  root: string,
): Promise<{ name: string | undefined; profile: Profile }> {
  if (profile === undefined) return { name: undefined, profile: NO_PROFILE };
  if (typeof profile === 'object') {
    const parsed = parseProfile(profile, 'of the request');
    return { name: parsed.name ?? 'inline', profile: parsed };
  }
  const file = await findProfile(root, profile);
  if (file !== undefined) return { name: file.name, profile: parseProfile(file.text, file.path) };
  const known = (await listProfiles(root)).map(({ name }) => name).join(', ');
  throw new RunnerError(
    'profile_not_found',
    `There is no profile "${profile}". The workspace has ${known === '' ? 'no file *.profile.json' : known}.`,
  );
}

async function openLiveWorld(
  {
    profile: reference,
    secrets: given,
    isByAdmin,
  }: Pick<WorldRequest, 'profile'> & { readonly secrets: SecretValues; readonly isByAdmin: boolean },
  parts: WorldParts,
): Promise<RunWorld> {
  const { name, profile } = await resolveProfile(reference, parts.root);
  const isInline = typeof reference === 'object';
  if (isInline && !isByAdmin) refuseOwnSecrets(profile);
  if (profile.clock !== undefined) {
    throw new RunnerError(
      'profile_invalid',
      `The profile ${name} sets clock.speed, which only simulated services can keep up with. Remove "clock".`,
    );
  }
  const fromEnvironment = await readEnvironmentSecrets(parts.env, profile.secrets.from_env);
  noteOwn(fromEnvironment, profile.secrets.from_env, parts.known);
  const others = [fromEnvironment, profile.secrets.values];
  const secrets = createRunSecrets({ given, usesStore: true, others }, parts.known);
  const mayLead = isInline ? (isByAdmin ? 'here' : 'nowhere') : 'anywhere';
  const world = toWorld(profile, secrets, { ...parts, isSimulated: false, mayLead });
  return { ...world, profile: name, sandbox: undefined, close: async () => secrets.release() };
}

async function openSandbox(situation: string, given: SecretValues, parts: WorldParts): Promise<RunWorld> {
  const { createSandbox, SANDBOX_SPEED, SITUATIONS, sandboxProfile } = await import('@flowmason/sandbox');
  if (!SITUATIONS.some(({ name }) => name === situation)) {
    const known = SITUATIONS.map(({ name }) => name).join(', ');
    throw new RunnerError('situation_not_found', `The sandbox has no situation "${situation}". It has ${known}.`);
  }
  const server = await serveSandbox(createSandbox({ situation, now: Date.now, speed: SANDBOX_SPEED }));
  try {
    const profile = parseProfile(sandboxProfile(server.baseUrl), 'of the sandbox');
    const fromEnvironment = await readEnvironmentSecrets(parts.env, []);
    noteOwn(fromEnvironment, [], parts.known);
    const others = [profile.secrets.values, fromEnvironment];
    // What is stored is for real services: a simulated run neither reads it nor is kept from starting by it.
    const secrets = createRunSecrets({ given, usesStore: false, others }, parts.known);
    const world = toWorld(profile, secrets, { ...parts, isSimulated: true, mayLead: 'anywhere' });
    const close = async (): Promise<void> => {
      secrets.release();
      await server.close();
    };
    return { ...world, profile: undefined, sandbox: situation, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** What the environment offers to every run is hidden from all of them; what one profile names, from its own runs. */
function noteOwn(fromEnvironment: SecretValues, named: readonly string[], known: KnownSecrets): void {
  known.note(Object.fromEntries(Object.entries(fromEnvironment).filter(([name]) => !named.includes(name))));
}

type WorldKind = {
  readonly isSimulated: boolean;
  /**
   * Where rewrites may lead requests that hold a bound secret, beside the hosts of the secret: one that came with the
   * request was written by whoever asked for the run.
   */
  readonly mayLead: 'anywhere' | 'here' | 'nowhere';
};

/**
 * With these anyone who may start runs could read what only an admin may handle.
 * @throws {RunnerError} `forbidden`.
 */
function refuseOwnSecrets({ secrets, llm }: Profile): void {
  const refused = [
    ...(secrets.from_env.length > 0 ? ['secrets.from_env'] : []),
    ...(Object.keys(secrets.values).length > 0 ? ['secrets.values'] : []),
    ...(llm?.api_key_secret === undefined ? [] : ['llm.api_key_secret']),
  ];
  if (refused.length === 0) return;
  throw new RunnerError(
    'forbidden',
    `The profile of the request has ${refused.join(' and ')}, which takes an admin. Put the profile into a file *.profile.json of the workspace and give its name.`,
  );
}

function toWorld(
  profile: Profile,
  secrets: RunSecrets,
  parts: WorldParts & WorldKind,
): { gate: EffectGate; secrets: RunSecrets; env: Readonly<Record<string, string>> } {
  const clock = createSystemClock({ speed: profile.clock?.speed });
  const providers = providersOf(profile, secrets, parts.env);
  const { isSimulated, transport } = parts;
  const hosts = isSimulated ? NO_GUARD : parts.hosts;
  const rules = secretRulesOf(profile, parts);
  const client = createGuardedClient({
    transport,
    policy: addressPolicyOf(profile, secrets, { ...parts, rules }),
    hosts,
  });
  const models = createModelCaller({ providers, client, clock, isSimulated });
  const gate = createLiveGate({ clock, client, models, isSimulated, traceHeaders: parts.traceHeaders });
  const isBound = (name: string): boolean => rules().some((rule) => rule.name === name);
  return { gate, secrets: isSimulated ? secrets : { ...secrets, isBound }, env: profile.env };
}

/**
 * The rules of the profile, and where each secret may go. That is judged by the address that the pipeline names; when the
 * profile came with the request, by the one that is called too, or it could send any secret anywhere.
 */
function addressPolicyOf(
  profile: Profile,
  secrets: RunSecrets,
  parts: WorldKind & { readonly rules: () => readonly SecretRule[] },
): AddressPolicy {
  const rules = createAddressRules(profile.http);
  const bindings = createSecretBindings(parts.rules, secrets.known);
  return {
    rewrite: rules.rewrite,
    addressRuleFor: rules.addressRuleFor,
    refusalOf(url, { headers, body = '', caller, isHostShown }) {
      const refusal = rules.refusalOf(url);
      if (refusal !== undefined) return refusal;
      const led = parts.mayLead === 'anywhere' ? undefined : rules.rewrite(url);
      const called = parts.mayLead === 'here' ? strangerOf(led) : led;
      const sentText = () => [url.href, ...Object.entries(headers).flat(), body].join('\n');
      return bindings.refusalOf(
        { named: url, called, isHostShown },
        { sentText, secretsRead: caller.secretsRead ?? [] },
      );
    },
    holdsSecret: (text) => secrets.mask(text) !== text,
  };
}

/** An address that is not on this machine. */
function strangerOf(url: URL | undefined): URL | undefined {
  return url && /^(?:localhost|127(?:\.[0-9]+){3}|\[::1\])$/.test(url.hostname) ? undefined : url;
}

/** Where secrets are bound to: by the profile, by the store, and keys of models to their providers. */
function secretRulesOf(
  profile: Profile,
  { env, known, isSimulated }: WorldParts & WorldKind,
): () => readonly SecretRule[] {
  const fixed = [
    ...Object.entries(profile.secrets.hosts).map(([name, hosts]): SecretRule => ({ name, hosts, by: 'profile' })),
    ...(isSimulated ? [] : providerRulesOf(profile, env)),
  ];
  if (isSimulated) return () => fixed;
  let made: { readonly of: object; readonly rules: readonly SecretRule[] } | undefined;
  return () => {
    const { secrets } = known.stored();
    if (made?.of !== secrets) {
      const bound = [...secrets.values()].filter(({ hosts }) => hosts.length > 0);
      const stored = bound.map(({ name, hosts }): SecretRule => ({ name, hosts, by: 'store' }));
      made = { of: secrets, rules: [...fixed, ...stored] };
    }
    return made.rules;
  };
}

/** The profile may bind the secret that it names as a key elsewhere too; then it says so. */
function providerRulesOf({ llm, secrets }: Profile, env: Environment): readonly SecretRule[] {
  const keyName = llm?.api_key_secret;
  const own = keyName === undefined || secrets.hosts[keyName] ? [] : [{ keyName, baseUrl: llm?.base_url ?? '' }];
  const ofEnvironment = providersOfEnvironment(env).filter(({ apiKey }) => apiKey !== undefined);
  return [...own, ...ofEnvironment]
    .filter(({ baseUrl }) => URL.canParse(baseUrl))
    .map(({ keyName: name, baseUrl }) => ({ name, hosts: [new URL(baseUrl).origin], by: 'provider' }));
}

/** A profile's provider stands alone: no key of the environment is sent to an address that the profile names. */
function providersOf({ llm }: Profile, secrets: Secrets, env: Environment): readonly ModelProvider[] {
  if (llm === undefined) return providersOfEnvironment(env);
  const keySecret = llm.api_key_secret;
  return [
    {
      format: llm.provider,
      baseUrl: llm.base_url.replace(/\/+$/, ''),
      // Asked for with each call: it may be replaced while the run goes on.
      get apiKey() {
        return keySecret === undefined ? undefined : secrets.find(keySecret);
      },
      keyName: keySecret === undefined ? 'llm.api_key_secret of the profile' : `the secret ${keySecret}`,
      model: llm.model,
    },
  ];
}
