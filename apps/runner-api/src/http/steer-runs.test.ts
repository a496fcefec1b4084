import { Problem, Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
let silent: TestService;
let held: Run;

beforeAll(async () => {
  silent = await startService(() => undefined);
  const call = (id: string) => ({
    id,
    component: 'http_request',
    config: { url: `${silent.url}/${id}`, method: 'POST' },
  });
  const stages = [
    { id: 'guard', component: 'trycatch', config: { try: ['deploy'], finally: ['unlock', 'tell'] } },
    ...['deploy', 'unlock', 'tell'].map(call),
  ];
  api = await startApi({
    files: { 'hangs.pipeline.json': JSON.stringify({ name: 'hangs', version: '1.0.0', stages }) },
  });
  held = await start();
});
afterAll(async () => {
  await api.close();
  await silent.close();
});

/** Starts a run whose finally hangs as well; resolves when its first request is on its way. */
async function start(): Promise<Run> {
  const before = silent.received.length;
  const run = Run.parse(await (await api.post('/api/v1/runs', { pipeline: 'hangs' })).json());
  await vi.waitFor(() => expect(silent.received.length).toBe(before + 1), { timeout: 10_000 });
  return run;
}

async function refusalOf(path: string, body: unknown) {
  const { status, type } = Problem.parse(await (await api.post(`/api/v1/runs/${path}`, body)).json());
  return [status, type.split(':').at(-1)];
}

describe('POST /runs/:id/stages/:sid/resolve', () => {
  it.each<[string, string, string, unknown, number, string]>([
    ['a run that is unknown', 'nobody', 'deploy', { as: 'done' }, 404, 'run_not_found'],
    ['a stage that is unknown', '', 'nowhere', { as: 'done' }, 404, 'stage_not_found'],
    ['a place in a loop that is unknown', '', 'each%5B2%5D%2Fcall', { as: 'done' }, 404, 'stage_not_found'],
    ['a stage that runs', '', 'deploy', { as: 'done' }, 409, 'stage_not_waiting'],
    ['a stage that has not begun', '', 'unlock', { as: 'retry' }, 409, 'stage_not_waiting'],
    ['another answer', '', 'deploy', { as: 'perhaps' }, 400, 'request_invalid'],
    ['an output of what failed', '', 'deploy', { as: 'failed', output: {} }, 400, 'request_invalid'],
    ['a key that it does not know', '', 'deploy', { as: 'done', by: 'me' }, 400, 'request_invalid'],
  ])('refuses %s', async (_what, run, stage, body, status, code) => {
    expect(await refusalOf(`${run || held.id}/stages/${stage}/resolve`, body)).toEqual([status, code]);
  });
});

describe('POST /runs/:id/cancel with force', () => {
  it('ends a run whose finally hangs, and says what did not run', async () => {
    const { id } = await start();
    const before = silent.received.length;
    await api.post(`/api/v1/runs/${id}/cancel`, {});
    await expect.poll(() => silent.received.length, { timeout: 10_000 }).toBe(before + 1);
    const answer = await api.post(`/api/v1/runs/${id}/cancel`, { force: true });
    const { status, stages } = Run.parse(await answer.json());
    const events = await (await api.get(`/api/v1/runs/${id}/events`)).json();
    expect([answer.status, status, stages['unlock']?.status, stages['tell']?.reason]).toEqual([
      202,
      'cancelled',
      'cancelled',
      'run_stopped',
    ]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'finally_not_run' }));
  });

  it('refuses what is no yes or no', async () => {
    expect(await refusalOf(`${held.id}/cancel`, { force: 'yes' })).toEqual([400, 'request_invalid']);
  });
});
