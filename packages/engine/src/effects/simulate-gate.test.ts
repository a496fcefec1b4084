import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { ComponentError, EffectError } from '../errors.ts';
import type { EffectContext, HttpRequest, ModelRequest } from '../ports.ts';
import { createSimulateGate, type SimulateGateOptions } from './simulate-gate.ts';
import { createVirtualClock } from './virtual-clock.ts';

const REQUEST: HttpRequest = {
  method: 'POST',
  url: 'https://api.example.com/x',
  headers: { 'Content-Type': 'application/json' },
  body: '{"a":1}',
  followRedirects: false,
  maxResponseBytes: 100,
};
const MODEL_REQUEST: ModelRequest = { model: 'gpt-4', prompt: 'why?', outputFormat: 'text' };

function open(options: Partial<SimulateGateOptions> = {}, signal = new AbortController().signal) {
  const clock = createVirtualClock({ startMs: 1_000 });
  const context: EffectContext = {
    runId: RunId.parse('r1'),
    stageId: 'call',
    instance: 'each[0]/call',
    attempt: 2,
    signal,
    idempotencyKey: 'r1-call-0',
    purpose: 'work',
    maxAttempts: 1,
  };
  return { clock, context, gate: createSimulateGate({ handler: () => ({ status: 200 }), clock, ...options }) };
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('the call should have failed'),
    (error: unknown) => error,
  );

describe('createSimulateGate', () => {
  it('gives the handler the request and who asks', async () => {
    const seen: unknown[] = [];
    const { gate, context } = open({
      handler(request, asker) {
        seen.push(request, asker);
        return { status: 200 };
      },
    });
    await gate.http(REQUEST, context);
    expect(seen).toEqual([REQUEST, context]);
  });

  it('answers with lower-case headers, and JSON for a body that is no text', async () => {
    const { gate, context } = open({ handler: () => ({ status: 201, headers: { 'X-A': '1' }, body: { ok: true } }) });
    expect(await gate.http(REQUEST, context)).toMatchObject({
      status: 201,
      headers: { 'x-a': '1', 'content-type': 'application/json' },
      body: '{"ok":true}',
    });
  });

  it('keeps text and the content type as the handler gives them', async () => {
    const headers = { 'Content-Type': 'application/vnd.x+json' };
    const { gate, context } = open({ handler: () => ({ status: 200, headers, body: 'text' }) });
    expect(await gate.http(REQUEST, context)).toMatchObject({
      headers: { 'content-type': 'application/vnd.x+json' },
      body: 'text',
    });
  });

  it('lets an answer take its time on the clock', async () => {
    const { gate, context, clock } = open({ handler: () => ({ status: 200, delayMs: 2_500 }) });
    expect(await gate.http(REQUEST, context)).toMatchObject({ elapsedMs: 2_500 });
    expect(clock.now()).toBe(3_500);
  });

  it('lets calls that overlap take the time of the longest', async () => {
    const { gate, context, clock } = open({ handler: ({ url }) => ({ status: 200, delayMs: Number(url.slice(-2)) }) });
    const ends = [30, 10, 20].map(async (ms) => {
      await gate.http({ ...REQUEST, url: `https://x/${ms}` }, context);
      return clock.now();
    });
    expect(await Promise.all(ends)).toEqual([1_030, 1_010, 1_020]);
  });

  it('holds time still while an asynchronous handler thinks', async () => {
    const { promise, resolve } = Promise.withResolvers<{ status: number }>();
    const { gate, context, clock } = open({ handler: () => promise });
    const call = gate.http(REQUEST, context);
    const sleeping = clock.sleep(50, context.signal).then(() => clock.now());
    for (let round = 0; round < 2_000; round += 1) await undefined;
    expect(clock.now()).toBe(1_000);
    resolve({ status: 200 });
    expect([(await call).elapsedMs, await sleeping]).toEqual([0, 1_050]);
  });

  it('records what went out and came back, labelled as simulated', async () => {
    const { gate, context } = open({ handler: () => ({ status: 200, body: { ok: true }, delayMs: 3 }) });
    expect((await gate.http(REQUEST, context)).record).toEqual({
      request: { method: 'POST', url: REQUEST.url, headers: REQUEST.headers, body: { a: 1 } },
      response: {
        status_code: 200,
        headers: { 'content-type': 'application/json' },
        body: { ok: true },
        elapsed_ms: 3,
      },
      simulated: true,
    });
  });

  it('gives a call up when its signal aborts while the answer is on its way', async () => {
    const controller = new AbortController();
    const { gate, context } = open({ handler: () => ({ status: 200, delayMs: Infinity }) }, controller.signal);
    const call = rejection(gate.http(REQUEST, context));
    await Promise.resolve();
    controller.abort(new ComponentError('TIMEOUT', 'no answer within 10 s'));
    expect(await call).toMatchObject({
      name: 'ComponentError',
      type: 'TIMEOUT',
      wasSent: true,
      message: 'given up before an answer came',
      record: { response: { status_code: 0, error: expect.any(String) }, simulated: true },
    });
  });

  it('gives a call up when its signal aborts while the handler thinks, and lets time go on', async () => {
    const controller = new AbortController();
    const { gate, context, clock } = open({ handler: () => new Promise<never>(() => {}) }, controller.signal);
    const call = rejection(gate.http(REQUEST, context));
    controller.abort();
    expect(await call).toMatchObject({ type: 'CANCELLED', wasSent: true });
    await clock.sleep(10, new AbortController().signal);
    expect(clock.now()).toBe(1_010);
  });

  it('says CANCELLED when the signal aborts for any other reason, also before the call', async () => {
    const { gate, context } = open({}, AbortSignal.abort('stop'));
    const error = await rejection(gate.http(REQUEST, context));
    expect(error).toMatchObject({ type: 'CANCELLED', wasSent: false });
  });

  it('passes on that a service cannot be reached, with the record', async () => {
    const refused = new EffectError('CONNECTIVITY', 'connection refused', { wasSent: false, retryable: true });
    const { gate, context } = open({
      handler() {
        throw refused;
      },
    });
    expect(await rejection(gate.http(REQUEST, context))).toMatchObject({
      type: 'CONNECTIVITY',
      message: 'connection refused',
      wasSent: false,
      retryable: true,
      record: { request: { url: REQUEST.url }, response: { status_code: 0, error: 'connection refused' } },
    });
  });

  it('lets a fault of the handler through as it is', async () => {
    const { gate, context } = open({
      handler() {
        throw new TypeError('handler is broken');
      },
    });
    expect(await rejection(gate.http(REQUEST, context))).toEqual(new TypeError('handler is broken'));
  });

  it('refuses an answer above the limit, in bytes', async () => {
    const { gate, context } = open({ handler: () => ({ status: 200, body: 'é'.repeat(51) }) });
    expect(await rejection(gate.http(REQUEST, context))).toMatchObject({ type: 'LIMIT', wasSent: true });
  });

  it('answers for a model, with counts of 0 unless they are given', async () => {
    const { gate, context } = open({ model: ({ prompt }) => ({ content: `because ${prompt}`, delayMs: 4 }) });
    const { record, ...answer } = await gate.model(MODEL_REQUEST, context);
    expect(answer).toEqual({
      content: 'because why?',
      model: 'gpt-4',
      inputTokens: 0,
      outputTokens: 0,
      finishReason: 'stop',
      elapsedMs: 4,
    });
    expect(record).toMatchObject({
      request: { body: { model: 'gpt-4', prompt: 'why?', output_format: 'text' } },
      response: { status_code: 200, body: { content: 'because why?' }, elapsed_ms: 4 },
      simulated: true,
    });
  });

  it('never makes an answer up when it has no model', async () => {
    const { gate, context } = open();
    expect(await rejection(gate.model(MODEL_REQUEST, context))).toMatchObject({ type: 'PROVIDER', wasSent: false });
  });
});
