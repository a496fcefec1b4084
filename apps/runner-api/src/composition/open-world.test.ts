import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EffectContext } from '@flowmason/engine';
import { RunId } from '@flowmason/pipeline-schema';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_GUARD } from '../effects/host-guard.ts';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { createHttpTransport } from '../effects/http-transport.ts';
import { createOwnEndpoints } from '../effects/own-endpoints.ts';
import type { RunWorld, WorldRequest } from '../runs/run-world.ts';
import { knowSecrets } from './open-secrets.ts';
import { createWorlds } from './open-world.ts';

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

let root: string;
let service: TestService;
let worlds: RunWorld[] = [];
beforeAll(async () => {
  service = await startService((call, res) => {
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(
      call.url.endsWith('/chat/completions')
        ? JSON.stringify({
            id: 'c',
            model: 'm',
            choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }],
          })
        : '{"ok":true}',
    );
  });
  root = await mkdtemp(join(tmpdir(), 'fm-world-'));
  await mkdir(join(root, 'profiles'));
  await writeFile(
    join(root, 'profiles/staging.profile.json'),
    JSON.stringify({
      http: { rewrite: [{ match: 'https://*.internal', to: `${service.url}/*` }], deny: ['https://hooks.example'] },
      secrets: { from_env: ['GITHUB_TOKEN'] },
      env: { REGION: 'eu', SHARDS: 3 },
      llm: { base_url: `${service.url}/v1`, api_key_secret: 'MODEL_KEY' },
    }),
  );
});
afterEach(async () => {
  await Promise.all(worlds.map((world) => world.close()));
  worlds = [];
});
afterAll(async () => {
  await transport.close();
  await service.close();
  await rm(root, { recursive: true });
});

async function open(request: WorldRequest, env: Record<string, string> = {}): Promise<RunWorld> {
  const world = await createWorlds({ root, env, transport, hosts: NO_GUARD, known: knowSecrets(undefined, env) })(
    request,
  );
  worlds.push(world);
  return world;
}

function get(world: RunWorld, url: string) {
  const request = { method: 'GET', url, headers: {}, followRedirects: false, maxResponseBytes: 1000 };
  return world.gate.http(request, CONTEXT);
}

function ask(world: RunWorld) {
  return world.gate.model({ model: 'any', prompt: 'hello', outputFormat: 'text' }, CONTEXT);
}

describe('a world with a profile', () => {
  it.each(['staging', 'profiles/staging', 'profiles/staging.profile.json'])(
    'is opened by the name %s',
    async (profile) => {
      expect((await open({ profile })).profile).toBe('profiles/staging');
    },
  );

  it('rewrites addresses, and records both', async () => {
    const { record } = await get(await open({ profile: 'staging' }), 'https://api.internal/health?x=1');
    expect(record).toMatchObject({
      originalUrl: 'https://api.internal/health?x=1',
      request: { url: `${service.url}/api/health?x=1` },
      response: { status_code: 200 },
    });
    expect(record.simulated).toBeUndefined();
  });

  it('refuses what the profile denies', async () => {
    const call = get(await open({ profile: 'staging' }), 'https://hooks.example/x');
    await expect(call).rejects.toMatchObject({ type: 'SECURITY', wasSent: false });
  });

  it('reads the secrets and variables that the profile names, and nothing else of the environment', async () => {
    const env = { GITHUB_TOKEN: 'github-token', FM_SECRET_OWN: 'own-secret', HOME: '/home/somebody' };
    const { secrets, env: variables } = await open({ profile: 'staging' }, env);
    expect(['GITHUB_TOKEN', 'OWN', 'HOME'].map((name) => secrets.find(name))).toEqual([
      'github-token',
      'own-secret',
      undefined,
    ]);
    expect(variables).toEqual({ REGION: 'eu', SHARDS: '3' });
  });

  it('prefers the secrets of the run', async () => {
    const request = { profile: 'staging', secrets: { GITHUB_TOKEN: 'for-this-run' } };
    expect((await open(request, { GITHUB_TOKEN: 'github-token' })).secrets.find('GITHUB_TOKEN')).toBe('for-this-run');
  });

  it('asks the profile’s model with the profile’s key, never with one of the environment', async () => {
    const env = { OPENAI_API_KEY: 'the-real-openai-key' };
    await ask(await open({ profile: 'staging', secrets: { MODEL_KEY: 'key-of-the-profile' } }, env));
    expect(service.received.at(-1)?.headers['authorization']).toBe('Bearer key-of-the-profile');
    await ask(await open({ profile: 'staging' }, env));
    expect(service.received.at(-1)?.headers['authorization']).toBeUndefined();
  });
});

describe('a profile that binds a secret to hosts', () => {
  const hosts = { API_KEY: ['https://api.example'] };
  const secrets = { API_KEY: 'key-for-the-api', OTHER: 'free-to-roam' };

  async function send(url: string, headers: Record<string, string>, body?: string) {
    const rewrite = [
      { match: 'https://*.example', to: service.url },
      { match: 'http://*', to: service.url },
    ];
    const world = await open({ profile: { http: { rewrite }, secrets: { hosts } }, secrets });
    const request = { method: 'POST', url, headers, followRedirects: false, maxResponseBytes: 1000 };
    return world.gate.http(body === undefined ? request : { ...request, body }, CONTEXT);
  }

  it('lets it go there', async () => {
    expect(await send('https://api.example/x', { 'X-Key': secrets.API_KEY })).toMatchObject({ status: 200 });
  });

  it('lets other secrets go anywhere', async () => {
    expect(await send('https://evil.example/x', { 'X-Key': secrets.OTHER })).toMatchObject({ status: 200 });
  });

  it.each([
    ['another host', 'https://evil.example/x', { 'X-Key': secrets.API_KEY }, undefined],
    ['the host without TLS', 'http://api.example/x', { 'X-Key': secrets.API_KEY }, undefined],
    ['another port', 'https://api.example:444/x', { 'X-Key': secrets.API_KEY }, undefined],
    ['a host that only begins alike', 'https://api.example.evil.example/x', { 'X-Key': secrets.API_KEY }, undefined],
    ['another host, in the address', `https://evil.example/${secrets.API_KEY}`, {}, undefined],
    ['another host, in the body', 'https://evil.example/x', {}, JSON.stringify({ deep: secrets.API_KEY })],
    [
      'another host, as Basic authorization',
      'https://evil.example/x',
      { Authorization: `Basic ${Buffer.from(`me:${secrets.API_KEY}`).toString('base64')}` },
      undefined,
    ],
  ])('does not let it go to %s', async (_, url, headers, body) => {
    const before = service.received.length;
    await expect(send(url, headers, body)).rejects.toMatchObject({
      type: 'SECURITY',
      wasSent: false,
      message: expect.stringContaining('does not let the secret API_KEY go to'),
    });
    expect(service.received).toHaveLength(before);
  });
});

describe('a world without a profile', () => {
  it('asks the model that the environment names, and masks its key', async () => {
    const world = await open({}, { OPENAI_BASE_URL: `${service.url}/v1`, OPENAI_API_KEY: 'the-real-openai-key' });
    expect(await ask(world)).toMatchObject({ content: 'hi' });
    expect(world.secrets.mask('my the-real-openai-key')).toBe('my •••OPENAI_API_KEY');
    expect(world.secrets.find('OPENAI_API_KEY')).toBeUndefined();
  });

  it('has nobody to ask when the environment names none', async () => {
    await expect(ask(await open({}))).rejects.toMatchObject({ type: 'PROVIDER' });
  });
});

describe('a simulated world', () => {
  it('is the one where all goes well unless a situation is named', async () => {
    expect((await open({ sandbox: true })).sandbox).toBe('all-good');
    expect((await open({ sandbox: 'production-sick' })).sandbox).toBe('production-sick');
  });

  it('answers for the real services, marked as simulated', async () => {
    const { record } = await get(await open({ sandbox: true }), 'https://staging.mycompany.com/health');
    expect(record).toMatchObject({ simulated: true, originalUrl: 'https://staging.mycompany.com/health' });
  });

  it('lets nothing out, whatever the host', async () => {
    const answer = await get(await open({ sandbox: true }), 'https://production.example/x');
    expect(new URL(answer.record.request.url).hostname).toBe('127.0.0.1');
  });

  it('knows its own secrets, and uses none of the environment in their place', async () => {
    const { secrets } = await open({ sandbox: true }, { FM_SECRET_GITHUB_TOKEN: 'the-real-github-token' });
    expect(secrets.find('GITHUB_TOKEN')).toBe('sandbox-github-token');
  });

  it('asks the sandbox’s model, whatever the environment names', async () => {
    const world = await open({ sandbox: true }, { OPENAI_API_KEY: 'the-real-openai-key' });
    expect((await ask(world)).record).toMatchObject({ simulated: true });
  });

  it('waits less than it says', async () => {
    const world = await open({ sandbox: true });
    const before = performance.now();
    await world.gate.clock.sleep(2000, CONTEXT.signal);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
