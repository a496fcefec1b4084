import type { ServerResponse } from 'node:http';
import { EffectError, type ModelRequest } from '@flowmason/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callContext } from './call-context.test-support.ts';
import { createGuardedClient } from './guarded-client.ts';
import { NO_GUARD } from './host-guard.ts';
import { type ReceivedCall, startService, type TestService } from './http-services.test-support.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';
import { createModelCaller } from './model-caller.ts';
import { type ModelProvider, providersOfEnvironment } from './model-providers.ts';
import { createOwnEndpoints } from './own-endpoints.ts';
import { createSystemClock } from './system-clock.ts';

const KEY = 'sk-very-secret-key-1234';
const ASK: ModelRequest = {
  model: 'small-model',
  prompt: 'Why is it down?',
  systemPrompt: 'You are terse.',
  temperature: 0.2,
  maxTokens: 50,
  outputFormat: 'text',
};

let transport: HttpTransport;
let service: TestService | undefined;
beforeEach(() => {
  transport = createHttpTransport({ own: createOwnEndpoints() });
});
afterEach(async () => {
  await transport.close();
  await service?.close();
  service = undefined;
});

const NO_RULES = {
  rewrite: () => undefined,
  refusalOf: () => undefined,
  holdsSecret: () => false,
  addressRuleFor: () => undefined,
};

type Answer = (call: ReceivedCall, res: ServerResponse) => void;

async function callerOf(answer: Answer, settings: Partial<ModelProvider> = {}, isSimulated = false) {
  service = await startService(answer);
  const clock = createSystemClock();
  const client = createGuardedClient({ transport, policy: NO_RULES, hosts: NO_GUARD });
  const provider: ModelProvider = {
    format: 'openai',
    baseUrl: `${service.url}/v1`,
    apiKey: KEY,
    keyName: 'OPENAI_API_KEY',
    model: undefined,
    ...settings,
  };
  return createModelCaller({ providers: [provider], client, clock, isSimulated });
}

function json(status: number, body: unknown): Answer {
  return (_, res) => res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

const chatAnswer = json(200, {
  id: 'c1',
  object: 'chat.completion',
  created: 1,
  model: 'small-model-2026',
  choices: [{ index: 0, message: { role: 'assistant', content: '{"cause":"OOM"}' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
});

const messagesAnswer = json(200, {
  id: 'm1',
  type: 'message',
  role: 'assistant',
  model: 'claude-small',
  content: [{ type: 'text', text: 'Out of memory.' }],
  stop_reason: 'max_tokens',
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 3 },
});

async function failureOf(promise: Promise<unknown>): Promise<EffectError> {
  const error: unknown = await promise.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EffectError)) throw error;
  return error;
}

describe('an OpenAI-compatible provider', () => {
  it('is asked once, in its wire format', async () => {
    const caller = await callerOf(chatAnswer);
    expect(await caller.call({ ...ASK, outputFormat: 'json' }, callContext())).toMatchObject({
      content: '{"cause":"OOM"}',
      model: 'small-model-2026',
      inputTokens: 12,
      outputTokens: 5,
      finishReason: 'stop',
    });
    expect(service?.received).toMatchObject([{ method: 'POST', url: '/v1/chat/completions' }]);
    expect(service?.received[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
    expect(JSON.parse(service?.received[0]?.body ?? '')).toEqual({
      model: 'small-model',
      max_tokens: 50,
      temperature: 0.2,
      response_format: { type: 'json_object' },
      messages: [
        { role: 'system', content: 'You are terse.' },
        { role: 'user', content: 'Why is it down?' },
      ],
    });
  });

  it('leaves a record of the call without the key', async () => {
    const caller = await callerOf(chatAnswer);
    const { record } = await caller.call(ASK, callContext());
    expect(record).toMatchObject({
      request: { method: 'POST', url: `${service?.url}/v1/chat/completions`, body: { model: 'small-model' } },
      response: { status_code: 200, body: { id: 'c1' } },
    });
    expect(JSON.stringify(record)).not.toContain(KEY);
  });

  it('is asked for the model of the profile when that names one', async () => {
    const caller = await callerOf(chatAnswer, { model: 'house-model' });
    await caller.call(ASK, callContext());
    expect(JSON.parse(service?.received[0]?.body ?? '')).toMatchObject({ model: 'house-model' });
  });

  it('is asked without a key when there is none', async () => {
    const caller = await callerOf(chatAnswer, { apiKey: undefined });
    await caller.call(ASK, callContext());
    expect(service?.received[0]?.headers['authorization']).toBeUndefined();
  });

  it.each([
    [401, 'SECURITY', false, 'Check OPENAI_API_KEY'],
    [404, 'PROVIDER', false, 'Check the name of the model'],
    [429, 'CONNECTIVITY', true, 'Call it less often'],
    [500, 'CONNECTIVITY', true, '500 Internal Server Error'],
  ])('that answers %i fails once with %s', async (status, type, retryable, message) => {
    const caller = await callerOf(json(status, { error: { message: 'no such luck' } }));
    const error = await failureOf(caller.call(ASK, callContext()));
    expect(error).toMatchObject({ type, retryable, wasSent: true, details: { response: { status_code: status } } });
    expect(error.message).toContain(message);
    expect(error.message).toContain('"no such luck"');
    expect(service?.received).toHaveLength(1);
  });

  it.each([
    ['JSON of another kind', json(200, { hello: 'there' })],
    ['a page', (_: ReceivedCall, res: ServerResponse) => void res.writeHead(200).end('<html>')],
  ])('that answers %s fails with PROVIDER', async (_, answer) => {
    const error = await failureOf((await callerOf(answer)).call(ASK, callContext()));
    expect(error).toMatchObject({ type: 'PROVIDER', retryable: false });
    expect(error.message).toContain('not one of the OpenAI chat API');
  });

  it('that hangs up fails as the transport says', async () => {
    const caller = await callerOf((_, res) => res.destroy());
    expect(await failureOf(caller.call(ASK, callContext()))).toMatchObject({ type: 'CONNECTIVITY', wasSent: true });
  });

  it('is given up when the signal aborts', async () => {
    const caller = await callerOf(() => {});
    expect(await failureOf(caller.call(ASK, callContext({ signal: AbortSignal.timeout(50) })))).toMatchObject({
      type: 'CANCELLED',
    });
  });
});

describe('Anthropic', () => {
  it('is asked once, in its wire format', async () => {
    const caller = await callerOf(messagesAnswer, { format: 'anthropic', keyName: 'ANTHROPIC_API_KEY' });
    expect(await caller.call(ASK, callContext())).toMatchObject({
      content: 'Out of memory.',
      model: 'claude-small',
      inputTokens: 9,
      outputTokens: 3,
      finishReason: 'length',
    });
    expect(service?.received).toMatchObject([{ method: 'POST', url: '/v1/messages' }]);
    expect(service?.received[0]?.headers['x-api-key']).toBe(KEY);
    expect(JSON.parse(service?.received[0]?.body ?? '')).toMatchObject({ model: 'small-model', max_tokens: 50 });
  });

  it('that refuses the key fails with SECURITY and names the variable', async () => {
    const refusal = json(401, { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } });
    const caller = await callerOf(refusal, { format: 'anthropic', keyName: 'ANTHROPIC_API_KEY' });
    const error = await failureOf(caller.call(ASK, callContext()));
    expect(error.type).toBe('SECURITY');
    expect(error.message).toContain('Check ANTHROPIC_API_KEY');
  });
});

describe('without a provider', () => {
  it('a call fails with PROVIDER and says which variables to set', async () => {
    const clock = createSystemClock();
    const client = createGuardedClient({ transport, policy: NO_RULES, hosts: NO_GUARD });
    const error = await failureOf(
      createModelCaller({ providers: [], client, clock, isSimulated: false }).call(ASK, callContext()),
    );
    expect(error).toMatchObject({ type: 'PROVIDER', wasSent: false, retryable: false });
    expect(error.message).toMatch(/OPENAI_API_KEY.*OPENAI_BASE_URL.*ANTHROPIC_API_KEY/);
  });
});

describe('providersOfEnvironment', () => {
  it('finds none in an empty environment', () => {
    expect(providersOfEnvironment({ OPENAI_API_KEY: '' })).toEqual([]);
  });

  it('finds a service without a key by its address', () => {
    expect(providersOfEnvironment({ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' })).toMatchObject([
      { format: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', apiKey: undefined },
    ]);
  });

  it('finds both by their keys', () => {
    expect(providersOfEnvironment({ OPENAI_API_KEY: 'a', ANTHROPIC_API_KEY: 'b' })).toMatchObject([
      { format: 'openai', baseUrl: 'https://api.openai.com/v1' },
      { format: 'anthropic', baseUrl: 'https://api.anthropic.com/v1' },
    ]);
  });
});

describe('a refusal in many words', () => {
  it('is quoted up to the last whole one, because half a key would not be masked', async () => {
    const message = `Incorrect key ${'x '.repeat(140)}${'k'.repeat(80)}`;
    const error = await failureOf((await callerOf(json(401, { error: { message } }))).call(ASK, callContext()));
    expect(error.message).toContain(`: "Incorrect key ${'x '.repeat(140)}…".`);
  });
});

describe('a caller of simulated models', () => {
  it('says so in the record of an answer', async () => {
    const { record } = await (await callerOf(chatAnswer, {}, true)).call(ASK, callContext());
    expect(record.simulated).toBe(true);
  });

  it('says so in the record of a refusal', async () => {
    const error = await failureOf((await callerOf(json(500, {}), {}, true)).call(ASK, callContext()));
    expect(error.record?.simulated).toBe(true);
  });
});
