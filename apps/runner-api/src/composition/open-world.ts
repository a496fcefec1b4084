import type { EffectGate, Secrets } from '@flowmason/engine';
import { type AddressPolicy, createGuardedClient } from '../effects/guarded-client.ts';
import type { HttpTransport } from '../effects/http-transport.ts';
import { createLiveGate } from '../effects/live-gate.ts';
import { createModelCaller } from '../effects/model-caller.ts';
import { type ModelProvider, providersOfEnvironment } from '../effects/model-providers.ts';
import { createSystemClock } from '../effects/system-clock.ts';
import { createAddressRules } from '../profile/address-rules.ts';
import { type Profile, parseProfile } from '../profile/profile.ts';
import { createSecretHosts } from '../profile/secret-hosts.ts';
import { RunnerError } from '../runner-error.ts';
import type { OpenWorld, RunWorld } from '../runs/run-world.ts';
import { serveSandbox } from '../sandbox/sandbox-server.ts';
import { createRunSecrets, type RunSecrets } from '../secrets/run-secrets.ts';
import { checkSecrets, readEnvironmentSecrets } from '../secrets/secret-sources.ts';
import { findProfile, listProfiles } from '../workspace/profile-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type SecretValues = Readonly<Record<string, string>>;

export interface WorldParts {
  /** Directory of the workspace, where profiles are looked for. */
  readonly root: string;
  readonly env: Environment;
  readonly transport: HttpTransport;
}

/** The situation in which all goes well: what a sandbox is in when nobody says more. */
const DEFAULT_SITUATION = 'all-good';

/** Makes the worlds of runs: live ones by profile, simulated ones by situation. */
export function createWorlds(parts: WorldParts): OpenWorld {
  return async ({ profile, sandbox, secrets = {} }) => {
    checkSecrets(secrets);
    if (sandbox === undefined || sandbox === false) return openLiveWorld(profile, secrets, parts);
    if (profile !== undefined) {
      throw new RunnerError(
        'request_invalid',
        'A run is either simulated or has a profile: give "sandbox" or "profile", not both.',
      );
    }
    return openSandbox(sandbox === true ? DEFAULT_SITUATION : sandbox, secrets, parts);
  };
}

/** Reads a profile of the workspace by name, or checks one that is given as it is. */
async function resolveProfile(
  profile: string | object | undefined,
  root: string,
): Promise<{ name: string | undefined; profile: Profile }> {
  if (profile === undefined) return { name: undefined, profile: parseProfile({}, 'none') };
  if (typeof profile === 'object') {
    const parsed = parseProfile(profile, 'of the request');
    return { name: parsed.name ?? 'inline', profile: parsed };
  }
  const file = await findProfile(root, profile);
  if (file !== undefined) return { name: file.name, profile: parseProfile(file.text, file.path) };
  const known = (await listProfiles(root)).map(({ name }) => name).join(', ');
  throw new RunnerError(
    'profile_not_found',
    `There is no profile "${profile}". The workspace ${root} has ${known === '' ? 'no file *.profile.json' : known}.`,
  );
}

async function openLiveWorld(
  reference: string | object | undefined,
  given: SecretValues,
  parts: WorldParts,
): Promise<RunWorld> {
  const { name, profile } = await resolveProfile(reference, parts.root);
  if (profile.clock !== undefined) {
    throw new RunnerError(
      'profile_invalid',
      `The profile ${name} sets clock.speed, which only simulated services can keep up with. Remove "clock".`,
    );
  }
  const fromEnvironment = await readEnvironmentSecrets(parts.env, profile.secrets.from_env);
  const secrets = runSecrets([given, fromEnvironment, profile.secrets.values], parts);
  const world = toWorld(profile, secrets, { ...parts, isSimulated: false });
  return { ...world, profile: name, sandbox: undefined, close: async () => {} };
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
    const secrets = runSecrets([given, profile.secrets.values, fromEnvironment], parts);
    const world = toWorld(profile, secrets, { ...parts, isSimulated: true });
    return { ...world, profile: undefined, sandbox: situation, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function runSecrets(sources: readonly SecretValues[], { env }: WorldParts): RunSecrets {
  const keys = providersOfEnvironment(env).flatMap(({ keyName, apiKey }): [string, string][] =>
    apiKey === undefined ? [] : [[keyName, apiKey]],
  );
  return createRunSecrets(sources, Object.fromEntries(keys));
}

function toWorld(
  profile: Profile,
  secrets: RunSecrets,
  parts: WorldParts & { readonly isSimulated: boolean },
): { gate: EffectGate; secrets: Secrets; env: Readonly<Record<string, string>> } {
  const clock = createSystemClock({ speed: profile.clock?.speed });
  const client = createGuardedClient(parts.transport, addressPolicyOf(profile, secrets));
  const { isSimulated } = parts;
  const models = createModelCaller({
    providers: providersOf(profile, secrets, parts.env),
    client,
    clock,
    isSimulated,
  });
  const gate = createLiveGate({ clock, client, models, isSimulated });
  return { gate, secrets, env: profile.env };
}

/** The rules of the profile, and where it lets each secret go. Judged by the address that the pipeline names. */
function addressPolicyOf(profile: Profile, { masker }: RunSecrets): AddressPolicy {
  const rules = createAddressRules(profile.http);
  const bindings = createSecretHosts(profile.secrets.hosts);
  return {
    rewrite: rules.rewrite,
    addressRuleFor: rules.addressRuleFor,
    refusalOf(url, { headers, body = '' }) {
      const refusal = rules.refusalOf(url);
      if (refusal !== undefined || bindings.size === 0) return refusal;
      const held = masker.namesIn([url.href, ...Object.values(headers), body].join('\n'));
      const stray = [...held].find((name) => !bindings.maySend(name, url));
      return stray === undefined ? undefined : `the profile does not let the secret ${stray} go to ${url.origin}`;
    },
  };
}

/** A profile's provider stands alone: no key of the environment is sent to an address that the profile names. */
function providersOf({ llm }: Profile, secrets: Secrets, env: Environment): readonly ModelProvider[] {
  if (llm === undefined) return providersOfEnvironment(env);
  const keySecret = llm.api_key_secret;
  return [
    {
      format: llm.provider,
      baseUrl: llm.base_url.replace(/\/+$/, ''),
      apiKey: keySecret === undefined ? undefined : secrets.find(keySecret),
      keyName: keySecret === undefined ? 'llm.api_key_secret of the profile' : `the secret ${keySecret}`,
      model: llm.model,
    },
  ];
}
