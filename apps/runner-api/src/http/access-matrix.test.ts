import { Agent, request } from 'node:http';
import type { Role } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAccessFiles } from '../access/open-access.ts';
import type { Tokens } from '../access.ts';
import { startApi, type TestApi } from './api.test-support.ts';
import { API_OPERATIONS, type ApiOperation } from './api-operations.ts';

const HELLO = JSON.stringify({
  name: 'hello',
  version: '1.0.0',
  stages: [{ id: 'greet', component: 'logger', config: { message: 'hello' } }],
});
const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

/** Spellings of an address that some servers, proxies or guards take for the same. */
const SPELLINGS: readonly (readonly [string, (path: string) => string])[] = [
  ['as it is', (path) => path],
  ['a slash behind', (path) => `${path}/`],
  ['two slashes behind', (path) => `${path}//`],
  ['two slashes before', (path) => `/${path}`],
  ['two slashes inside', (path) => path.replace('/v1/', '/v1//')],
  ['two slashes further up', (path) => path.replace('/api/', '/api//')],
  ['a dot before', (path) => `/.${path}`],
  ['a dot inside', (path) => path.replace('/v1/', '/v1/./')],
  ['an encoded dot inside', (path) => path.replace('/v1/', '/v1/%2e/')],
  ['down and up again', (path) => path.replace('/v1/', '/v1/health/../')],
  ['up from a page', (path) => `/assets/..${path}`],
  ['up from a page, encoded', (path) => `/assets/%2e%2e${path}`],
  ['an encoded slash', (path) => path.replace('/v1/', '/v1%2f')],
  ['an encoded slash further up', (path) => path.replace('/api/', '/api%2F')],
  ['an encoded letter', (path) => path.replace('/api/', '/%61pi/')],
  ['a twice encoded letter', (path) => path.replace('/api/', '/%2561pi/')],
  [
    'an encoded letter of the route',
    (path) => path.replace(/\/v1\/(.)/, (_, c) => `/v1/%${c.charCodeAt(0).toString(16)}`),
  ],
  ['upper case', (path) => path.toUpperCase()],
  ['mixed case', (path) => path.replace('/api/v1', '/Api/V1')],
  ['a dot behind', (path) => `${path}.`],
  ['a blank behind', (path) => `${path}%20`],
  ['a NUL behind', (path) => `${path}%00`],
  ['a parameter of the path', (path) => `${path};x=y`],
  ['a parameter of a part', (path) => path.replace('/v1/', '/v1;x/')],
  ['backslashes', (path) => path.replaceAll('/', '\\').replace('\\', '/')],
  ['an ending', (path) => `${path}.json`],
  ['a query', (path) => `${path}?role=admin`],
  ['a fragment', (path) => `${path}#/api/v1/session`],
  ['an open route in the query', (path) => `${path}?/api/v1/session`],
  ['full-width letters', (path) => path.replace('/api/', '/%EF%BD%81pi/')],
];

const OVERRIDES = {
  'X-HTTP-Method-Override': 'GET',
  'X-HTTP-Method': 'GET',
  'X-Method-Override': 'GET',
  'X-Original-URL': '/api/v1/session',
  'X-Rewrite-URL': '/api/v1/session',
  'X-Forwarded-For': '127.0.0.1',
  'X-Forwarded-Host': 'localhost',
  Forwarded: 'for=127.0.0.1;host=localhost',
};

let api: TestApi;
let tokens: Readonly<Record<Role | 'expired' | 'revoked', string>>;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

beforeAll(async () => {
  api = await startApi({
    isKept: true,
    files: { 'hello.pipeline.json': HELLO },
    editor: { 'index.html': '<title>editor</title>', 'assets/app-1a2b.js': 'export {}' },
    serve: { requireToken: true, ratePerMinute: 0 },
  });
  const access = openAccessFiles(api.data, () => undefined).tokens;
  const make = async (name: string, role: Role, expiresInMs?: number) =>
    (await access.create({ name, role, expiresInMs })).token;
  tokens = {
    viewer: await make('v', 'viewer'),
    operator: await make('o', 'operator'),
    admin: await make('a', 'admin'),
    expired: await make('e', 'admin', 1),
    revoked: await make('r', 'admin'),
  };
  await access.revoke('r');
  const expiryMs = Date.parse(expiryOf(access, 'e'));
  await vi.waitUntil(() => Date.now() > expiryMs, { interval: 1 });
});
afterAll(async () => {
  agent.destroy();
  await api.close();
});

function expiryOf(tokens: Tokens, name: string): string {
  const { expires_at: until } = tokens.list().find((token) => token.name === name) ?? {};
  if (!until) throw new Error(`the token ${name} does not expire`);
  return until;
}

type Answer = { readonly status: number; readonly text: string };

/** The status of an address exactly as it is written. Reads no more than the head of a stream. */
function send(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const { hostname, port } = new URL(api.url);
  const isWrite = ['POST', 'PUT'].includes(method);
  return new Promise((resolve, reject) => {
    const req = request(
      {
        hostname,
        port,
        method,
        path,
        agent,
        headers: { ...(isWrite && { 'Content-Type': 'application/json' }), ...headers },
      },
      (res) => {
        const status = res.statusCode ?? 0;
        if (res.headers['content-type']?.startsWith('text/event-stream')) {
          res.destroy();
          resolve({ status, text: '' });
          return;
        }
        let text = '';
        res.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        res.on('end', () => resolve({ status, text })).on('error', reject);
      },
    );
    req.on('error', reject).end(isWrite ? '{}' : undefined);
  });
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

function addressOf({ path }: ApiOperation, id = 'hello'): string {
  return `/api/v1${path.replace(/\{[a-z]+\}/g, id)}`;
}

const GUARDED = API_OPERATIONS.filter(({ role }) => role !== 'anyone');

/** Everyone who must not pass a route, each with the status of the plain address. */
function strangersOf({ role }: ApiOperation): readonly (readonly [string, number, Record<string, string>])[] {
  const tooLow = ROLES.slice(0, role === 'anyone' ? 0 : ROLES.indexOf(role));
  return [
    ['nobody', 401, {}],
    ['an expired token', 401, bearer(tokens.expired)],
    ['a revoked token', 401, bearer(tokens.revoked)],
    ['nonsense', 401, bearer('nothing')],
    ...tooLow.map((low) => [low, 403, bearer(tokens[low])] as const),
  ];
}

describe('a route of the API', () => {
  it.each(GUARDED.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, operation] as const))(
    '%s lets in only who may',
    async (_name, operation) => {
      const method = operation.method.toUpperCase();
      const address = addressOf(operation);
      const wrong: string[] = [];
      for (const [who, expected, headers] of strangersOf(operation)) {
        for (const [how, spell] of SPELLINGS) {
          for (const more of how === 'as it is' ? [{}, OVERRIDES] : [{}]) {
            const { status, text } = await send(method, spell(address), { ...headers, ...more });
            // After ten wrong tokens the answer is 429; another spelling may be no address at all.
            const allowed = [
              expected,
              ...(expected === 401 ? [429] : []),
              ...(how === 'as it is' ? [] : [400, 401, 404, 405]),
            ];
            if (!allowed.includes(status)) wrong.push(`${who}, ${how}: ${status} ${text.slice(0, 80)}`);
          }
        }
      }
      expect(wrong).toEqual([]);
      const role = operation.role === 'anyone' ? 'viewer' : operation.role;
      const { status } = await send(method, addressOf(operation, 'nowhere'), bearer(tokens[role]));
      expect([401, 403]).not.toContain(status);
    },
  );

  it('has the same guard for HEAD as for GET, and tells other origins nothing for OPTIONS', async () => {
    const heads = await Promise.all(
      GUARDED.filter(({ method }) => method === 'get').map(
        async (operation) => (await send('HEAD', addressOf(operation), {})).status,
      ),
    );
    expect(new Set(heads)).toEqual(new Set([401]));
    expect((await send('OPTIONS', '/api/v1/runs', { 'Access-Control-Request-Method': 'POST' })).status).toBe(401);
  });

  it('has changed nothing for all those', async () => {
    const ids = JSON.parse((await send('GET', '/api/v1/pipelines', bearer(tokens.viewer))).text);
    const runs = JSON.parse((await send('GET', '/api/v1/runs', bearer(tokens.viewer))).text);
    expect([Object(ids).map(({ id }: { id: string }) => id), Object(runs).items]).toEqual([['hello'], []]);
  });
});

describe('what holds no secrets', () => {
  it.each(['/', '/pipelines/hello', '/assets/app-1a2b.js'])('is served to everyone at %s', async (path) => {
    expect((await send('GET', path, { Accept: 'text/html' })).status).toBe(200);
  });

  it.each([
    '//api/v1/runs',
    '/./api/v1/runs',
    '/%61pi/v1/runs',
    '/API/V1/nothing',
    '/api%2fv1/runs',
    '/\\api\\v1\\runs',
  ])('is no page for the address %s of the API', async (path) => {
    expect((await send('GET', path, { Accept: 'text/html' })).status).not.toBe(200);
  });
});
