import { Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    files: {
      'hello.pipeline.json':
        '{"name":"hello","version":"1.0.0","stages":[{"id":"a","component":"logger","config":{"message":"x"}}]}',
    },
  });
});
afterAll(() => api.close());

describe('GET /metrics', () => {
  it('counts what this server has done', async () => {
    const run = Run.parse(await (await api.post('/api/v1/runs', { pipeline: 'hello', input: {} })).json());
    await (await api.get(`/api/v1/runs/${run.id}/events`, { Accept: 'text/event-stream' })).text();
    const answer = await api.get('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await answer.text()).toMatch(/^flowmason_journal_writes_total [1-9]/m);
    // A request is counted when its connection has been let go, which its client does not see.
    await vi.waitFor(async () =>
      expect((await (await api.get('/metrics')).text()).split('\n')).toEqual(
        expect.arrayContaining([
          'flowmason_runs_finished_total{pipeline="hello",status="succeeded"} 1',
          'flowmason_http_requests_total{method="GET",route="/api/v1/runs/{id}/events",status="200"} 1',
          'flowmason_ready 1',
        ]),
      ),
    );
  });

  it('is refused to pages of other sites, and under another host name', async () => {
    expect((await api.raw('/metrics', { Host: 'evil.example' })).status).toBe(403);
    expect((await api.raw('/metrics', { Origin: 'https://evil.example' })).status).toBe(403);
  });
});
