import { ComponentError, EffectError } from '@flowmason/engine';
import { describe, expect, it } from 'vitest';
import { callContext } from './call-context.test-support.ts';
import { type Caller, createHostGuard, type HostGuard } from './host-guard.ts';

const HOST = 'api.example';

function guardAt(): { time: { ms: number }; guard: HostGuard } {
  const time = { ms: 0 };
  return { time, guard: createHostGuard(() => time.ms) };
}

/** What became of one call: its status, or why there is none; `sent` says whether it left. */
async function call(guard: HostGuard, end: number | Error, caller: Partial<Caller> = {}, host = HOST) {
  let sent = false;
  try {
    const { status } = await guard.watch(
      { host, shownHost: host, label: `GET https://${host}/x`, caller: callContext(caller) },
      async () => {
        sent = true;
        if (end instanceof Error) throw end;
        return { status: end };
      },
    );
    return { sent, status };
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error;
    return { sent, type: error.type, message: error.message, retryable: error.retryable };
  }
}

async function failTimes(guard: HostGuard, times: number, end: number | Error = 503, caller: Partial<Caller> = {}) {
  for (let time = 0; time < times; time++) await call(guard, end, caller);
}

const REFUSED_CONNECTION = new EffectError('CONNECTIVITY', 'nothing listens', { wasSent: false, retryable: true });
const TIMED_OUT = new ComponentError('TIMEOUT', 'no end after 1.0 s');

describe('a host that is in trouble', () => {
  it.each([
    ['answers with 500', 500],
    ['answers with 503', 503],
    ['takes no connection', REFUSED_CONNECTION],
    ['gives no answer in time', TIMED_OUT],
  ])('is left alone when it %s five times in a row', async (_, end) => {
    const { guard, time } = guardAt();
    await failTimes(guard, 5, end);
    time.ms = 2000;
    expect(await call(guard, 200)).toEqual({
      sent: false,
      type: 'CONNECTIVITY',
      retryable: true,
      message:
        'GET https://api.example/x is not sent: api.example has been left alone for 2.0 s, because the last 5 stages that called it failed. It is tried again in 3.0 s; stages of catch and finally are not held back.',
    });
  });

  it('keeps no other host from being called', async () => {
    const { guard } = guardAt();
    await failTimes(guard, 5);
    expect(await call(guard, 200, {}, 'other.example')).toEqual({ sent: true, status: 200 });
  });

  it.each(['cleanup', 'resend', 'poll'] as const)('is called all the same for %s', async (purpose) => {
    const { guard } = guardAt();
    await failTimes(guard, 5);
    expect(await call(guard, 503, { purpose })).toEqual({ sent: true, status: 503 });
  });

  it('is called all the same by a stage that has called it before', async () => {
    const { guard } = guardAt();
    await failTimes(guard, 5);
    expect(await call(guard, 503, { attempt: 2, maxAttempts: 3 })).toEqual({ sent: true, status: 503 });
  });

  it('is called again by all once a call of a catch came through', async () => {
    const { guard } = guardAt();
    await failTimes(guard, 5);
    await call(guard, 200, { purpose: 'cleanup' });
    expect(await call(guard, 200)).toEqual({ sent: true, status: 200 });
  });

  it('is told of, with what was spared it', async () => {
    const { guard } = guardAt();
    await call(guard, 200, {}, 'other.example');
    await failTimes(guard, 7);
    expect(guard.breakerStates()).toEqual([
      { host: HOST, circuit: 'open', openedCount: 1, refusedCount: 2, shedRetryCount: 0 },
    ]);
  });
});

describe('what is no trouble', () => {
  it.each([
    ['a status that says what the caller did wrong', 404],
    ['a status that asks for patience', 429],
    ['a call that was cancelled', new ComponentError('CANCELLED', 'cancelled')],
    ['an answer that cannot be read', new EffectError('VALIDATION', 'not UTF-8', { wasSent: true })],
    ['an address that is never called', new EffectError('SECURITY', 'metadata', { wasSent: false })],
  ])('is %s', async (_, end) => {
    const { guard } = guardAt();
    await failTimes(guard, 30, end);
    expect(await call(guard, 200)).toEqual({ sent: true, status: 200 });
  });

  it.each(['cleanup', 'resend', 'poll'] as const)('is a bad answer that is got for %s', async (purpose) => {
    const { guard } = guardAt();
    await failTimes(guard, 30, 503, { purpose });
    expect(await call(guard, 200)).toEqual({ sent: true, status: 200 });
  });

  it('is one stage that tries twelve times', async () => {
    const { guard } = guardAt();
    for (let attempt = 1; attempt <= 12; attempt++) {
      expect(await call(guard, 503, { attempt, maxAttempts: 12 })).toEqual({ sent: true, status: 503 });
    }
    expect(await call(guard, 200)).toEqual({ sent: true, status: 200 });
  });
});

describe('a storm of retries', () => {
  it('reaches a host of a hundred stages that fail at once with fifty retries instead of four hundred', async () => {
    const { guard } = guardAt();
    const runs = Array.from({ length: 100 }, (_, index) => callContext({ instance: `call[${index}]`, maxAttempts: 5 }));
    let sentRetries = 0;
    for (let attempt = 1; attempt <= 5; attempt++) {
      const calls = await Promise.all(runs.map((run) => call(guard, 429, { ...run, attempt })));
      if (attempt > 1) sentRetries += calls.filter(({ sent }) => sent).length;
    }
    expect(sentRetries).toBe(50);
  });

  it('says why a retry was not sent', async () => {
    const { guard } = guardAt();
    for (let run = 0; run < 10; run++) await call(guard, 503, { instance: `call[${run}]`, attempt: 2, maxAttempts: 5 });
    expect(await call(guard, 200, { attempt: 2, maxAttempts: 5 })).toMatchObject({
      sent: false,
      type: 'CONNECTIVITY',
      retryable: true,
      message: expect.stringContaining('more than ten stages are retrying calls to api.example'),
    });
    expect(guard.breakerStates()).toMatchObject([{ host: HOST, shedRetryCount: 1 }]);
  });
});

describe('the number of hosts', () => {
  it('that are remembered is ten thousand: the one that was called longest ago is forgotten', async () => {
    const { guard } = guardAt();
    await failTimes(guard, 5);
    for (let host = 0; host < 9999; host++) await call(guard, 200, {}, `host-${host}.example`);
    expect(await call(guard, 200)).toMatchObject({ sent: false });
    for (let host = 0; host < 10_000; host++) await call(guard, 200, {}, `other-${host}.example`);
    expect(await call(guard, 200)).toMatchObject({ sent: true });
  });
});
