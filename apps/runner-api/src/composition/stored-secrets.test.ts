import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EffectContext } from '@flowmason/engine';
import { RunId } from '@flowmason/pipeline-schema';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_GUARD } from '../effects/host-guard.ts';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { createHttpTransport } from '../effects/http-transport.ts';
import { createOwnEndpoints } from '../effects/own-endpoints.ts';
import type { StoredSecrets } from '../runner.ts';
import type { RunWorld, WorldRequest } from '../runs/run-world.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { knowSecrets, manageSecrets, openSecretsOf } from './open-secrets.ts';
import { createWorlds } from './open-world.ts';

const TOKEN = 'token/of+the=store';
const transport = createHttpTransport({ own: createOwnEndpoints() });
const CONTEXT: EffectContext = {
  runId: RunId.parse('run'),
  stageId: 'a',
  instance: 'a',
  attempt: 1,
  signal: new AbortController().signal,
  idempotencyKey: 'run-a',
  purpose: 'work',
  maxAttempts: 1,
};

let service: TestService;
let root: string;
let env: Record<string, string>;
let secrets: StoredSecrets;
let known: KnownSecrets;
let worlds: RunWorld[] = [];
beforeAll(async () => {
  service = await startService((_call, res) => void res.end('{}'));
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fm-stored-'));
  env = {
    HOME: join(root, 'home'),
    FM_SECRET_TOKEN: 'token-of-the-environment',
    FM_SECRET_OTHER: 'other-of-the-environment',
  };
  const store = openSecretsOf(join(root, 'data'), env);
  secrets = manageSecrets(store, env);
  known = knowSecrets(store, env);
});
afterEach(async () => {
  await Promise.all(worlds.map((world) => world.close()));
  worlds = [];
  rmSync(root, { recursive: true });
});
afterAll(async () => {
  await transport.close();
  await service.close();
});

async function open(request: WorldRequest = {}): Promise<RunWorld> {
  const world = await createWorlds({ root, env, transport, hosts: NO_GUARD, known })(request);
  worlds.push(world);
  return world;
}

describe('a run with stored secrets', () => {
  it('has what came with it first, then the store, then the environment and the profile', async () => {
    await secrets.set('TOKEN', { value: TOKEN });
    await secrets.set('MINE', { value: 'mine-of-the-store' });
    const profile = { secrets: { values: { OTHER: 'other-of-the-profile', LAST: 'last-of-the-profile' } } };
    const { secrets: found } = await open({ secrets: { MINE: 'mine-of-the-run' }, profile });
    expect(['MINE', 'TOKEN', 'OTHER', 'LAST', 'NONE'].map((name) => found.find(name))).toEqual([
      'mine-of-the-run',
      TOKEN,
      'other-of-the-environment',
      'last-of-the-profile',
      undefined,
    ]);
  });

  it('has the new value from the next look on, and masks the old one for ever', async () => {
    await secrets.set('TOKEN', { value: TOKEN });
    const { secrets: found } = await open();
    await secrets.set('TOKEN', { value: 'token-that-is-new' });
    expect(found.find('TOKEN')).toBe('token-that-is-new');
    expect(found.mask([TOKEN, 'token-that-is-new'])).toEqual(['•••TOKEN', '•••TOKEN']);
    await secrets.remove('TOKEN');
    expect(found.find('TOKEN')).toBe('token-of-the-environment');
    expect(found.mask([TOKEN, 'token-that-is-new'])).toEqual(['•••TOKEN', '•••TOKEN']);
  });

  it('masks former values also in another process', async () => {
    await secrets.set('TOKEN', { value: TOKEN });
    await secrets.set('TOKEN', { value: 'token-that-is-new' });
    known = knowSecrets(openSecretsOf(join(root, 'data'), env), env);
    expect((await open()).secrets.mask(TOKEN)).toBe('•••TOKEN');
  });

  it('gives the environment’s value for none that is stored and cannot be read', async () => {
    await secrets.set('TOKEN', { value: TOKEN });
    env = { ...env, HOME: join(root, 'another-home') };
    known = knowSecrets(openSecretsOf(join(root, 'data'), env), env);
    const { secrets: found } = await open();
    expect([found.find('TOKEN'), found.find('OTHER'), found.problemOf?.('TOKEN')]).toEqual([
      undefined,
      'other-of-the-environment',
      expect.stringContaining('needs the key'),
    ]);
  });

  it('is not simulated: a simulated one neither reads the store nor shows its values', async () => {
    await secrets.set('GITHUB_TOKEN', { value: TOKEN });
    await secrets.set('MINE', { value: 'mine-of-the-store' });
    const { secrets: found } = await open({ sandbox: true });
    expect([found.find('GITHUB_TOKEN'), found.find('MINE'), found.mask(TOKEN)]).toEqual([
      'sandbox-github-token',
      undefined,
      '•••GITHUB_TOKEN',
    ]);
  });
});

describe('a stored secret that is bound to hosts', () => {
  const rewrite = [{ match: 'https://*.example', to: 'http://127.0.0.1:1' }];

  async function send(url: string, request: WorldRequest, more: { headers?: Record<string, string>; body?: string }) {
    const world = await open(request);
    const { headers = {}, ...rest } = more;
    return world.gate.http(
      { method: 'POST', url, headers, ...rest, followRedirects: false, maxResponseBytes: 1000 },
      CONTEXT,
    );
  }

  it('goes there', async () => {
    await secrets.set('TOKEN', { value: TOKEN, hosts: [service.url] });
    expect(await send(service.url, {}, { headers: { 'X-Key': TOKEN } })).toMatchObject({ status: 200 });
  });

  it.each([
    ['plain', TOKEN],
    ['as Basic authorization', `Basic ${Buffer.from(`me:${TOKEN}`).toString('base64')}`],
    ['in hex', Buffer.from(TOKEN).toString('hex')],
    ['URL-encoded', encodeURIComponent(TOKEN)],
    ['JSON-escaped', JSON.stringify(TOKEN).replaceAll('/', '\\/')],
  ])('does not go elsewhere %s', async (_, form) => {
    await secrets.set('TOKEN', { value: TOKEN, hosts: ['api.example'] });
    const before = service.received.length;
    await expect(send(service.url, {}, { body: form })).rejects.toMatchObject({
      type: 'SECURITY',
      wasSent: false,
      message: expect.stringContaining(
        'the secret TOKEN is bound to https://api.example and does not go to http://127',
      ),
    });
    expect(service.received).toHaveLength(before);
  });

  it('does not go elsewhere by its former value, nor by one of the same name that came with the run', async () => {
    await secrets.set('TOKEN', { value: TOKEN, hosts: ['api.example'] });
    await secrets.set('TOKEN', { value: 'token-that-is-new' });
    for (const value of [TOKEN, 'token-that-is-new', 'token-of-the-run']) {
      const sent = send(service.url, { secrets: { TOKEN: 'token-of-the-run' } }, { body: value });
      await expect(sent).rejects.toMatchObject({ type: 'SECURITY' });
    }
  });

  it('does not go elsewhere under another name with the same value', async () => {
    await secrets.set('A_FREE', { value: TOKEN });
    await secrets.set('BOUND', { value: TOKEN, hosts: ['api.example'] });
    await expect(send(service.url, {}, { body: TOKEN })).rejects.toThrow('the secret BOUND is bound to');
  });

  it('goes only where the profile lets it go too', async () => {
    await secrets.set('TOKEN', { value: TOKEN, hosts: [service.url] });
    const profile = { secrets: { hosts: { TOKEN: ['https://api.example'] } } };
    await expect(send(service.url, { profile }, { body: TOKEN })).rejects.toThrow('the profile does not let');
  });

  it('is not sent to a stranger by a profile that came with the request', async () => {
    await secrets.set('TOKEN', { value: TOKEN, hosts: ['api.example'] });
    const away = { http: { rewrite: [{ match: 'https://api.example', to: 'https://203.0.113.9' }] } };
    await expect(send('https://api.example/x', { profile: away }, { body: TOKEN })).rejects.toThrow(
      'does not go to https://203.0.113.9',
    );
    await expect(
      send('https://api.example/x', { profile: { http: { rewrite } } }, { body: TOKEN }),
    ).rejects.toMatchObject({
      type: 'CONNECTIVITY',
    });
  });
});

describe('the key of a model provider', () => {
  it('goes to the provider alone', async () => {
    env = { ...env, OPENAI_API_KEY: 'key-of-the-provider', OPENAI_BASE_URL: 'https://models.example/v1' };
    known = knowSecrets(undefined, env);
    const world = await open();
    const request = { method: 'POST', url: service.url, headers: {}, followRedirects: false, maxResponseBytes: 1000 };
    await expect(world.gate.http({ ...request, body: 'key-of-the-provider' }, CONTEXT)).rejects.toThrow(
      'OPENAI_API_KEY is the key of a model provider and goes to nobody but https://models.example',
    );
  });
});

describe('what the runner itself was given', () => {
  it('is masked, and no pipeline reads it', async () => {
    env = { ...env, FM_ADMIN_TOKEN: 'admin-token-of-the-runner', FM_ENCRYPTION_KEY: 'ab'.repeat(32) };
    known = knowSecrets(undefined, env);
    const { secrets: found } = await open();
    expect([found.mask(`${env['FM_ADMIN_TOKEN']} ${env['FM_ENCRYPTION_KEY']}`), found.find('FM_ADMIN_TOKEN')]).toEqual([
      '•••FM_ADMIN_TOKEN •••FM_ENCRYPTION_KEY',
      undefined,
    ]);
  });

  it('is masked when it comes by a file, also each of several keys, in any spelling', () => {
    const [next, old] = ['ab'.repeat(32), 'cd'.repeat(32)];
    const files = { FM_ADMIN_TOKEN_FILE: join(root, 'admin'), FM_ENCRYPTION_KEY_FILE: join(root, 'keys') };
    writeFileSync(files.FM_ADMIN_TOKEN_FILE, 'admin-token-of-the-runner\n');
    writeFileSync(files.FM_ENCRYPTION_KEY_FILE, `${next},${old}`);
    const masker = knowSecrets(undefined, files).masker();
    expect(masker.text(`admin-token-of-the-runner ${Buffer.from(next, 'hex').toString('base64')} ${old}`)).toBe(
      '•••FM_ADMIN_TOKEN •••FM_ENCRYPTION_KEY •••FM_ENCRYPTION_KEY',
    );
  });

  it('is masked when it is a header of the receiver of traces', () => {
    const masker = knowSecrets(undefined, {
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,Authorization=Bearer%20a-long-token',
    }).masker();
    expect(masker.text('refused a-long-token')).toBe('refused •••OTEL_EXPORTER_OTLP_HEADERS');
  });

  it('is masked when it is a key that was generated while the process runs', async () => {
    await secrets.set('TOKEN', { value: TOKEN });
    known.stored();
    const key = readFileSync(join(root, 'home/.config/flowmason/encryption-key'), 'utf8').trim().split('\n').at(-1);
    expect([key?.length, known.masker().text(String(key))]).toEqual([44, '•••FM_ENCRYPTION_KEY']);
  });
});

describe('a host that a secret is bound to', () => {
  it('means https unless it says otherwise', async () => {
    const hosts = [
      'api.github.com',
      'https://*.example.com',
      'http://127.0.0.1:4010',
      'db.internal:8443',
      '*.internal',
    ];
    expect((await secrets.set('TOKEN', { value: TOKEN, hosts })).hosts).toEqual([
      'https://api.github.com',
      'https://*.example.com',
      'http://127.0.0.1:4010',
      'https://db.internal:8443',
      'https://*.internal',
    ]);
  });

  it.each([
    '*',
    'https://*',
    'staging.*',
    '*.com',
    'api.example.*:443',
    '*://api.example',
    'ftp://api.example',
    'a b',
    '',
  ])('is not "%s"', async (host) => {
    await expect(secrets.set('TOKEN', { value: TOKEN, hosts: [host] })).rejects.toMatchObject({
      code: 'secrets_invalid',
    });
  });
});
