import { type Json, Run, RunEvent } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
let service: TestService;
beforeAll(async () => {
  service = await startService((_, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'));
  api = await startApi();
});
afterAll(async () => {
  await api.close();
  await service.close();
});

type Start = { readonly input?: Json; readonly profile?: object; readonly secrets?: Record<string, string> };

/** Runs one `http_request` stage to its end, and gives the run with its events. */
async function call(config: Readonly<Record<string, Json>>, start: Start = {}) {
  const document = { name: 'call', version: '1', stages: [{ id: 'call', component: 'http_request', config }] };
  const answer = await api.post('/api/v1/runs', { document, ...start });
  const { id } = Run.parse(await answer.json());
  await (await api.get(`/api/v1/runs/${id}/events`, { Accept: 'text/event-stream' })).text(); // ends with the run
  const run = Run.parse(await (await api.get(`/api/v1/runs/${id}`)).json());
  const events = RunEvent.array().parse(await (await api.get(`/api/v1/runs/${id}/events`)).json());
  return { run, events, error: run.stages['call']?.error };
}

describe('a pipeline that calls its own runner', () => {
  it('fails with SECURITY, and is told of subpipelines', async () => {
    const { error } = await call({ url: `${api.url.replace('127.0.0.1', 'localhost')}/api/v1/health` });
    expect(error).toMatchObject({
      type: 'SECURITY',
      retryable: false,
      message: expect.stringContaining('is this runner itself. To run another pipeline, use a subpipeline stage'),
    });
  });

  it('is refused also where a profile leads there', async () => {
    const profile = { http: { rewrite: [{ match: 'https://api.example', to: api.url }] } };
    expect((await call({ url: 'https://api.example/' }, { profile })).error).toMatchObject({ type: 'SECURITY' });
  });

  it('may call every other service of the machine', async () => {
    expect((await call({ url: `${service.url}/x` })).run.status).toBe('succeeded');
  });
});
