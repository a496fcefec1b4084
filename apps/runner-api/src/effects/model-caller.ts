import {
  type EffectContext,
  EffectError,
  type EffectRecord,
  type ModelRequest,
  type ModelResponse,
  toFailedResponseRecord,
} from '@flowmason/engine';
import type { GuardedClient } from './guarded-client.ts';
import { newProgress } from './hop.ts';
import { explainModelError } from './model-failure.ts';
import { createModelFetch, type ModelExchange } from './model-fetch.ts';
import { chooseProvider, type ModelProvider, NO_PROVIDER_ADVICE } from './model-providers.ts';
import { recordedAddress } from './recorded-address.ts';
import type { SystemClock } from './system-clock.ts';

/** Asks language models. One call is one request: whether to try again is the pipeline's decision. */
export interface ModelCaller {
  /**
   * @throws {EffectError} PROVIDER when there is nobody to ask or the answer is not one of the API's, by the status
   * when the service refuses, and as the transport says when there is no answer.
   */
  call(request: ModelRequest, context: EffectContext): Promise<ModelResponse & { readonly record: EffectRecord }>;
}

export interface ModelCallerParts {
  readonly providers: readonly ModelProvider[];
  readonly client: GuardedClient;
  readonly clock: SystemClock;
  /** The services behind the client are simulated: every record says so, also that of a call that failed. */
  readonly isSimulated: boolean;
}

/** Speaks the OpenAI-compatible chat API and Anthropic's, through the guarded client. */
export function createModelCaller(parts: ModelCallerParts): ModelCaller {
  return { call: (request, context) => callModel(request, context, parts) };
}

async function callModel(
  request: ModelRequest,
  context: EffectContext,
  { providers, client, clock, isSimulated }: ModelCallerParts,
): Promise<ModelResponse & { readonly record: EffectRecord }> {
  const provider = chooseProvider(providers, request.model);
  if (provider === undefined) {
    const message = `No model provider is configured, so "${request.model}" cannot be asked. ${NO_PROVIDER_ADVICE}.`;
    throw new EffectError('PROVIDER', message, { wasSent: false, retryable: false });
  }
  const { signal } = context;
  const startedAt = clock.elapsed();
  const elapsed = (): number => Math.round(clock.elapsed() - startedAt);
  const progress = newProgress();
  const exchange: ModelExchange = { request: undefined, answer: undefined, failure: undefined };
  const recordOf = (error: string): EffectRecord | undefined =>
    exchange.request && {
      ...recordedAddress(exchange.request, progress),
      response: exchange.answer ?? toFailedResponseRecord(error, elapsed()),
      ...(isSimulated && { simulated: true }),
    };
  try {
    signal.throwIfAborted();
    const answer = await generate(
      request,
      provider,
      signal,
      createModelFetch({ client, caller: context, progress, exchange, elapsed }),
    );
    const record = recordOf('');
    if (record === undefined) throw new Error('a model provider answered without being asked');
    return { ...answer, elapsedMs: elapsed(), record };
  } catch (error) {
    const failure = explainModelError(error, { request, provider, exchange, progress, signal });
    const record = recordOf(failure.message);
    throw new EffectError(failure.type, failure.message, {
      wasSent: progress.wasSent,
      retryable: failure.retryable,
      cause: error,
      ...(failure.details !== undefined && { details: failure.details }),
      ...(record !== undefined && { record }),
    });
  }
}

async function generate(
  request: ModelRequest,
  provider: ModelProvider,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch,
): Promise<Omit<ModelResponse, 'elapsedMs'>> {
  const modelId = provider.model ?? request.model;
  const model = await openModel(provider, modelId, fetch);
  const { content, finishReason, usage, response } = await model.doGenerate({
    prompt: [
      ...(request.systemPrompt === undefined ? [] : [{ role: 'system' as const, content: request.systemPrompt }]),
      { role: 'user', content: [{ type: 'text', text: request.prompt }] },
    ],
    responseFormat: { type: request.outputFormat },
    abortSignal: signal,
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.maxTokens !== undefined && { maxOutputTokens: request.maxTokens }),
  });
  return {
    content: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    model: response?.modelId ?? modelId,
    inputTokens: usage.inputTokens.total ?? 0,
    outputTokens: usage.outputTokens.total ?? 0,
    finishReason: finishReason.unified,
  };
}

/** The libraries of the providers are loaded with the first call: most pipelines ask no model. */
async function openModel(provider: ModelProvider, modelId: string, fetch: typeof globalThis.fetch) {
  if (provider.format === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    // Without a key of ours the library would take one from the process's environment.
    return createAnthropic({ baseURL: provider.baseUrl, apiKey: provider.apiKey ?? 'none', fetch })(modelId);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const key = provider.apiKey === undefined ? {} : { apiKey: provider.apiKey };
  return createOpenAICompatible({ name: 'openai-compatible', baseURL: provider.baseUrl, fetch, ...key })(modelId);
}
