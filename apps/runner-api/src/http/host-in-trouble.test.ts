import { type Json, Run } from '@flowmason/pipeline-schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
/** Answers with the status that the last part of the address names. */
let service: TestService;
beforeEach(async () => {
  service = await startService((call, res) => res.writeHead(Number(call.url.split('/').at(-1))).end());
  api = await startApi();
});
afterEach(async () => {
  await api.close();
  await service.close();
});

type StageText = Readonly<Record<string, Json>>;

async function run(stages: readonly StageText[]): Promise<Run> {
  const answer = await api.post('/api/v1/runs', { document: { name: 'calls', version: '1', stages }, input: {} });
  const { id } = Run.parse(await answer.json());
  await (await api.get(`/api/v1/runs/${id}/events`, { Accept: 'text/event-stream' })).text(); // ends with the run
  return Run.parse(await (await api.get(`/api/v1/runs/${id}`)).json());
}

function get(id: string, status: number, rest: StageText = {}): StageText {
  return { id, component: 'http_request', config: { url: `${service.url}/${id}/${status}` }, ...rest };
}

async function failFiveTimes(): Promise<void> {
  for (let time = 0; time < 5; time++) await run([get('call', 503)]);
  service.forget();
}

const IN_CATCH = { id: 'block', component: 'trycatch', config: { try: ['call'], catch: ['page'], finally: ['note'] } };

describe('a host that has failed five runs in a row', () => {
  it('is not called by the sixth, which fails at once and says why', async () => {
    await failFiveTimes();
    const { stages } = await run([get('call', 200)]);
    expect(service.received).toEqual([]);
    expect(stages['call']?.error).toMatchObject({ type: 'CONNECTIVITY', retryable: true });
    expect(stages['call']?.error?.message).toMatch(
      /^GET http:.* is not sent: 127\.0\.0\.1:\d+ has been left alone for .*, because the last 5 stages that called it failed\. It is tried again in/,
    );
  });

  it('is called by catch and finally, and by everybody after their good answer', async () => {
    await failFiveTimes();
    const { status } = await run([IN_CATCH, get('call', 200), get('page', 200), get('note', 200)]);
    await run([get('after', 200)]);
    expect([status, service.received.map(({ url }) => url)]).toEqual([
      'recovered',
      ['/page/200', '/note/200', '/after/200'],
    ]);
  });
});

describe('a stage that insists', () => {
  const often = { max_attempts: 12, delay_seconds: 0.01, jitter: false, backoff: 1 };

  it.each([
    ['polls until it is given up', { ...often, condition: '{{output.status_code != 200}}' }],
    ['retries until it is given up', often],
  ])('and %s calls as often as its pipeline says, and shuts nobody out', async (_, retry) => {
    const { stages } = await run([get('call', 503, { retry })]);
    await run([get('after', 200)]);
    expect(stages['call']?.error?.type).toBe('RETRY_EXHAUSTED');
    expect(service.received.map(({ url }) => url)).toEqual([...Array(12).fill('/call/503'), '/after/200']);
  });
});
