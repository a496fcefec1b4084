import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('the probes', () => {
  it('say that the process answers', async () => {
    const answer = await api.get('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('say that it takes work, and why', async () => {
    const answer = await api.get('/readyz');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ready', checks: { recovery: 'ok', storage: 'ok', access: 'ok', process: 'ok' } },
    ]);
  });

  it.each(['/healthz', '/readyz'])('answer at %s under any host name, to HEAD too', async (path) => {
    expect((await api.raw(path, { Host: '10.42.0.7:8999' })).status).toBe(200);
    expect((await api.raw(path, { Host: 'flowmason.internal' }, { method: 'HEAD' })).status).toBe(200);
  });

  it.each(['/healthz', '/readyz', '//healthz', '/healthz/../api/v1/runs', '/healthz/x'])(
    'open no way past the check of the host: %s',
    async (path) => {
      const { status, body } = await api.raw(path, { Host: 'evil.example', Accept: 'text/html' }, { method: 'POST' });
      expect([status, body]).toEqual([403, expect.stringContaining('is not served')]);
    },
  );
});

it('a server whose tokens cannot be read says so to probes, and to callers no more than an id', async () => {
  const broken = await startApi({ isKept: true });
  try {
    await writeFile(join(broken.data, 'access.json'), '{', { mode: 0o600 });
    const [ready, asked] = [
      await broken.get('/readyz'),
      await broken.get('/api/v1/runs', { Authorization: 'Bearer x' }),
    ];
    expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { access: 'failed' } }]);
    expect([asked.status, await asked.json()]).toEqual([
      503,
      {
        type: 'urn:flowmason:problem:access_unusable',
        title: 'Access unusable',
        status: 503,
        detail:
          'The tokens of this server cannot be read, so nobody is let in. Its log says why, under the id of this answer.',
        instance: expect.stringMatching(/^urn:uuid:/),
      },
    ]);
    expect(broken.logged.join('\n')).toContain('The file access.json in the data directory is damaged');
  } finally {
    await broken.close();
  }
});
