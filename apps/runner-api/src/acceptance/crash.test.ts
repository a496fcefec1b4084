import type { ServerResponse } from 'node:http';
import type { Run, RunEvent } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { CrashingServer, untilCount } from './runner-process.test-support.ts';

const TIMEOUT = 180_000;
const RETRY_MS = 8000;

/** Answers that the called service holds back until the server is killed; afterwards it answers at once. */
let held: ServerResponse[];
let isHolding: boolean;
let service: TestService;
let server: CrashingServer;
/** By what the run was doing when its process was killed. */
let before: Record<string, Run>;
let after: Record<string, Run>;
let eventsBefore: Record<string, readonly RunEvent[]>;
let readyAt: number;
/** Statuses that decisions were answered with. */
const decisions: Record<string, number> = {};
const ANSWER = { status_code: 201, headers: {}, body: { job: 'j7' }, success: true, elapsed_ms: 5, url: '' };

const call = (id: string, path: string, method: string, rest: object = {}) => ({
  id,
  component: 'http_request',
  config: { url: `${service.url}${path}`, method },
  ...rest,
});
const callsTo = (path: string) => service.received.filter(({ url }) => url === path);
const keysOf = (path: string) => callsTo(path).map(({ headers }) => headers['idempotency-key']);
const startsOf = (events: readonly RunEvent[], stageId: string) =>
  events.filter((event) => event.type === 'stage.started' && event.stage_id === stageId);

function pipelines(): Record<string, readonly unknown[]> {
  const done = call('done', '/done', 'POST');
  const guard = (main: string, rest: object) => ({
    id: 'guard',
    component: 'trycatch',
    config: { try: [main], ...rest },
  });
  const flaky = call('flaky', '/flaky', 'GET', {
    retry: { max_attempts: 3, delay_seconds: RETRY_MS / 1000, backoff: 1, jitter: false },
  });
  return {
    get: [done, call('in-flight', '/held/get', 'GET', { depends_on: ['done'] })],
    put: [call('in-flight', '/held/put', 'PUT')],
    post: [
      guard('in-flight', { catch: ['undo'], finally: ['tidy'] }),
      call('in-flight', '/held/post', 'POST'),
      call('undo', '/undo', 'PUT'),
      call('tidy', '/tidy', 'PUT'),
    ],
    marked: [call('in-flight', '/held/marked', 'POST', { idempotent: true })],
    failing: [call('in-flight', '/held/failing', 'GET', { on_interrupt: 'fail' })],
    waiting: [flaky],
    done: [
      call('in-flight', '/held/done', 'POST'),
      call('next', '/next/{{ stages.in-flight.output.body.job }}', 'PUT', { depends_on: ['in-flight'] }),
    ],
    again: [
      { id: 'each', component: 'foreach', config: { items: [1], stages: ['in-flight'] } },
      call('in-flight', '/held/again', 'POST'),
    ],
    finally: [
      guard('first', { finally: ['in-flight'] }),
      call('first', '/refused', 'GET'),
      call('in-flight', '/held/finally', 'PUT'),
    ],
    parent: [{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }],
  };
}

/** Decides for a stage once its run waits for that. */
async function decide(name: string, stageKey: string, decision: object): Promise<void> {
  const id = before[name]?.id ?? '';
  await server.until(id, ({ status }) => status === 'waiting');
  const answer = await server.post(`runs/${id}/stages/${encodeURIComponent(stageKey)}/resolve`, decision);
  decisions[name] = answer.status;
}

beforeAll(async () => {
  held = [];
  isHolding = true;
  service = await startService(({ url }, res) => {
    if (url.startsWith('/held') && isHolding) held.push(res);
    else if (url === '/refused') res.writeHead(400).end();
    else if (url === '/flaky' && callsTo('/flaky').length === 1) res.writeHead(503).end();
    else res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  server = new CrashingServer();
  const child = [
    call('first', '/child-first', 'POST'),
    call('in-flight', '/held/child', 'GET', { depends_on: ['first'] }),
  ];
  server.write('child.pipeline.json', { name: 'child', version: '1.0.0', stages: child });
  await server.start();
  before = {};
  for (const [name, stages] of Object.entries(pipelines())) before[name] = await server.run(stages);
  await untilCount(() => held.length, 9);
  await server.until(before['waiting']?.id ?? '', ({ status }) => status === 'waiting');
  eventsBefore = {};
  for (const [name, { id }] of Object.entries(before)) eventsBefore[name] = await server.events(id);
  await server.end('SIGKILL');

  isHolding = false;
  server.write('child.pipeline.json', { name: 'child', version: '2.0.0', stages: [] });
  await server.start();
  readyAt = Date.now();
  await decide('done', 'in-flight', { as: 'done', output: ANSWER });
  await decide('again', 'each[0]/in-flight', { as: 'retry', note: 'it never arrived' });
  after = {};
  for (const [name, { id }] of Object.entries(before)) after[name] = await server.untilEnd(id);
}, TIMEOUT);

afterAll(async () => {
  await server.close();
  await service.close();
});

describe('a run whose process was killed', () => {
  it.each([
    ['get', 'succeeded'],
    ['put', 'succeeded'],
    ['post', 'recovered'],
    ['marked', 'succeeded'],
    ['failing', 'failed'],
    ['waiting', 'succeeded'],
    ['finally', 'failed'],
    ['done', 'succeeded'],
    ['again', 'succeeded'],
    ['parent', 'succeeded'],
  ])('with %s under way ends %s', (name, status) => {
    expect(after[name]?.status).toBe(status);
  });

  it.each([
    ['PUT', '/held/put', 'put'],
    ['marked POST', '/held/marked', 'marked'],
    ['PUT of a finally', '/held/finally', 'finally'],
  ])('sends a %s again with the same key', (_what, path, name) => {
    const key = `${before[name]?.id}-in-flight`;
    expect(keysOf(path)).toEqual([key, key]);
  });

  it('sends a GET again', () => {
    expect(callsTo('/held/get')).toHaveLength(2);
  });

  it('does not send an unmarked POST again: it ends INTERRUPTED, catch and finally run', () => {
    expect([callsTo('/held/post').length, callsTo('/undo').length, callsTo('/tidy').length]).toEqual([1, 1, 1]);
    expect(after['post']?.stages['in-flight']).toMatchObject({ error: { type: 'INTERRUPTED' }, handled: true });
  });

  it('lets a person decide on an unmarked POST that nothing handles: done goes on with what it gave', () => {
    expect([decisions['done'], callsTo('/held/done').length, callsTo('/next/j7').length]).toEqual([202, 1, 1]);
    expect(after['done']?.stages['in-flight']).toMatchObject({ attempts: 1, resolved: { as: 'done', by: 'local' } });
  });

  it('sends it again with the same key when a person says so', () => {
    const key = `${before['again']?.id}-in-flight-0`;
    expect([decisions['again'], keysOf('/held/again')]).toEqual([202, [key, key]]);
    expect(after['again']?.stages['each[0]/in-flight']?.attempts).toBe(2);
  });

  it('does not send again what on_interrupt wants to fail', () => {
    expect([callsTo('/held/failing').length, after['failing']?.error?.type]).toEqual([1, 'INTERRUPTED']);
  });

  it('executes nothing again that was recorded', async () => {
    expect(callsTo('/done')).toHaveLength(1);
    expect(callsTo('/child-first')).toHaveLength(1);
    expect(startsOf(await server.events(before['get']?.id ?? ''), 'done')).toHaveLength(1);
  });

  it('keeps every event that anybody has seen', async () => {
    for (const [name, events] of Object.entries(eventsBefore)) {
      const now = await server.events(before[name]?.id ?? '');
      expect(now.slice(0, events.length)).toEqual(events);
      expect(now.map(({ seq }) => seq)).toEqual(now.map((_, index) => index + 1));
    }
  });

  it('ends a wait at the time that it was for', async () => {
    const events = await server.events(before['waiting']?.id ?? '');
    const retrying = events.filter(({ type }) => type === 'stage.retrying');
    const [, second] = startsOf(events, 'flaky');
    const dueAt = Date.parse(retrying[0]?.at ?? '') + RETRY_MS;
    const startedAt = Date.parse(second?.at ?? '');
    expect(retrying).toHaveLength(1);
    expect(startedAt).toBeGreaterThanOrEqual(dueAt);
    expect(startedAt - Math.max(dueAt, readyAt)).toBeLessThan(RETRY_MS);
  });

  it('goes on with the definition that it began with, children included', () => {
    const sub = after['parent']?.stages['sub'];
    expect([sub?.status, callsTo('/held/child').length]).toEqual(['succeeded', 2]);
  });
});
