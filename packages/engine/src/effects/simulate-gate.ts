import type { EffectRequest, EffectResponse, Json } from '@flowmason/pipeline-schema';
import { ComponentError, EffectError } from '../errors.ts';
import type {
  EffectContext,
  EffectGate,
  EffectRecord,
  HttpRequest,
  HttpResponse,
  ModelRequest,
  ModelResponse,
} from '../ports.ts';
import {
  toFailedResponseRecord,
  toHttpRequestRecord,
  toHttpResponseRecord,
  toModelRequestRecord,
  toModelResponseRecord,
} from './effect-record.ts';
import type { VirtualClock } from './virtual-clock.ts';

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

/** The world that a simulation meets. A throw of `EffectError` is a service that cannot be reached. */
export interface SimulateGateOptions {
  readonly handler: (request: HttpRequest, context: EffectContext) => SimulatedResponse | Promise<SimulatedResponse>;
  /** Absent: every model call fails with PROVIDER. */
  readonly model?: (
    request: ModelRequest,
    context: EffectContext,
  ) => SimulatedModelResponse | Promise<SimulatedModelResponse>;
  readonly clock: VirtualClock;
}

/**
 * A gate behind which nothing is real: `handler` stands for every service, time is virtual, nothing leaves the process.
 * The same handler and pipeline always give the same run. Serves dry runs in the browser, tests and `fm`.
 */
export function createSimulateGate({ handler, model, clock }: SimulateGateOptions): EffectGate {
  return {
    mode: 'simulate',
    clock,
    async http(request, context) {
      const answer = await simulate({
        request: toHttpRequestRecord(request),
        context,
        clock,
        ask: async () => handler(request, context),
        toAnswer: (simulated, elapsedMs) => toHttpResponse(simulated, elapsedMs, request.maxResponseBytes),
        toRecord: toHttpResponseRecord,
      });
      return answer;
    },
    async model(request, context) {
      const answer = await simulate({
        request: toModelRequestRecord(request),
        context,
        clock,
        ask: async () => (model ?? refuseModel)(request, context),
        toAnswer: (simulated, elapsedMs) => toModelResponse(simulated, elapsedMs, request),
        toRecord: toModelResponseRecord,
      });
      return answer;
    },
  };
}

interface Simulation<Simulated, Answer> {
  readonly request: EffectRequest;
  readonly context: EffectContext;
  readonly clock: VirtualClock;
  readonly ask: () => Promise<Simulated>;
  readonly toAnswer: (simulated: Simulated, elapsedMs: number) => Answer;
  readonly toRecord: (answer: Answer) => EffectResponse;
}

/** One call: time stands still while the handler thinks, then takes as long as the handler said. */
async function simulate<Simulated extends { readonly delayMs?: number }, Answer extends object>(
  simulation: Simulation<Simulated, Answer>,
): Promise<Answer & { readonly record: EffectRecord }> {
  const { request, context, clock } = simulation;
  const startedMs = clock.now();
  try {
    context.signal.throwIfAborted();
    const simulated = await clock.hold(simulation.ask);
    if (simulated.delayMs) await clock.sleep(simulated.delayMs, context.signal);
    const answer = simulation.toAnswer(simulated, clock.now() - startedMs);
    return { ...answer, record: { request, response: simulation.toRecord(answer), simulated: true } };
  } catch (error) {
    throw toEffectError(error, request, clock.now() - startedMs, context.signal);
  }
}

/** Adds the record to what an `EffectError` says; an abort becomes one; a fault of the handler stays as it is. */
function toEffectError(error: unknown, request: EffectRequest, elapsedMs: number, signal: AbortSignal): unknown {
  const recordOf = (message: string): EffectRecord => ({
    request,
    response: toFailedResponseRecord(message, elapsedMs),
    simulated: true,
  });
  if (error instanceof EffectError) {
    const { type, message, wasSent, retryable, details, record = recordOf(message) } = error;
    return new EffectError(type, message, {
      wasSent,
      record,
      cause: error,
      ...(retryable !== undefined && { retryable }),
      ...(details !== undefined && { details }),
    });
  }
  if (!signal.aborted || error !== signal.reason) return error;
  const type = error instanceof ComponentError ? error.type : 'CANCELLED';
  const message = `${request.method} ${request.url} was given up before an answer came`;
  return new EffectError(type, message, { wasSent: true, record: recordOf(message), cause: error });
}

function toHttpResponse(simulated: SimulatedResponse, elapsedMs: number, maxBytes: number): HttpResponse {
  const { status, headers = {}, body = '' } = simulated;
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  const size = new TextEncoder().encode(text).length;
  if (size > maxBytes) {
    throw new EffectError(
      'LIMIT',
      `The answer has ${size} bytes, more than the ${maxBytes} of max_response_bytes. Ask for less, or raise the limit.`,
      { wasSent: true, retryable: false },
    );
  }
  const lowerCased = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const typeHeader = isText ? {} : { 'content-type': 'application/json' };
  return { status, headers: { ...typeHeader, ...Object.fromEntries(lowerCased) }, body: text, elapsedMs };
}

function toModelResponse(simulated: SimulatedModelResponse, elapsedMs: number, request: ModelRequest): ModelResponse {
  const { content, model = request.model, inputTokens = 0, outputTokens = 0, finishReason = 'stop' } = simulated;
  return { content, model, inputTokens, outputTokens, finishReason, elapsedMs };
}

function refuseModel(request: ModelRequest): never {
  throw new EffectError(
    'PROVIDER',
    `The simulation has no model that could answer for "${request.model}". Choose a situation that has one, or run live.`,
    { wasSent: false, retryable: false },
  );
}
