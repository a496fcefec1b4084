import { createParser } from 'eventsource-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { CrashingServer, untilCount } from './runner-process.test-support.ts';

const TIMEOUT = { timeout: 180_000 };
const HOUR_MS = 3_600_000;

let service: TestService;
let server: CrashingServer;
/** Paths that get no answer. */
const held = new Set<string>();
const refusedOnce = new Set<string>();

const call = (id: string, method: string, rest: object = {}) => ({
  id,
  component: 'http_request',
  config: { url: `${service.url}/{{execution.run_id}}/${id}`, method },
  ...rest,
});
/** Fails at its first attempt, and waits so long for the second one. */
const flaky = (seconds: number) =>
  call('flaky', 'GET', { retry: { max_attempts: 3, delay_seconds: seconds, backoff: 1, jitter: false } });
const guarded = (member: object & { readonly id: string }) => [
  { id: 'guard', component: 'trycatch', config: { try: [member.id], finally: ['tidy'] } },
  member,
  call('tidy', 'PUT'),
];
const callsTo = (runId: string, stage: string) =>
  service.received.filter(({ url }) => url === `/${runId}/${stage}`).length;

beforeAll(async () => {
  service = await startService(({ url }, res) => {
    if ([...held].some((end) => url.endsWith(end))) return;
    const isRefused = url.endsWith('/flaky') && !refusedOnce.has(url);
    refusedOnce.add(url);
    res.writeHead(isRefused ? 503 : 200, { 'Content-Type': 'application/json' }).end('{}');
  });
  server = new CrashingServer();
  await server.start();
});

afterAll(async () => {
  await server.close();
  await service.close();
});

async function waiting(stages: readonly unknown[]): Promise<string> {
  const { id } = await server.run(stages);
  await server.until(id, ({ status }) => status === 'waiting');
  return id;
}

describe('(7) a run that waits for its next attempt when its process is killed', TIMEOUT, () => {
  it('goes on at once when the time is over at the next start, also by a clock that was put forward', async () => {
    const [soon, late] = [await waiting([flaky(0.2)]), await waiting([flaky(HOUR_MS / 1000 - 60)])];
    await server.end('SIGKILL');
    await server.start({}, { sabotage: { clockMs: HOUR_MS } });
    expect([(await server.untilEnd(soon)).status, (await server.untilEnd(late)).status]).toEqual([
      'succeeded',
      'succeeded',
    ]);
    expect([callsTo(soon, 'flaky'), callsTo(late, 'flaky')]).toEqual([2, 2]);
    await server.end('SIGKILL');
    await server.start();
  });

  it('waits no longer than it was to, by a clock that was put back', async () => {
    const id = await waiting([flaky(1)]);
    await server.end('SIGKILL');
    await server.start({}, { sabotage: { clockMs: -HOUR_MS } });
    expect((await server.untilEnd(id)).status).toBe('succeeded');
    const times = (await server.events(id)).map(({ at }) => at);
    expect([callsTo(id, 'flaky'), times]).toEqual([2, times.toSorted()]);
    await server.end('SIGKILL');
    await server.start();
  });

  it('is still waiting at a start before that time', async () => {
    const id = await waiting([flaky(600)]);
    await server.end('SIGKILL');
    await server.start();
    const before = await server.events(id);
    expect((await server.get(id)).stages['flaky']?.status).toBe('waiting');
    expect([callsTo(id, 'flaky'), before.filter(({ type }) => type === 'stage.retrying').length]).toEqual([1, 1]);
    await server.post(`runs/${id}/cancel`, {});
    expect((await server.untilEnd(id)).status).toBe('cancelled');
  });
});

describe('(9) a run that is being cancelled when its process is killed', TIMEOUT, () => {
  it.each([
    ['running', () => call('main', 'GET')],
    ['waiting', () => flaky(600)],
  ])('while it was %s still tidies up, and ends cancelled', async (_what, memberOf) => {
    const member = memberOf();
    held.add('/main');
    await server.end('SIGTERM');
    await server.start({}, { sabotage: { crash: { at: 'before_request', matches: '/tidy' } } });
    const { id } = await server.run(guarded(member));
    await untilCount(() => callsTo(id, member.id), 1);
    if (member.id === 'flaky') await server.until(id, ({ status }) => status === 'waiting');
    await server.post(`runs/${id}/cancel`, {}).catch(refusalOfDead);
    await server.untilGone();
    await server.start();
    const run = await server.untilEnd(id);
    expect([run.status, run.stages['tidy']?.status, callsTo(id, 'tidy')]).toEqual(['cancelled', 'succeeded', 1]);
    expect(callsTo(id, member.id)).toBe(1);
    held.clear();
  });

  it('is cancelled also when it is down until then', async () => {
    held.add('/main');
    const { id } = await server.run(guarded(call('main', 'PUT')));
    await untilCount(() => callsTo(id, 'main'), 1);
    await server.end('SIGKILL');
    await server.start();
    await server.post(`runs/${id}/cancel`, {});
    const run = await server.untilEnd(id);
    expect([run.status, run.stages['main']?.status, callsTo(id, 'tidy')]).toEqual(['cancelled', 'cancelled', 1]);
    held.clear();
  });
});

describe('(12) a reader of a run that comes back after each kill', TIMEOUT, () => {
  it('gets every event once, in order, to the end', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const stages = ids.map((id, index) => call(id, 'GET', { depends_on: index === 0 ? [] : [ids[index - 1]] }));
    held.add('/s3').add('/s8');
    const { id } = await server.run(stages);
    const read: number[] = [];
    const reading = readToEnd(id, read);
    for (const stage of ['s3', 's8']) {
      await untilCount(() => callsTo(id, stage), 1);
      const before = await server.events(id);
      await untilCount(() => read.length, before.length);
      await server.end('SIGKILL');
      held.delete(`/${stage}`);
      await server.start();
    }
    await reading;
    const events = await server.events(id);
    expect(read).toEqual(events.map(({ seq }) => seq));
    expect((await server.get(id)).status).toBe('succeeded');
  });
});

/** Reads the events of a run like a browser: whenever the stream ends it comes back with the id that it had last. */
async function readToEnd(runId: string, read: number[]): Promise<void> {
  for (let isOver = false; !isOver; ) {
    const parser = createParser({
      onEvent({ id, data }) {
        read.push(Number(id));
        isOver ||= data.includes('"type":"run.finished"');
      },
    });
    try {
      const last = read.at(-1);
      const headers = { Accept: 'text/event-stream', ...(last !== undefined && { 'Last-Event-ID': String(last) }) };
      const answer = await fetch(`${server.url}/api/v1/runs/${runId}/events`, { headers });
      for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) parser.feed(chunk);
    } catch (error) {
      refusalOfDead(error);
    }
    if (!isOver) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a client hears of a server that is dead. */
function refusalOfDead(error: unknown): void {
  if (!(error instanceof TypeError)) throw error;
}
