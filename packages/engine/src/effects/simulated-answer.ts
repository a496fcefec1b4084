import type { Json } from '@flowmason/pipeline-schema';
import { EffectError } from '../errors.ts';
import type { HttpRequest, HttpResponse, ModelRequest, ModelResponse } from '../ports.ts';

/** What a simulated service answers. */
export interface SimulatedResponse {
  readonly status: number;
  /** Names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON, with its content type unless `headers` has one. Default: empty. */
  readonly body?: Json;
  /** How long the answer takes on the virtual clock; `Infinity` for a service that never answers. Default 0. */
  readonly delayMs?: number;
}

/** What a simulated model answers; the counts are 0 and the reason is `stop` unless they are given. */
export interface SimulatedModelResponse {
  readonly content: string;
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly finishReason?: string;
  readonly delayMs?: number;
}

/** A call that gets no answer, such as a refused connection, and how long that takes to show. */
export interface SimulatedFailure {
  readonly failure: EffectError;
  readonly delayMs?: number;
}

/** What a simulated world may come up with: an answer, or none. */
export type Simulated<Answer> = Answer | SimulatedFailure;

/**
 * The answer as the gate gives it.
 * @throws {EffectError} LIMIT when it is larger than the request allows.
 */
export function toHttpResponse(simulated: SimulatedResponse, elapsedMs: number, request: HttpRequest): HttpResponse {
  const { status, headers = {}, body = '' } = simulated;
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  const size = new TextEncoder().encode(text).length;
  if (size > request.maxResponseBytes) {
    throw new EffectError(
      'LIMIT',
      `The answer has ${size} bytes, more than the ${request.maxResponseBytes} of max_response_bytes. Ask for less, or raise the limit.`,
      { wasSent: true, retryable: false },
    );
  }
  const lowerCased = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const typeHeader = isText ? {} : { 'content-type': 'application/json' };
  return { status, headers: { ...typeHeader, ...Object.fromEntries(lowerCased) }, body: text, elapsedMs };
}

/** The answer as the gate gives it. */
export function toModelResponse(
  simulated: SimulatedModelResponse,
  elapsedMs: number,
  request: ModelRequest,
): ModelResponse {
  const { content, model = request.model, inputTokens = 0, outputTokens = 0, finishReason = 'stop' } = simulated;
  return { content, model, inputTokens, outputTokens, finishReason, elapsedMs };
}
