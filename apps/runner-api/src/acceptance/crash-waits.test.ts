import { RunEvent } from '@flowmason/pipeline-schema';
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

describe('(8) a person’s decision, and the process is killed', TIMEOUT, () => {
  it('after it was acknowledged: nobody is asked again, and nothing is done twice', async () => {
    held.add('/send');
    const stages = [call('send', 'POST'), call('next', 'GET', { depends_on: ['send'] })];
    const answers = ['done', 'failed', 'retry'] as const;
    const ids = await Promise.all(answers.map(async () => (await server.run(stages)).id));
    for (const id of ids) await untilCount(() => callsTo(id, 'send'), 1);
    await server.end('SIGKILL');
    const crash = { at: 'after_commit', matches: '"resolved":{"as":"retry"' } as const;
    await server.start({}, { sabotage: { crash } });
    const asked = await Promise.all(ids.map((id) => server.until(id, ({ undecided }) => undecided !== undefined)));
    expect(asked.map(({ undecided }) => undecided)).toEqual([['send'], ['send'], ['send']]);
    const decide = (id: string | undefined, as: string) => server.post(`runs/${id}/stages/send/resolve`, { as });
    expect([(await decide(ids[0], 'done')).status, (await decide(ids[1], 'failed')).status]).toEqual([202, 202]);
    // It dies of this one, when that is recorded together with the attempt that it asks for, and not acknowledged.
    await decide(ids[2], 'retry').catch(refusalOfDead);
    await server.untilGone();
    held.clear();
    await server.start();
    const [done, failed] = await Promise.all(ids.slice(0, 2).map((id) => server.untilEnd(id)));
    expect([done?.status, failed?.status, failed?.error?.type]).toEqual(['succeeded', 'failed', 'INTERRUPTED']);
    // Whether the second attempt had left is not known either: a person is asked about that one.
    const { id } = await server.until(ids[2] ?? '', ({ undecided }) => undecided !== undefined);
    expect((await server.get(id)).stages['send']).toMatchObject({ attempts: 2, resolved: { as: 'retry' } });
    expect((await decide(id, 'retry')).status).toBe(202);
    expect((await server.untilEnd(id)).status).toBe('succeeded');
    expect(ids.map((runId) => [callsTo(runId, 'send'), callsTo(runId, 'next')])).toEqual([
      [1, 1],
      [1, 0],
      [2, 1],
    ]);
    expect([(await decide(ids[0], 'retry')).status, (await decide(ids[1], 'done')).status]).toEqual([409, 409]);
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

describe('(12) a reader that comes back after each kill', TIMEOUT, () => {
  it('gets every event of a run, and of all runs, once, in order, to the end', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const stages = ids.map((id, index) => call(id, 'GET', { depends_on: index === 0 ? [] : [ids[index - 1]] }));
    held.add('/s3').add('/s8');
    const { id } = await server.run(stages);
    const other = await server.run([call('s3', 'PUT'), call('s8', 'GET', { depends_on: ['s3'] })]);
    const read: ReadEvent[] = [];
    const readOfAll: ReadEvent[] = [];
    const isEnd = ({ run_id, type }: RunEvent): boolean => run_id === id && type === 'run.finished';
    const reading = readUntil(`runs/${id}/events`, read, isEnd);
    const readingAll = readUntil(`events?after=0&runs=${id},${other.id}`, readOfAll, isEnd);
    for (const stage of ['s3', 's8']) {
      await untilCount(() => callsTo(id, stage), 1);
      const before = await server.events(id);
      await untilCount(() => read.length, before.length);
      await untilCount(() => readOfAll.filter(({ event }) => event.run_id === id).length, before.length);
      await server.end('SIGKILL');
      held.delete(`/${stage}`);
      await server.start();
    }
    await Promise.all([reading, readingAll, server.untilEnd(other.id)]);
    const events = await server.events(id);
    expect(read.map(({ event }) => event)).toEqual(events);
    expect((await server.get(id)).status).toBe('succeeded');
    const ofRun = (runId: string) => readOfAll.flatMap(({ event }) => (event.run_id === runId ? [event] : []));
    expect(ofRun(id)).toEqual(events);
    // The other one may have ended later than the stream was read.
    const ofOther = await server.events(other.id);
    expect(ofRun(other.id)).toEqual(ofOther.slice(0, ofRun(other.id).length));
    const places = readOfAll.map((one) => Number(one.id.split('-').at(-1)));
    expect(new Set(readOfAll.map((one) => one.id)).size).toBe(readOfAll.length);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

/** `id` is what a reader comes back with. */
type ReadEvent = { readonly id: string; readonly event: RunEvent };

/** Reads a stream like a browser: whenever it ends it comes back with the id that it had last. A message that is no event fails. */
async function readUntil(path: string, read: ReadEvent[], isEnd: (event: RunEvent) => boolean): Promise<void> {
  for (let isOver = false; !isOver; ) {
    const leaving = new AbortController();
    const parser = createParser({
      onEvent({ id = '', data }) {
        const event = RunEvent.parse(JSON.parse(data));
        read.push({ id, event });
        isOver ||= isEnd(event);
        if (isOver) leaving.abort();
      },
    });
    try {
      const last = read.at(-1)?.id;
      const headers = { Accept: 'text/event-stream', ...(last !== undefined && { 'Last-Event-ID': last }) };
      const answer = await fetch(`${server.url}/api/v1/${path}`, { headers, signal: leaving.signal });
      for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) parser.feed(chunk);
    } catch (error) {
      if (!isOver) refusalOfDead(error);
    }
    if (!isOver) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a client hears of a server that is dead. */
function refusalOfDead(error: unknown): undefined {
  if (!(error instanceof TypeError)) throw error;
  return undefined;
}
