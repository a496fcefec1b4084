import { openAudit } from '../access/open-access.ts';
import { type AuditedAct, LOCAL_CALLER } from '../audit.ts';
import { makeDataFolder } from '../data-folder.ts';
import { providersOfEnvironment } from '../effects/model-providers.ts';
import { toSecretHost } from '../profile/secret-hosts.ts';
import type { StoredSecrets } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { type EncryptionKey, readKeyRing, spellingsOfKey } from '../secrets/encryption-key.ts';
import { createKnownSecrets, KEY_NAME, type KnownSecrets } from '../secrets/known-secrets.ts';
import type { OpenedSecret } from '../secrets/read-secrets.ts';
import { namesInEnvironment } from '../secrets/secret-sources.ts';
import { openSecretStore, type SecretStore } from '../secrets/secret-store.ts';
import { secretsOfTracing } from '../telemetry/tracing-secrets.ts';
import { readVariableOrFile } from '../variable-or-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The store of a data directory; undefined for runs that are kept in memory, which have none.
 * @throws {RunnerError} `secrets_unusable` for a key that is none, `data_unusable` for a file that other users may read.
 */
export function openSecretsOf(data: string, env: Environment): SecretStore | undefined {
  return data === ':memory:' ? undefined : openSecretStore({ folder: data, env, now: Date.now });
}

/** What this process hides: what is stored, and what no pipeline may read (keys of models and of the store, tokens). */
export function knowSecrets(store: SecretStore | undefined, env: Environment): KnownSecrets {
  const known = createKnownSecrets(store);
  for (const { keyName, apiKey } of providersOfEnvironment(env)) {
    if (apiKey !== undefined) known.note({ [keyName]: apiKey });
  }
  for (const name of OWN_SECRETS) {
    for (const value of [env[name], ofFile(env, name)]) known.note({ [name]: value ?? '' });
  }
  for (const [name, value] of secretsOfTracing(env)) known.note({ [name]: value });
  for (const text of keysIn(env).flatMap(spellingsOfKey)) known.note({ [KEY_NAME]: text });
  return known;
}

/** Hides what `knowSecrets` knows of a data directory, which is opened with the first text. @throws {RunnerError} as `openSecretsOf`. */
export function maskStored(data: string, env: Environment): (text: string) => string {
  let known: KnownSecrets | undefined;
  return (text) => {
    known ??= knowSecrets(openSecretsOf(data, env), env);
    return known.masker().text(text);
  };
}

/** Variables of the runner itself that nobody else should see. */
const OWN_SECRETS = [KEY_NAME, 'FM_ADMIN_TOKEN', 'FM_TOKEN'];

/** What cannot be read is no secret to hide; whoever needs it refuses it and says why. */
function ofFile(env: Environment, name: string): string | undefined {
  return undefinedIfUnusable(() => readVariableOrFile({ ...env, [name]: undefined }, name));
}

function keysIn(env: Environment): readonly EncryptionKey[] {
  return undefinedIfUnusable(() => readKeyRing(env).keys) ?? [];
}

function undefinedIfUnusable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RunnerError) return undefined;
    throw error;
  }
}

/** The store as people manage it; `onSet` is called when a value has been set, before anybody is told. */
export function manageSecrets(
  store: SecretStore | undefined,
  env: Environment,
  onSet: () => void = () => undefined,
): StoredSecrets {
  const require = (): SecretStore => {
    if (store) return store;
    throw new RunnerError(
      'secrets_unusable',
      'Secrets are kept in the data directory, and there is none: runs are kept in memory (--data :memory:). Set FM_SECRET_NAME in the environment instead.',
    );
  };
  const list: StoredSecrets['list'] = () => {
    const { secrets, problem } = store?.look() ?? { secrets: new Map<string, OpenedSecret>(), problem: undefined };
    const items = [...secrets.values()].map(infoOf);
    if (!store) return { status: 'none', problem: 'Runs are kept in memory, so no secret can be stored.', items };
    return { status: problem === undefined ? 'ready' : 'locked', problem: problem ?? null, items };
  };
  return {
    list,
    namesInEnvironment: () => namesInEnvironment(env),
    async set(name, { value, hosts }) {
      await require().set(name, { value, hosts: hosts && [...new Set(hosts.map(toSecretHost))] });
      onSet();
      const info = list().items.find((item) => item.name === name);
      if (info) return info;
      throw new RunnerError('secret_not_found', `The secret "${name}" was set, and removed by somebody else at once.`);
    },
    remove: async (name) => require().remove(name),
    rotateKey: async () => require().rotateKey(),
  };
}

function infoOf({ value: _value, retired: _retired, problem, ...info }: OpenedSecret) {
  return { ...info, problem: problem ?? null };
}

/**
 * The secrets of a data directory for a command: what it changes is recorded in the audit log of the directory.
 * @throws {RunnerError} as `openSecretsOf`.
 */
export function openAuditedSecrets(data: string, env: Environment): StoredSecrets {
  const secrets = manageSecrets(openSecretsOf(data, env), env);
  if (data === ':memory:') return secrets;
  /** Opened for each act, which is the only one of its command. */
  const record = async <Result>(act: AuditedAct, perform: () => Promise<Result>): Promise<Result> => {
    makeDataFolder(data);
    const audit = openAudit(data, { onDefect: () => undefined }); // told to the person as the error of the act
    try {
      return await audit.record(LOCAL_CALLER, act, perform);
    } finally {
      await audit.close();
    }
  };
  return {
    ...secrets,
    set(name, change) {
      const isNew = !secrets.list().items.some((item) => item.name === name);
      const detail = isNew ? 'new' : 'replaced';
      return record({ action: 'secret.set', target: name, detail }, () => secrets.set(name, change));
    },
    remove: (name) => record({ action: 'secret.remove', target: name }, () => secrets.remove(name)),
    rotateKey: () => record({ action: 'secret.rotate', target: 'key' }, () => secrets.rotateKey()),
  };
}
