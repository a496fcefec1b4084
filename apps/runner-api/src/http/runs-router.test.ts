import { foldRun, newRun, Problem, Run, RunEvent, RunId, RunPage } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';
import { messagesOf, runToEnd, streamOf } from './runs.test-support.ts';

function pipeline(name: string, stages: readonly unknown[], rest: object = {}): string {
  return JSON.stringify({ name, version: '1.0.0', stages, ...rest });
}

const greet = { id: 'greet', component: 'logger', config: { message: 'hello' } };

let api: TestApi;
let slow: TestService;
/** Answers that the slow service holds back. */
let waiting: (() => void)[];

beforeAll(async () => {
  waiting = [];
  slow = await startService((call, res) => {
    if (call.url === '/slow') waiting.push(() => res.end('done'));
    else res.end('ok');
  });
  const hang = { id: 'hang', component: 'http_request', config: { url: `${slow.url}/slow` } };
  api = await startApi({
    files: {
      'hello.pipeline.json': pipeline('hello', [greet]),
      'slow.pipeline.json': pipeline('slow', [greet, { ...hang, depends_on: ['greet'] }]),
      'guarded.pipeline.json': pipeline('guarded', [
        { id: 'guard', component: 'trycatch', config: { try: ['hang'], finally: ['tidy'] } },
        hang,
        { id: 'tidy', component: 'logger', config: { message: 'tidy' } },
      ]),
      'typed.pipeline.json': pipeline('typed', [greet], {
        input_schema: {
          type: 'object',
          properties: { service: { type: 'string' }, replicas: { type: 'integer', default: 3 } },
          required: ['service'],
        },
      }),
      'broken.pipeline.json': pipeline('broken', [{ ...greet, depends_on: ['nobody'] }]),
      'secret.pipeline.json': pipeline('secret', [
        {
          id: 'call',
          component: 'http_request',
          config: { url: slow.url, headers: { 'X-Key': '{{secrets.API_KEY}}' } },
        },
      ]),
      'parent.pipeline.json': pipeline('parent', [
        { id: 'child', component: 'subpipeline', config: { pipeline: 'hello', input: {} } },
      ]),
      'x/many.pipeline.json': pipeline('many', [greet]),
      'y/many.pipeline.json': pipeline('many', [greet]),
      'staging.profile.json': JSON.stringify({ env: { REGION: 'eu' } }),
      'fast.profile.json': JSON.stringify({ clock: { speed: 5 } }),
      'bad.profile.json': '{"http": {"rewrites": []}}',
    },
  });
});
afterAll(async () => {
  await api.close();
  await slow.close();
});

async function start(request: unknown, headers: Record<string, string> = {}): Promise<Run> {
  const answer = await api.post('/api/v1/runs', request, headers);
  expect(answer.status).toBe(202);
  return Run.parse(await answer.json());
}

async function problemOf(response: Promise<Response>): Promise<Problem> {
  return Problem.parse(await (await response).json());
}

/** Starts the slow pipeline, and resolves when its request hangs. */
async function startHanging(name = 'slow'): Promise<{ run: Run; release: () => void }> {
  const before = waiting.length;
  const run = await start({ pipeline: name });
  await expect.poll(() => waiting.length, { timeout: 10_000 }).toBe(before + 1);
  const release = waiting.at(-1);
  if (release === undefined) throw new Error('nothing hangs');
  return { run, release };
}

describe('POST /runs', () => {
  it('answers 202 with the run and its address', async () => {
    const answer = await api.post('/api/v1/runs', { pipeline: 'hello' });
    const run = Run.parse(await answer.json());
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/v1/runs/${run.id}`);
    expect(run).toMatchObject({ pipeline: 'hello', trigger: 'api' });
  });

  it.each([
    ['a document as an object', { document: JSON.parse(pipeline('inline', [greet])) }],
    ['a document as text', { document: pipeline('inline', [greet]) }],
  ])('runs %s', async (_, request) => {
    expect(await runToEnd(api, request)).toMatchObject({ pipeline: 'inline', status: 'succeeded' });
  });

  it('takes a document of nearly a megabyte as an object', { timeout: 30_000 }, async () => {
    const document = { name: 'large', version: '1.0.0', stages: [greet], extra: Array(80_000).fill(['a', 'b']) };
    expect((await api.post('/api/v1/runs', { document })).status).toBe(202);
  });

  it('checks the input and fills in its defaults', async () => {
    const run = await runToEnd(api, { pipeline: 'typed', input: { service: 'api' } });
    expect(run.input).toEqual({ service: 'api', replicas: 3 });
  });

  it('runs a pipeline inside another', async () => {
    const parent = await runToEnd(api, { pipeline: 'parent' });
    const { items } = RunPage.parse(await (await api.get('/api/v1/runs?pipeline=hello')).json());
    expect(parent.status).toBe('succeeded');
    expect(items).toContainEqual(expect.objectContaining({ parent: { run_id: parent.id, stage_id: 'child' } }));
  });

  it.each([
    ['there is none', 'nobody', 'nobody'],
    ['it has errors', 'broken', 'has errors'],
    ['several bear its name', 'many', 'names 2 pipelines'],
    ['its path leaves the workspace', '../../etc/passwd', 'passwd'],
  ])('fails a stage that runs a pipeline inside when %s', async (_, reference, message) => {
    const child = { id: 'child', component: 'subpipeline', config: { pipeline: reference } };
    const run = await runToEnd(api, { document: JSON.parse(pipeline('outer', [child])) });
    expect(run).toMatchObject({
      status: 'failed',
      stages: { child: { error: { type: 'VALIDATION', message: expect.stringContaining(message) } } },
    });
  });

  it.each([
    ['neither pipeline nor document', {}, 400, 'request_invalid', 'Give either'],
    ['both', { pipeline: 'hello', document: {} }, 400, 'request_invalid', 'Give either'],
    ['an unknown pipeline', { pipeline: 'nothing' }, 404, 'pipeline_not_found', 'It has bad'],
    ['an ill-typed input', { pipeline: 'typed', input: { service: 7 } }, 422, 'input_invalid', '/service'],
    ['no input where one is required', { pipeline: 'typed' }, 422, 'input_invalid', 'service'],
    ['an unknown profile', { pipeline: 'hello', profile: 'prod' }, 422, 'profile_not_found', 'bad, fast, staging'],
    ['a broken profile', { pipeline: 'hello', profile: 'bad' }, 422, 'profile_invalid', '"rewrites"'],
    ['a profile with a clock', { pipeline: 'hello', profile: 'fast' }, 422, 'profile_invalid', 'clock.speed'],
    ['an unknown situation', { pipeline: 'hello', sandbox: 'flood' }, 422, 'situation_not_found', 'all-good'],
    [
      'a profile and a sandbox',
      { pipeline: 'hello', profile: 'staging', sandbox: true },
      400,
      'request_invalid',
      'both',
    ],
    ['a secret that nobody has set', { pipeline: 'secret' }, 422, 'secrets_missing', 'FM_SECRET_API_KEY'],
    [
      'a secret that is too short',
      { pipeline: 'secret', secrets: { API_KEY: 'abc' } },
      422,
      'secrets_invalid',
      'API_KEY',
    ],
  ])('refuses %s, and starts nothing', async (_, request, status, code, detail) => {
    const before = RunPage.parse(await (await api.get('/api/v1/runs?limit=200')).json()).items.length;
    const problem = await problemOf(api.post('/api/v1/runs', request));
    expect(problem).toMatchObject({ status, type: `urn:flowmason:problem:${code}` });
    expect(problem.detail).toContain(detail.replace('It has bad', 'It has broken'));
    expect(RunPage.parse(await (await api.get('/api/v1/runs?limit=200')).json()).items).toHaveLength(before);
  });

  it('refuses a pipeline with errors, and tells all of them', async () => {
    expect(await problemOf(api.post('/api/v1/runs', { pipeline: 'broken' }))).toMatchObject({
      status: 422,
      type: 'urn:flowmason:problem:pipeline_invalid',
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: 'unknown-stage', severity: 'error' })]),
    });
  });
});

describe('Idempotency-Key', () => {
  it('gives the same run for the same body', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const runs = await Promise.all([start({ pipeline: 'hello' }, headers), start({ pipeline: 'hello' }, headers)]);
    expect(runs[0]?.id).toBe(runs[1]?.id);
  });

  it('refuses another body with 422', async () => {
    await start({ pipeline: 'hello' }, { 'Idempotency-Key': 'twice' });
    const other = api.post('/api/v1/runs', { pipeline: 'hello', input: { x: 1 } }, { 'Idempotency-Key': 'twice' });
    expect(await problemOf(other)).toMatchObject({ status: 422, type: 'urn:flowmason:problem:idempotency_mismatch' });
  });
});

describe('GET /runs', () => {
  it('pages through the runs, newest first, each once', async () => {
    const { id } = await runToEnd(api, { pipeline: 'hello' });
    await runToEnd(api, { pipeline: 'typed', input: { service: 'a' } });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: RunPage = RunPage.parse(await (await api.get(`/api/v1/runs?limit=2${query}`)).json());
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen[1]).toBe(id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(3);
  });

  it('takes several statuses, repeated or with commas between them', async () => {
    await runToEnd(api, { pipeline: 'hello' });
    const idsOf = async (query: string) =>
      RunPage.parse(await (await api.get(`/api/v1/runs?limit=200&${query}`)).json()).items.map(({ id }) => id);
    const succeeded = await idsOf('status=succeeded');
    expect(succeeded.length).toBeGreaterThan(0);
    expect(await idsOf('status=failed,succeeded')).toEqual(await idsOf('status=failed&status=succeeded'));
    expect(await idsOf('status=failed,succeeded')).toEqual(expect.arrayContaining(succeeded));
  });

  it('filters by pipeline and status', async () => {
    const { run, release } = await startHanging();
    const page = RunPage.parse(await (await api.get('/api/v1/runs?pipeline=slow&status=running')).json());
    expect(page.items.map(({ id }) => id)).toEqual([run.id]);
    release();
    await streamOf(api, run.id);
  });

  it.each([
    ...['limit=0', 'limit=1000', 'limit=x', 'limit=1&limit=2', 'status=done', 'status=', 'cursor=nonsense'],
    ...['pipeline=', 'pipeline=a&pipeline=b', 'needs_person=yes', 'needs_person=false'],
  ])('refuses %s with 400', async (query) => {
    expect((await api.get(`/api/v1/runs?${query}`)).status).toBe(400);
  });
});

describe('GET /runs/:id', () => {
  it('is the fold of the journal', async () => {
    const run = await runToEnd(api, { pipeline: 'hello' });
    const events = RunEvent.array().parse(await (await api.get(`/api/v1/runs/${run.id}/events`)).json());
    expect(run).toEqual(foldRun(newRun(run.id), events));
  });

  it('answers 404 for a run that there is not, and 400 for what is no id', async () => {
    expect((await api.get('/api/v1/runs/nobody')).status).toBe(404);
    expect((await api.get('/api/v1/runs/..%2Fx')).status).toBe(400);
  });

  it('stands as the last run beside its pipeline', async () => {
    const run = await runToEnd(api, { pipeline: 'hello' });
    const pipelines: unknown = await (await api.get('/api/v1/pipelines')).json();
    expect(pipelines).toContainEqual(
      expect.objectContaining({ id: 'hello', last_run: expect.objectContaining({ id: run.id, status: 'succeeded' }) }),
    );
  });
});

describe('GET /runs/:id/events', () => {
  it('streams every event once, in order, and closes after the last', async () => {
    const { run, release } = await startHanging();
    const streaming = streamOf(api, run.id);
    release();
    const events = await streaming;
    expect(events.map(({ seq }) => seq)).toEqual([...events.keys()].map((index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', status: 'succeeded' });
  });

  it('sends an event while the run goes on', async () => {
    const { run, release } = await startHanging();
    const answer = await api.get(`/api/v1/runs/${run.id}/events`, { Accept: 'text/event-stream' });
    for await (const { data } of messagesOf(answer)) {
      if (JSON.parse(data).type === 'stage.started' && JSON.parse(data).stage_id === 'hang') break;
    }
    release();
    expect((await streamOf(api, run.id)).at(-1)).toMatchObject({ status: 'succeeded' });
  });

  it('goes on behind Last-Event-ID and behind ?after= without gap or double', async () => {
    const { id } = await runToEnd(api, { pipeline: 'hello' });
    const all = await streamOf(api, id);
    const behindThird = all.slice(3);
    expect(await streamOf(api, id, { 'Last-Event-ID': '3' })).toEqual(behindThird);
    const after = await api.get(`/api/v1/runs/${id}/events?after=3`);
    expect(RunEvent.array().parse(await after.json())).toEqual(behindThird);
  });

  it('sends no browser back that has seen the end', async () => {
    const { id, seq } = await runToEnd(api, { pipeline: 'hello' });
    const headers = { Accept: 'text/event-stream', 'Last-Event-ID': String(seq) };
    expect((await api.get(`/api/v1/runs/${id}/events`, headers)).status).toBe(204);
  });

  it('ends at once when there is nothing behind ?after=', async () => {
    const { id, seq } = await runToEnd(api, { pipeline: 'hello' });
    const answer = await api.get(`/api/v1/runs/${id}/events?after=${seq}`, { Accept: 'text/event-stream' });
    expect(await answer.text()).toBe('retry: 1000\n\n');
  });

  it('is not compressed', async () => {
    const { id } = await runToEnd(api, { pipeline: 'hello' });
    const headers = { Accept: 'text/event-stream', 'Accept-Encoding': 'gzip' };
    expect((await api.get(`/api/v1/runs/${id}/events`, headers)).headers.get('content-encoding')).toBeNull();
  });

  it('answers 404 for a run that there is not, and 400 for a place that is none', async () => {
    const headers = { Accept: 'text/event-stream' };
    expect((await api.get('/api/v1/runs/nobody/events', headers)).status).toBe(404);
    const { id } = await runToEnd(api, { pipeline: 'hello' });
    expect((await api.get(`/api/v1/runs/${id}/events?after=-1`, headers)).status).toBe(400);
    expect((await api.get(`/api/v1/runs/${id}/events`, { 'Last-Event-ID': 'x' })).status).toBe(400);
  });
});

describe('POST /runs/:id/cancel', () => {
  it('ends the run as cancelled, and its finally stages run', async () => {
    const { run } = await startHanging('guarded');
    const answer = await api.post(`/api/v1/runs/${run.id}/cancel`, { reason: 'wrong window' });
    expect(answer.status).toBe(202);
    expect(Run.parse(await answer.json()).cancelling).toBe(true);
    const events = await streamOf(api, run.id);
    expect(events).toContainEqual(expect.objectContaining({ type: 'run.cancelling', reason: 'wrong window' }));
    expect(foldRun(newRun(RunId.parse(run.id)), events)).toMatchObject({
      status: 'cancelled',
      stages: { hang: { status: 'cancelled' }, tidy: { status: 'succeeded' } },
    });
  });

  it('answers 409 for a run that has ended', async () => {
    const { id } = await runToEnd(api, { pipeline: 'hello' });
    expect(await problemOf(api.post(`/api/v1/runs/${id}/cancel`, {}))).toMatchObject({
      status: 409,
      type: 'urn:flowmason:problem:run_finished',
    });
  });

  it('answers 404 for a run that there is not', async () => {
    expect((await api.post('/api/v1/runs/nobody/cancel', {})).status).toBe(404);
  });
});

describe('GET /events', () => {
  it('streams the events of all runs, and goes on where a reader was cut off', async () => {
    const answer = await api.get('/api/v1/events', { Accept: 'text/event-stream' });
    const first = await runToEnd(api, { pipeline: 'hello' });
    const seen = new Map<string, number[]>();
    let lastId: string | undefined;
    for await (const { id, data } of messagesOf(answer)) {
      const event = RunEvent.parse(JSON.parse(data));
      seen.set(event.run_id, [...(seen.get(event.run_id) ?? []), event.seq]);
      lastId = id;
      if (event.seq === 2) break;
    }
    const second = await runToEnd(api, { pipeline: 'hello' });
    const resumed = await api.get('/api/v1/events', { 'Last-Event-ID': lastId ?? '' });
    for await (const { data } of messagesOf(resumed)) {
      const event = RunEvent.parse(JSON.parse(data));
      seen.set(event.run_id, [...(seen.get(event.run_id) ?? []), event.seq]);
      if (event.run_id === second.id && event.type === 'run.finished') break;
    }
    const upTo = (count: number) => [...Array(count).keys()].map((index) => index + 1);
    expect(Object.fromEntries(seen)).toEqual({ [first.id]: upTo(first.seq), [second.id]: upTo(second.seq) });
  });

  it('begins with the first event of all for ?after=0, and lets through only what is asked for', async () => {
    const { id } = await runToEnd(api, { pipeline: 'hello' });
    await runToEnd(api, { pipeline: 'hello' });
    const answer = await api.get(`/api/v1/events?after=0&runs=${id},nobody&types=run,stage.succeeded`);
    const types: string[] = [];
    for await (const { data } of messagesOf(answer)) {
      const event = RunEvent.parse(JSON.parse(data));
      expect(event.run_id).toBe(id);
      types.push(event.type);
      if (event.type === 'run.finished') break;
    }
    expect(types).toEqual(['run.queued', 'run.started', 'stage.succeeded', 'run.finished']);
  });

  it.each(['types=nonsense', 'types=', 'runs=', 'runs=../x', 'others=run.nonsense', `after=${'9'.repeat(200)}`])(
    'answers 400 for ?%s',
    async (query) => {
      expect((await api.get(`/api/v1/events?${query}`)).status).toBe(400);
    },
  );

  it('tells a reader whose place is not known to start over', async () => {
    const answer = await api.get('/api/v1/events', { 'Last-Event-ID': 'other-process-7' });
    const { value } = await messagesOf(answer).next();
    expect(value).toMatchObject({ type: 'reset', data: '{}' });
  });
});

describe('POST /runs of a pipeline whose runs take turns', () => {
  const turnOf = (policy: string) => ({
    document: {
      name: 'turns',
      version: '1.0.0',
      settings: { concurrency: { key: 'turns {{input.service}}', policy } },
      stages: [{ id: 'hang', component: 'http_request', config: { url: `${slow.url}/slow` } }],
    },
    input: { service: 'api' },
  });

  it('queues, skips or refuses while another one has the turn, and says which', async () => {
    const holder = await start(turnOf('queue'));
    const queued = await start(turnOf('queue'));
    const skipped = await start(turnOf('skip'));
    const refused = await api.post('/api/v1/runs', turnOf('reject'));
    expect([queued.status, queued.queue?.behind]).toEqual(['queued', holder.id]);
    expect([skipped.status, skipped.error?.message]).toEqual(['cancelled', expect.stringContaining(holder.id)]);
    expect([refused.status, Problem.parse(await refused.json())]).toEqual([
      409,
      expect.objectContaining({
        type: 'urn:flowmason:problem:concurrency_conflict',
        detail: expect.stringContaining(holder.id),
      }),
    ]);
    const page = RunPage.parse(await (await api.get('/api/v1/runs?pipeline=turns&status=queued')).json());
    expect(page.items.map(({ id, queue }) => [id, queue?.behind])).toEqual([[queued.id, holder.id]]);
    for (const { id } of [queued, holder]) await api.post(`/api/v1/runs/${id}/cancel`, {});
  });

  it('refuses half a key with 422, and records nothing', async () => {
    const answer = await api.post('/api/v1/runs', { ...turnOf('queue'), input: { service: '' } });
    expect([answer.status, Problem.parse(await answer.json()).type]).toEqual([
      422,
      'urn:flowmason:problem:input_invalid',
    ]);
  });
});

describe('POST /runs at a runner that is full', () => {
  it('answers 503 and says when to come again', async () => {
    const full = await startApi({ limits: { atWork: 1, open: 1 } });
    const hang = { id: 'hang', component: 'http_request', config: { url: `${slow.url}/slow` } };
    const request = { document: { name: 'full', version: '1.0.0', stages: [hang] } };
    const answers = [await full.post('/api/v1/runs', request), await full.post('/api/v1/runs', request)];
    expect(answers.map(({ status, headers }) => [status, headers.get('Retry-After')])).toEqual([
      [202, null],
      [503, '5'],
    ]);
    await full.close();
  });
});
