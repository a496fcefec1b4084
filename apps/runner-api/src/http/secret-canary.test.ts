import { Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findClosedPort,
  type ReceivedCall,
  startService,
  type TestService,
} from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';
import { messagesOf, streamOf } from './runs.test-support.ts';

const TOKEN = 'canary-7f/A+b=c&d "quoted"';
const HOOK_PATH = '/services/T0CANARY/B0CANARY/x1y2z3';
const KEY = '-----BEGIN CANARY-----\nMIIEcanaryLineNumberOne\nMIIEcanaryLineNumberTwo\n-----END CANARY-----';

/** What must be found nowhere, however it got there. */
const FORBIDDEN = [
  TOKEN,
  JSON.stringify(TOKEN).slice(1, -1),
  encodeURIComponent(TOKEN),
  encodeURIComponent(TOKEN).toLowerCase(),
  Buffer.from(TOKEN).toString('base64'),
  Buffer.from(TOKEN).toString('base64url'),
  Buffer.from(`user:${TOKEN}`).toString('base64').slice(8, -8),
  Buffer.from(TOKEN).toString('hex'),
  'T0CANARY',
  encodeURIComponent(HOOK_PATH),
  'canaryLineNumberOne',
  'canaryLineNumberTwo',
];

/** Says back all it was told, in every encoding. */
function echo(call: ReceivedCall): { headers: Record<string, string>; body: string } {
  const seen = JSON.stringify({
    url: decodeURIComponent(call.url),
    auth: call.headers['authorization'],
    body: call.body,
  });
  return {
    headers: {
      'Content-Type': 'application/json',
      'X-Echo': String(call.headers['authorization'] ?? ''),
      'X-Echo-Url': call.url,
      'X-Echo-Base64': Buffer.from(seen).toString('base64'),
      Location: call.url,
    },
    body: JSON.stringify({
      seen,
      [`key ${TOKEN}`]: 1,
      url: encodeURIComponent(seen),
      base64: Buffer.from(TOKEN).toString('base64'),
      basic: Buffer.from(`user:${TOKEN}`).toString('base64'),
      hex: Buffer.from(TOKEN).toString('hex'),
      hook: encodeURIComponent(HOOK_PATH),
      key: KEY,
      line: 'MIIEcanaryLineNumberTwo',
    }),
  };
}

let api: TestApi;
let service: TestService;
let closedPort: number;
beforeAll(async () => {
  closedPort = await findClosedPort();
  service = await startService((call, res) => {
    const { headers, body } = echo(call);
    res.writeHead(call.url.startsWith('/fail') ? 500 : 200, headers).end(body);
  });
  const headers = {
    Authorization: 'Bearer {{secrets.TOKEN}}',
    'X-Basic': "{{ ('user:' ~ secrets.TOKEN) | b64encode }}",
  };
  const stages = [
    {
      id: 'everywhere',
      component: 'http_request',
      on_error: 'continue',
      config: {
        url: `${service.url}/ok/{{secrets.TOKEN}}?q={{secrets.TOKEN}}`,
        method: 'POST',
        headers,
        body: { token: '{{secrets.TOKEN}}', text: 'my {{secrets.TOKEN}} is here', key: '{{secrets.KEY}}' },
      },
      idempotent: true,
    },
    {
      id: 'hook',
      component: 'http_request',
      depends_on: ['everywhere'],
      idempotent: true,
      config: { url: '{{secrets.HOOK}}', method: 'POST', body: { text: 'hi' } },
    },
    {
      id: 'failing',
      component: 'http_request',
      on_error: 'continue',
      retry: { max_attempts: 2, delay_seconds: 0.01 },
      config: { url: `${service.url}/fail/{{secrets.TOKEN}}`, headers },
    },
    {
      id: 'refused',
      component: 'http_request',
      on_error: 'continue',
      config: { url: `http://127.0.0.1:${closedPort}/{{secrets.TOKEN}}?hook={{secrets.HOOK}}`, headers },
    },
    {
      id: 'in_header',
      component: 'http_request',
      on_error: 'continue',
      config: { url: service.url, headers: { 'X-Key': '{{secrets.KEY}}' } },
    },
    {
      id: 'tell',
      component: 'logger',
      depends_on: ['everywhere'],
      config: { message: 'got {{stages.everywhere.output.body.seen}}', data: '{{stages.everywhere.output}}' },
    },
    {
      id: 'broken_transform',
      component: 'json_transform',
      depends_on: ['everywhere'],
      on_error: 'continue',
      config: { data: '{{stages.everywhere.output.body.seen}}', expression: 'sum(@)' },
    },
  ];
  api = await startApi({
    files: {
      'leaky.pipeline.json': JSON.stringify({
        name: 'leaky',
        version: '1.0.0',
        settings: { on_failure: 'finish' },
        stages,
        output_mapping: { all: '{{stages.everywhere.output}}', error: '{{stages.failing.error}}' },
      }),
      'world.profile.json': JSON.stringify({
        http: { rewrite: [{ match: 'https://hooks.example', to: `${service.url}/hooks` }] },
      }),
    },
    env: { FM_SECRET_TOKEN: TOKEN, FM_SECRET_HOOK: `https://hooks.example${HOOK_PATH}`, FM_SECRET_KEY: KEY },
  });
});
afterAll(async () => {
  await api.close();
  await service.close();
});

function leaksIn(text: string): readonly string[] {
  return FORBIDDEN.filter((secret) => text.includes(secret));
}

describe('a secret that is used in address, header and body, and echoed in every encoding', () => {
  it('really reaches the service, and nothing else', async () => {
    const all = await api.get('/api/v1/events');
    const started = await api.post('/api/v1/runs', { pipeline: 'leaky', profile: 'world' });
    const answer = await started.text();
    const { id } = Run.parse(JSON.parse(answer));
    const events = await streamOf(api, id);
    const sinks: Record<string, string> = {
      'answer to the start': answer,
      stream: JSON.stringify(events),
      list: await (await api.get(`/api/v1/runs/${id}/events`)).text(),
      run: await (await api.get(`/api/v1/runs/${id}`)).text(),
      runs: await (await api.get('/api/v1/runs')).text(),
      pipelines: await (await api.get('/api/v1/pipelines')).text(),
      logs: api.logged.join('\n'),
    };
    for await (const { data } of messagesOf(all)) {
      sinks['stream of all runs'] = `${sinks['stream of all runs'] ?? ''}${data}`;
      if (JSON.parse(data).type === 'run.finished') break;
    }
    const run = Run.parse(JSON.parse(sinks['run'] ?? ''));
    expect(Object.fromEntries(Object.entries(sinks).map(([sink, text]) => [sink, leaksIn(text)]))).toEqual(
      Object.fromEntries(Object.keys(sinks).map((sink) => [sink, []])),
    );
    expect(Object.fromEntries(Object.entries(run.stages).map(([stage, { status }]) => [stage, status]))).toEqual({
      everywhere: 'succeeded',
      hook: 'succeeded',
      failing: 'failed',
      refused: 'failed',
      in_header: 'failed',
      tell: 'succeeded',
      broken_transform: 'failed',
    });
    expect(service.received.map(({ url }) => url)).toContain(`/hooks${HOOK_PATH}`);
    expect(service.received.find(({ url }) => url.startsWith('/ok/'))).toMatchObject({
      headers: { authorization: `Bearer ${TOKEN}` },
      body: expect.stringContaining(JSON.stringify(TOKEN)),
    });
    expect(sinks['stream']).toContain('•••TOKEN');
    expect(sinks['stream']).toContain('•••HOOK');
  });

  it('is not in the answers to requests that are refused', async () => {
    const refusals = await Promise.all([
      api.post('/api/v1/runs', { pipeline: 'leaky', secrets: { 'bad-name': TOKEN } }),
      api.post('/api/v1/runs', { pipeline: 'nothing', secrets: { TOKEN } }),
      api.post('/api/v1/runs', { pipeline: 'leaky', secrets: TOKEN }),
      api.post('/api/v1/runs', `{"pipeline": "leaky", "secrets": {"TOKEN": ${JSON.stringify(TOKEN)}`),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([422, 404, 400, 400]);
    const bodies = await Promise.all(refusals.map((refusal) => refusal.text()));
    expect(bodies.flatMap(leaksIn)).toEqual([]);
  });
});
