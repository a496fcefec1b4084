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
      { status: 'ready', checks: { recovery: 'ok', storage: 'ok', process: 'ok' } },
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
