import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccessFiles } from '../access/open-access.ts';
import { startApi, type TestApi, type TestApiSettings } from './api.test-support.ts';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await startApi({ isKept: true, serve: { requireToken: true, allowedHosts: ['ci.example.com'] }, env: ADMIN });
  token = (await openAccessFiles(api.data, () => undefined).tokens.create({ name: 'anna', role: 'operator' })).token;
});
afterAll(() => api.close());

const ADMIN = { FM_ADMIN_TOKEN: 'an-admin-token-of-more-than-32-characters' };

async function signIn(headers: Record<string, string> = {}): Promise<string> {
  const answer = await api.post('/api/v1/session', { token }, headers);
  expect(answer.status).toBe(200);
  return answer.headers.get('set-cookie') ?? '';
}

function cookieIn(setCookie: string): string {
  return setCookie.split(';')[0] ?? '';
}

async function sessionOf(headers: Record<string, string> = {}): Promise<Session> {
  return Session.parse(await (await api.get('/api/v1/session', headers)).json());
}

describe('POST /session', () => {
  it('gives a browser a cookie that scripts and other sites cannot use', async () => {
    const [cookie, ...attributes] = (await signIn()).split('; ');
    expect(cookie).toMatch(/^fm_session_[0-9a-f]{12}=[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/);
    const kept = attributes.filter((attribute) => !attribute.startsWith('Expires='));
    expect(kept.toSorted()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/api', 'SameSite=Strict']);
  });

  it('lets the browser send it over https only when the page came so', async () => {
    const { headers } = await api.raw('/api/v1/session', { Host: 'ci.example.com' });
    expect(headers['set-cookie']).toBeUndefined();
    const answer = await api.raw(
      '/api/v1/session',
      { Host: 'ci.example.com', Origin: 'https://ci.example.com' },
      { method: 'POST', body: { token } },
    );
    expect([answer.status, String(answer.headers['set-cookie']).includes('; Secure')]).toEqual([200, true]);
  });

  it('refuses a wrong token, and sets nothing', async () => {
    const answer = await api.post('/api/v1/session', { token: 'fmt_wrong' });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([401, null]);
  });

  it.each([{}, { token: 1 }, { token: '' }, { token: ['x'] }, { token: 'x', role: 'admin' }])(
    'refuses %j',
    async (body) => {
      expect((await api.post('/api/v1/session', body)).status).toBe(400);
    },
  );
});

describe('a session', () => {
  it('opens what its token opens', async () => {
    const cookie = cookieIn(await signIn());
    expect(await sessionOf({ Cookie: cookie })).toEqual({ required: true, role: 'operator', name: 'anna' });
    expect((await api.get('/api/v1/runs', { Cookie: cookie })).status).toBe(200);
    expect((await api.get('/api/v1/audit', { Cookie: cookie })).status).toBe(403);
  });

  it('is nobody’s without its cookie', async () => {
    expect(await sessionOf()).toEqual({ required: true, role: null, name: null });
  });

  it('that is forged opens nothing, and the browser is told to forget it', async () => {
    const cookie = `${cookieIn(await signIn()).slice(0, -4)}AAAA`;
    const answer = await api.get('/api/v1/runs', { Cookie: cookie });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([
      401,
      expect.stringContaining('Expires=Thu, 01 Jan 1970'),
    ]);
  });

  it('goes behind a token that is sent beside it', async () => {
    const cookie = cookieIn(await signIn());
    const answer = await api.get('/api/v1/session', {
      Cookie: cookie,
      Authorization: `Bearer ${ADMIN.FM_ADMIN_TOKEN}`,
    });
    expect(await answer.json()).toMatchObject({ name: 'FM_ADMIN_TOKEN', role: 'admin' });
  });

  it('ends when the browser signs out', async () => {
    const cookie = cookieIn(await signIn());
    const answer = await fetch(`${api.url}/api/v1/session`, { method: 'DELETE', headers: { Cookie: cookie } });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringContaining('Expires=Thu, 01 Jan 1970'),
    ]);
  });

  it('that was ended is of no use to whoever has copied its cookie, and no other one ends with it', async () => {
    const [ended, other] = [cookieIn(await signIn()), cookieIn(await signIn())];
    await fetch(`${api.url}/api/v1/session`, { method: 'DELETE', headers: { Cookie: ended } });
    expect((await api.get('/api/v1/runs', { Cookie: ended })).status).toBe(401);
    expect((await api.get('/api/v1/runs', { Cookie: other })).status).toBe(200);
  });

  it('of a page of another site is of no use to it', async () => {
    const cookie = cookieIn(await signIn());
    const headers = { Cookie: cookie, Origin: 'https://evil.example' };
    expect((await api.post('/api/v1/runs', {}, headers)).status).toBe(403);
  });
});

describe('a token', () => {
  it.each(['token', 'access_token'])('in the query as "%s" is refused, though it is right', async (name) => {
    const answer = await api.get(`/api/v1/runs?${name}=${token}`);
    expect(answer.status).toBe(401);
    expect(`${await answer.text()}${api.logged.join('\n')}`).not.toContain(token);
  });

  it.each([
    ['another scheme', `Basic ${btoa('anna:x')}`],
    ['no scheme', 'fmt_x'],
    ['nothing behind the scheme', 'Bearer '],
    ['two words', 'Bearer a b'],
    ['a list', 'Bearer a,Bearer b'],
    ['a word for nothing', 'Bearer undefined'],
  ])('with %s is refused, and the answer says how to send one', async (_what, authorization) => {
    const answer = await fetchFrom('127.0.0.2', { Authorization: authorization });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="FlowMason"']);
  });

  it('that is wrong is answered 429 after ten from one address in a minute; one that is right still passes', async () => {
    const from = (value: string) => fetchFrom('127.0.0.3', { Authorization: `Bearer ${value}` });
    const wrong = await Promise.all(Array.from({ length: 12 }, (_, index) => from(`fmt_${index}`)));
    expect(wrong.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(401), 429, 429]);
    expect(wrong.find(({ status }) => status === 429)?.headers['retry-after']).toBe('60');
    expect((await from(token)).status).toBe(200);
    expect((await fetchFrom('127.0.0.3', {})).status).toBe(401);
  });

  it('that is wrong is noted without its value', async () => {
    await fetchFrom('127.0.0.4', { Authorization: 'Bearer canary-token-4711' });
    const audit = await api.get('/api/v1/audit', { Authorization: `Bearer ${ADMIN.FM_ADMIN_TOKEN}` });
    const text = await audit.text();
    expect(text).toContain(
      '"action":"access.denied","target":"GET /api/v1/runs","outcome":"unauthenticated","address":"127.0.0.4"',
    );
    expect(text).not.toContain('canary-token');
  });

  function fetchFrom(from: string, headers: Record<string, string>) {
    return api.raw('/api/v1/runs', headers, { from });
  }
});

describe('a caller', () => {
  it('may send only so many requests a minute', async () => {
    const limited = await startApi({ isKept: true, env: ADMIN, serve: { requireToken: true, ratePerMinute: 3 } });
    const headers = { Authorization: `Bearer ${ADMIN.FM_ADMIN_TOKEN}` };
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await limited.get('/api/v1/health', headers)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    await limited.close();
  });
});

describe('a server', () => {
  const start = async (settings: TestApiSettings) => {
    const server = await startApi(settings);
    await server.close();
  };

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])('does not listen on %s without a token', async (host) => {
    await expect(start({ isKept: true, serve: { host } })).rejects.toMatchObject({
      code: 'host_refused',
      message: expect.stringMatching(/fm token create admin --role admin\n {2}fm serve --host/),
    });
  });

  it.each(['0.0.0.0', '::'])('does not listen on %s without the names under which it is asked', async (host) => {
    await expect(start({ isKept: true, env: ADMIN, serve: { host } })).rejects.toMatchObject({
      code: 'host_refused',
      message: expect.stringContaining('--allowed-host'),
    });
  });

  it('is not told of a proxy’s name without a token', async () => {
    await expect(start({ isKept: true, serve: { allowedHosts: ['ci.example.com'] } })).rejects.toMatchObject({
      code: 'host_refused',
    });
  });

  it.each(['http://x', 'a/b', '*', 'a b', ''])('is not asked as "%s"', async (name) => {
    await expect(start({ env: ADMIN, serve: { allowedHosts: [name] } })).rejects.toMatchObject({
      code: 'host_refused',
    });
  });

  it('takes no short token for an admin', async () => {
    await expect(start({ env: { FM_ADMIN_TOKEN: 'short' } })).rejects.toMatchObject({ code: 'access_invalid' });
  });

  it('takes no file for an admin without a token in it', async () => {
    const env = { FM_ADMIN_TOKEN_FILE: join(api.root, 'empty') };
    await writeFile(env.FM_ADMIN_TOKEN_FILE, '');
    await expect(start({ env })).rejects.toThrow(`names the file ${env.FM_ADMIN_TOKEN_FILE}, which is empty.`);
  });

  it('does not start where each run would be refused for what the environment says', async () => {
    const env = { FM_SECRET_A: 'value-of-a', FM_SECRET_A_FILE: '/nowhere' };
    await expect(start({ env })).rejects.toThrow('FM_SECRET_A and FM_SECRET_A_FILE are both set.');
  });

  it('takes no token for an admin that nobody could send', async () => {
    const env = { FM_ADMIN_TOKEN: `${'a long phrase '.repeat(3)}with blanks` };
    await expect(start({ env })).rejects.toMatchObject({ code: 'access_invalid' });
  });

  it('listens for others with a token and a name, and asks everyone for one', async () => {
    const open = await startApi({ env: ADMIN, serve: { host: '0.0.0.0', allowedHosts: ['ci.example.com'] } });
    const ask = (headers: Record<string, string>) => open.raw('/api/v1/runs', headers);
    const withToken = { Authorization: `Bearer ${ADMIN.FM_ADMIN_TOKEN}` };
    const statuses = await Promise.all([
      ask({}),
      ask(withToken),
      ask({ ...withToken, Host: 'ci.example.com' }),
      ask({ ...withToken, Host: 'ci.example.com:8443', Origin: 'https://ci.example.com:8443' }),
      ask({ ...withToken, Host: 'ci.example.com', Origin: 'https://evil.example' }),
      ask({ ...withToken, Host: 'evil.example' }),
      ask({ ...withToken, Host: 'x.ci.example.com' }),
      ask({ ...withToken, Host: 'evil.example', 'X-Forwarded-Host': 'ci.example.com' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 200, 200, 200, 403, 403, 403, 403]);
    await open.close();
  });

  it('at loopback needs no token, and judges whoever shows one by it', async () => {
    const local = await startApi({ isKept: true });
    const { token: viewer } = await openAccessFiles(local.data, () => undefined).tokens.create({
      name: 'v',
      role: 'viewer',
    });
    const start = (headers: Record<string, string>) => local.post('/api/v1/runs', { pipeline: 'nowhere' }, headers);
    const statuses = [
      (await start({})).status,
      (await start({ Authorization: `Bearer ${viewer}` })).status,
      (await start({ Authorization: 'Bearer nothing' })).status,
    ];
    expect(statuses).toEqual([404, 403, 401]);
    expect(await (await local.get('/api/v1/session')).json()).toEqual({
      required: false,
      role: 'admin',
      name: 'local',
    });
    await local.close();
  });
});
