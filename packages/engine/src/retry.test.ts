import type { JsonObject, Retry, RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  each,
  fails,
  pipelineOf,
  runStages,
  type StageInShort,
  start,
  testWorld,
  type WorldOptions,
} from './engine.test-support.ts';
import { EffectError } from './errors.ts';

const policy = (rest: Partial<Retry> = {}): Retry => ({
  max_attempts: 3,
  delay_seconds: 1,
  backoff: 2,
  max_delay_seconds: 60,
  jitter: false,
  on_exhausted: 'fail',
  ...rest,
});
const call = (retry: Partial<Retry>, config: JsonObject = {}, rest: object = {}): StageInShort => ({
  id: 'call',
  component: 'http_request',
  config: { url: 'https://api.test/x', ...config },
  retry: policy(retry),
  ...rest,
});
/** Answers with these statuses, one after the other, the last one for ever. */
const answers = (
  ...list: readonly (number | { status: number; headers?: Record<string, string>; body?: JsonObject })[]
): WorldOptions => {
  let count = 0;
  return {
    handler: () => {
      const answer = list[Math.min(count++, list.length - 1)] ?? 200;
      return typeof answer === 'number' ? { status: answer } : answer;
    },
  };
};
const delaysOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'stage.retrying' ? [event.delay_ms] : []));

describe('retry without a condition', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])('tries again after %i', async (status) => {
    const { run } = await runStages([call({})], { world: answers(status, 200) });
    expect([run.status, run.stages['call']?.attempts]).toEqual(['succeeded', 2]);
  });

  it.each([400, 401, 403, 404, 422, 501])('fails at once after %i, with its own type', async (status) => {
    const { run } = await runStages([call({})], { world: answers(status, 200) });
    expect([run.status, run.stages['call']?.attempts]).toEqual(['failed', 1]);
    expect(run.error?.type).not.toBe('RETRY_EXHAUSTED');
  });

  it('tries again after a transport error', async () => {
    let count = 0;
    const { run } = await runStages([call({})], {
      world: {
        handler: () =>
          count++ === 0 ? { failure: new EffectError('CONNECTIVITY', 'refused', { wasSent: false }) } : { status: 200 },
      },
    });
    expect([run.status, run.stages['call']?.attempts]).toEqual(['succeeded', 2]);
  });

  it('waits as long as it said when the clock of the machine is set back meanwhile', async () => {
    let setBackMs = 0;
    const world = testWorld({ ...answers(503, 200), startMs: 36_000_000 });
    const { gate } = world.ports;
    const clock = {
      now: () => gate.clock.now() - setBackMs,
      sleep: (ms: number, signal: AbortSignal) => {
        setBackMs = 3_600_000;
        return gate.clock.sleep(ms, signal);
      },
    };
    const ports = { ...world.ports, gate: { ...gate, clock } };
    const run = await start(pipelineOf([call({})]), { ...world, ports }).finished;
    expect([run.status, run.stages['call']?.attempts, run.duration_ms]).toEqual(['succeeded', 2, 1000]);
    expect(world.clock.now()).toBe(36_001_000);
  });

  it('tries again after a time-out, which is the whole of one attempt', async () => {
    const { run } = await runStages([call({ max_attempts: 2 }, {}, { timeout_ms: 250 })], {
      world: { handler: () => ({ status: 200, delayMs: 5000 }) },
    });
    expect([run.error?.type, run.duration_ms]).toEqual(['RETRY_EXHAUSTED', 250 + 1000 + 250]);
  });

  it('waits exponentially longer, up to max_delay_seconds', async () => {
    const { events } = await runStages([call({ max_attempts: 5, max_delay_seconds: 3 })], { world: answers(500) });
    expect(delaysOf(events)).toEqual([1000, 2000, 3000, 3000]);
  });

  it('takes up to half of each wait away, the same for the same run', async () => {
    const delays = async () => delaysOf((await runStages([call({ jitter: true })], { world: answers(500) })).events);
    const found = await delays();
    expect(found.every((delay, index) => delay >= 500 * 2 ** index && delay <= 1000 * 2 ** index)).toBe(true);
    expect(await delays()).toEqual(found);
  });

  it('honours Retry-After', async () => {
    const { events } = await runStages([call({})], {
      world: answers({ status: 429, headers: { 'Retry-After': '7' } }, 200),
    });
    expect(delaysOf(events)).toEqual([7000]);
  });

  it.each(['-1', 'NaN', 'soon', '1e9', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'ignores the Retry-After %s',
    async (header) => {
      const { events } = await runStages([call({})], {
        world: { ...answers({ status: 503, headers: { 'Retry-After': header } }, 200), startMs: 1000 },
      });
      expect(delaysOf(events)).toEqual([1000]);
    },
  );

  it('does not wait beyond the deadline for it', async () => {
    const { run } = await runStages([call({}, {}, { deadline_ms: 5000 })], {
      world: answers({ status: 429, headers: { 'Retry-After': '60' } }, 200),
    });
    expect([run.error?.type, run.duration_ms]).toEqual(['RETRY_EXHAUSTED', 0]);
  });

  it('ends the attempt that runs when the deadline comes', async () => {
    const { run } = await runStages([call({}, {}, { deadline_ms: 3000 })], {
      world: { handler: () => ({ status: 200, delayMs: 60_000 }) },
    });
    expect(run.duration_ms).toBe(3000);
  });

  it('fails with RETRY_EXHAUSTED after the last attempt, with the last error and output', async () => {
    const { run } = await runStages([call({ max_attempts: 2 })], { world: answers(503) });
    expect(run.error).toMatchObject({
      type: 'RETRY_EXHAUSTED',
      message: 'still 503 after 2 of 2 attempts (1.0 s)',
      details: { last_error: { type: 'CONNECTIVITY' }, last_output: { status_code: 503 } },
    });
  });

  it('succeeds with the last output when on_exhausted is continue', async () => {
    const { run } = await runStages([call({ max_attempts: 2, on_exhausted: 'continue' })], { world: answers(503) });
    expect([run.status, run.output]).toMatchObject(['succeeded', { status_code: 503, success: false }]);
  });

  it('leaves a failure without retry its own type', async () => {
    const { run } = await runStages([{ id: 'call', component: 'http_request', config: { url: 'https://api.test/' } }], {
      world: answers(503),
    });
    expect(run.error?.type).toBe('CONNECTIVITY');
  });
});

describe('retry with a condition', () => {
  it('knows the names of the loop around its stage, and still judges by the status', async () => {
    const { run } = await runStages(
      [
        each('each', { items: [{ wanted: 200 }], stages: ['call'], item_variable: 'region' }),
        call({ condition: '{{output.status_code != region.wanted}}' }),
      ],
      { world: answers(404, 200) },
    );
    expect([run.status, run.stages['each[0]/call']?.attempts]).toEqual(['succeeded', 2]);
  });

  const poll = (condition: string, rest: Partial<Retry> = {}, config: JsonObject = {}, stage: object = {}) =>
    call({ backoff: 1, delay_seconds: 5, condition, ...rest }, config, stage);

  it('tries again after a fixed delay as long as it is true', async () => {
    const { run, events } = await runStages([poll("{{output.body.status != 'completed'}}", { max_attempts: 9 })], {
      world: answers(
        { status: 200, body: { status: 'queued' } },
        { status: 200, body: { status: 'queued' } },
        { status: 200, body: { status: 'completed' } },
      ),
    });
    expect([run.status, delaysOf(events), run.stages['call']?.arm]).toEqual(['succeeded', [5000, 5000], 'met']);
  });

  it('takes missing data for "not yet"', async () => {
    const { run } = await runStages([poll('{{output.body.runs[0].is_pending}}', { max_attempts: 2 })], {
      world: answers({ status: 200, body: {} }),
    });
    expect([run.error?.type, run.stages['call']?.attempts]).toEqual(['RETRY_EXHAUSTED', 2]);
  });

  it('fails with RETRY_EXHAUSTED when it is still true after the last attempt', async () => {
    const { run } = await runStages([poll('{{output.status_code != 200}}', { max_attempts: 12, delay_seconds: 5 })], {
      world: answers(503),
    });
    expect([run.error?.type, run.error?.message, run.stages['call']?.arm]).toEqual([
      'RETRY_EXHAUSTED',
      'still 503 after 12 of 12 attempts (55 s)',
      'exhausted',
    ]);
  });

  it('judges a status outside expect_status when it reads status_code', async () => {
    const { run } = await runStages([poll('{{output.status_code == 404}}', { max_attempts: 5 })], {
      world: answers(404, 404, 200),
    });
    expect([run.status, run.stages['call']?.attempts]).toEqual(['succeeded', 3]);
  });

  it('still wants expect_status of the last response', async () => {
    const { run } = await runStages([poll('{{output.status_code == 503}}')], { world: answers(503, 404) });
    expect([run.error?.type, run.stages['call']?.attempts]).toEqual(['EXECUTION', 2]);
  });

  it('leaves statuses to the table when it does not read status_code', async () => {
    const { run } = await runStages([poll('{{output.body.done == false}}')], { world: answers(404) });
    expect([run.error?.type, run.stages['call']?.attempts]).toEqual(['EXECUTION', 1]);
  });

  it('fails when it is no condition', async () => {
    const { run } = await runStages([poll('{{output.status_code}}')], { world: answers(200) });
    expect([run.error?.type, run.error?.message]).toEqual(['EXPRESSION', expect.stringContaining('retry.condition')]);
  });

  it('survives transport errors on the way', async () => {
    let count = 0;
    const { run } = await runStages([poll('{{output.status_code != 200}}')], {
      world: {
        handler: () =>
          count++ === 0 ? { failure: new EffectError('CONNECTIVITY', 'refused', { wasSent: false }) } : { status: 200 },
      },
    });
    expect([run.status, run.stages['call']?.attempts]).toEqual(['succeeded', 2]);
  });
});

describe('retry of a POST or PATCH that is not idempotent', () => {
  const post = (rest: object = {}, retry: Partial<Retry> = {}) => call(retry, { method: 'POST', body: {} }, rest);

  it.each([429, 503])('tries again after %i', async (status) => {
    const { run } = await runStages([post()], { world: answers(status, 200) });
    expect(run.stages['call']?.attempts).toBe(2);
  });

  it.each([500, 502, 504, 408])('does not after %i', async (status) => {
    const { run } = await runStages([post()], { world: answers(status, 200) });
    expect([run.stages['call']?.attempts, run.error?.type === 'RETRY_EXHAUSTED']).toEqual([1, false]);
  });

  it('tries again only if the connection was never made', async () => {
    const attempts = async (wasSent: boolean) => {
      const world = { handler: () => ({ failure: new EffectError('CONNECTIVITY', 'gone', { wasSent }) }) };
      return (await runStages([post()], { world })).run.stages['call']?.attempts;
    };
    expect([await attempts(false), await attempts(true)]).toEqual([3, 1]);
  });

  it('tries again when its condition asks for it', async () => {
    const { run } = await runStages([post({}, { condition: '{{output.status_code == 500}}' })], {
      world: answers(500, 200),
    });
    expect(run.stages['call']?.attempts).toBe(2);
  });

  it('tries again like any other when it is marked idempotent', async () => {
    const { run } = await runStages([post({ idempotent: true })], { world: answers(500, 200) });
    expect(run.stages['call']?.attempts).toBe(2);
  });
});

describe('time', () => {
  it('sends every attempt with the same Idempotency-Key', async () => {
    const keys: (string | undefined)[] = [];
    await runStages([call({}, { method: 'PUT' })], {
      world: {
        handler: (request) => {
          keys.push(request.headers['Idempotency-Key']);
          return { status: 503 };
        },
      },
    });
    expect(keys).toEqual(['run-1-call', 'run-1-call', 'run-1-call']);
  });

  it('waits longer than 24 days', async () => {
    const { run } = await runStages([
      fails(
        'a',
        { retry: policy({ delay_seconds: 30 * 86_400, max_delay_seconds: 60 }) },
        { type: 'TIMEOUT', failures: 1 },
      ),
    ]);
    expect([run.status, run.duration_ms]).toEqual(['succeeded', 30 * 86_400_000]);
  });

  it('ends a component that does not listen', async () => {
    const { run } = await runStages([{ id: 'a', config: { deaf: true }, timeout_ms: 100 }]);
    expect([run.error?.type, run.error?.message]).toEqual(['TIMEOUT', 'no end after 100 ms (timeout_ms)']);
  });

  it('records that the run waits', async () => {
    const { events } = await runStages([call({})], { world: answers(503, 200) });
    expect(events.map(({ type }) => type)).toContain('run.waiting');
  });
});
