import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { EffectError } from '../errors.ts';
import type { EffectContext, EffectGate, HttpRequest, ModelRequest } from '../ports.ts';
import { createRecordGate } from './record-gate.ts';
import { type Mask, Recording } from './recording.ts';
import { createReplayGate } from './replay-gate.ts';
import { createSimulateGate, type SimulateGateOptions } from './simulate-gate.ts';
import { createVirtualClock } from './virtual-clock.ts';

const request = (url: string, rest: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: { Authorization: 'Bearer s3cr3t-token' },
  followRedirects: false,
  maxResponseBytes: 1_000,
  ...rest,
});
const MODEL_REQUEST: ModelRequest = { model: 'gpt-4', prompt: 'why?', outputFormat: 'json' };

const contextOf = (rest: Partial<EffectContext> = {}): EffectContext => ({
  runId: RunId.parse('r1'),
  stageId: 'call',
  instance: 'call',
  attempt: 1,
  signal: new AbortController().signal,
  idempotencyKey: 'r1-call',
  purpose: 'work',
  maxAttempts: 1,
  ...rest,
});

function openRecorder(world: Partial<SimulateGateOptions>, mask?: Mask) {
  const clock = createVirtualClock({ startMs: 5_000 });
  return createRecordGate(createSimulateGate({ handler: () => ({ status: 200 }), clock, ...world }), mask);
}

/** Opens what a recorder has recorded, as if it came from a file. */
function openReplay(recorder: { recording(): Recording }, mask?: Mask) {
  const recording = Recording.parse(JSON.parse(JSON.stringify(recorder.recording())));
  const clock = createVirtualClock({ startMs: recording.started_at_ms });
  return createReplayGate({ recording, clock, ...(mask && { mask }) });
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('the call should have failed'),
    (error: unknown) => error,
  );

async function answers(gate: EffectGate, urls: readonly string[]) {
  const bodies: [string, number][] = [];
  for (const url of urls) {
    const { body } = await gate.http(request(url), contextOf());
    bodies.push([body, gate.clock.now()]);
  }
  return bodies;
}

describe('createRecordGate', () => {
  it('passes calls through, record and all', async () => {
    const world: Partial<SimulateGateOptions> = { handler: () => ({ status: 201, body: 'hi', delayMs: 3 }) };
    const plain = createSimulateGate({ handler: () => ({ status: 200 }), clock: createVirtualClock(), ...world });
    expect(await openRecorder(world).http(request('https://a/'), contextOf())).toEqual(
      await plain.http(request('https://a/'), contextOf()),
    );
  });

  it('keeps no request headers, and masks all that it keeps', async () => {
    const mask: Mask = (value) => JSON.parse(JSON.stringify(value).replaceAll('s3cr3t-token', '•••TOKEN'));
    const recorder = openRecorder({ handler: () => ({ status: 200, body: 'you sent s3cr3t-token' }) }, mask);
    await recorder.http(request('https://a/s3cr3t-token'), contextOf());
    expect(recorder.recording().calls).toEqual([
      {
        kind: 'http',
        instance: 'call',
        attempt: 1,
        method: 'GET',
        url: 'https://a/•••TOKEN',
        simulated: true,
        outcome: { status: 'answered', answer: { status: 200, headers: {}, body: 'you sent •••TOKEN', elapsedMs: 0 } },
      },
    ]);
  });

  it('keeps a failed call and throws what was thrown', async () => {
    const failure = new EffectError('CONNECTIVITY', 'refused', { wasSent: false, details: { port: 1 } });
    const recorder = openRecorder({ handler: () => ({ failure, delayMs: 8 }) });
    expect(await rejection(recorder.http(request('https://a/'), contextOf()))).toMatchObject({
      type: 'CONNECTIVITY',
      cause: failure,
    });
    expect(recorder.recording().calls.map(({ outcome }) => outcome)).toEqual([
      {
        status: 'failed',
        type: 'CONNECTIVITY',
        message: 'refused',
        was_sent: false,
        details: { port: 1 },
        elapsed_ms: 8,
      },
    ]);
  });
});

describe('createReplayGate', () => {
  it('gives the recorded answers, each to its address, in the recorded time', async () => {
    let count = 0;
    const recorder = openRecorder({ handler: () => ({ status: 200, body: `answer ${count++}`, delayMs: 10 }) });
    const recorded = await answers(recorder, ['https://a/', 'https://b/', 'https://a/']);
    expect(await answers(openReplay(recorder), ['https://a/', 'https://b/', 'https://a/'])).toEqual(recorded);
    expect(await answers(openReplay(recorder), ['https://b/', 'https://a/', 'https://a/'])).toEqual([
      ['answer 1', 5_010],
      ['answer 0', 5_020],
      ['answer 2', 5_030],
    ]);
  });

  it('tells attempts, instances and methods apart', async () => {
    const recorder = openRecorder({
      handler: ({ method }, { instance, attempt }) => ({ status: 200, body: `${method} ${instance} ${attempt}` }),
    });
    const calls: [HttpRequest, EffectContext][] = [
      [request('https://a/'), contextOf()],
      [request('https://a/'), contextOf({ attempt: 2 })],
      [request('https://a/'), contextOf({ instance: 'each[1]/call' })],
      [request('https://a/', { method: 'PUT' }), contextOf()],
    ];
    const ask = (gate: EffectGate, order: typeof calls) => Promise.all(order.map((call) => gate.http(...call)));
    const recorded = await ask(recorder, calls);
    const replayed = await ask(openReplay(recorder), calls.toReversed());
    expect(replayed.toReversed().map(({ body }) => body)).toEqual(recorded.map(({ body }) => body));
  });

  it('fails a call as it failed then', async () => {
    const failure = new EffectError('TIMEOUT', 'too slow', { wasSent: true, retryable: true, details: [1] });
    const recorder = openRecorder({ handler: () => ({ failure, delayMs: 40 }) });
    await rejection(recorder.http(request('https://a/'), contextOf()));
    const replay = openReplay(recorder);
    expect(await rejection(replay.http(request('https://a/'), contextOf()))).toMatchObject({
      type: 'TIMEOUT',
      message: 'too slow',
      wasSent: true,
      retryable: true,
      details: [1],
      record: { response: { status_code: 0, error: 'too slow', elapsed_ms: 40 } },
    });
    expect(replay.clock.now()).toBe(5_040);
  });

  it('refuses a call that was not recorded, or was already replayed, and says which', async () => {
    const recorder = openRecorder({});
    await recorder.http(request('https://a/'), contextOf());
    const replay = openReplay(recorder);
    await replay.http(request('https://a/'), contextOf());
    expect(await rejection(replay.http(request('https://a/'), contextOf()))).toMatchObject({
      type: 'EXECUTION',
      wasSent: false,
      retryable: false,
      message: expect.stringMatching(/^GET https:\/\/a\/, asked for by attempt 1 of call, is not in the recording\./),
    });
  });

  it('finds calls whose address has a secret in it when it masks alike', async () => {
    const mask: Mask = (value) => JSON.parse(JSON.stringify(value).replaceAll('s3cr3t-token', '•••TOKEN'));
    const recorder = openRecorder({}, mask);
    await recorder.http(request('https://a/s3cr3t-token'), contextOf());
    const { record } = await openReplay(recorder, mask).http(request('https://a/s3cr3t-token'), contextOf());
    expect(record.response.status_code).toBe(200);
  });

  it('answers for models, several times in one attempt', async () => {
    let count = 0;
    const recorder = openRecorder({ model: () => ({ content: `try ${count++}`, inputTokens: 5, delayMs: 2 }) });
    const ask = async (gate: EffectGate) => [
      await gate.model(MODEL_REQUEST, contextOf()),
      await gate.model(MODEL_REQUEST, contextOf()),
    ];
    const recorded = await ask(recorder);
    const replayed = await ask(openReplay(recorder));
    expect(replayed).toEqual(recorded);
    const [first, second] = replayed;
    expect([first?.content, second?.content, first?.inputTokens]).toEqual(['try 0', 'try 1', 5]);
  });

  it('labels an answer as simulated only when it was', async () => {
    const recorder = openRecorder({});
    await recorder.http(request('https://a/'), contextOf());
    const simulated = await openReplay(recorder).http(request('https://a/'), contextOf());
    const live = {
      ...recorder.recording(),
      calls: recorder.recording().calls.map((call) => ({ ...call, simulated: false })),
    };
    const real = await openReplay({ recording: () => live }).http(request('https://a/'), contextOf());
    expect([simulated.record.simulated, real.record.simulated]).toEqual([true, undefined]);
  });
});
