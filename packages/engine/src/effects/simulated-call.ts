import type { EffectRequest, EffectResponse } from '@flowmason/pipeline-schema';
import { ComponentError, EffectError } from '../errors.ts';
import type { EffectContext, EffectRecord, HttpRequest, HttpResponse, ModelRequest, ModelResponse } from '../ports.ts';
import {
  toFailedResponseRecord,
  toHttpRequestRecord,
  toHttpResponseRecord,
  toModelRequestRecord,
  toModelResponseRecord,
} from './effect-record.ts';
import {
  type Simulated,
  type SimulatedModelResponse,
  type SimulatedResponse,
  toHttpResponse,
  toModelResponse,
} from './simulated-answer.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Where and when a simulated call happens. */
export interface CallSite {
  readonly context: EffectContext;
  readonly clock: VirtualClock;
  /** Whether its record is labelled as simulated; false in the replay of a run that was live. */
  readonly isSimulated: boolean;
}

type MaybeLater<Value> = Value | Promise<Value>;

/**
 * One HTTP call that `ask` answers: time stands still while it thinks, then takes as long as it said.
 * @throws {EffectError} with the record, when there is no answer, it is too large, or the context's signal aborts.
 */
export function simulateHttp(
  request: HttpRequest,
  site: CallSite,
  ask: () => MaybeLater<Simulated<SimulatedResponse>>,
): Promise<HttpResponse & { readonly record: EffectRecord }> {
  return simulate(toHttpRequestRecord(request), site, {
    ask,
    toAnswer: (simulated, elapsedMs) => toHttpResponse(simulated, elapsedMs, request),
    toRecord: toHttpResponseRecord,
  });
}

/**
 * One model call that `ask` answers, in the same way.
 * @throws {EffectError} with the record, when there is no answer, or the context's signal aborts.
 */
export function simulateModel(
  request: ModelRequest,
  site: CallSite,
  ask: () => MaybeLater<Simulated<SimulatedModelResponse>>,
): Promise<ModelResponse & { readonly record: EffectRecord }> {
  return simulate(toModelRequestRecord(request), site, {
    ask,
    toAnswer: (simulated, elapsedMs) => toModelResponse(simulated, elapsedMs, request),
    toRecord: toModelResponseRecord,
  });
}

interface World<Given, Answer> {
  readonly ask: () => MaybeLater<Simulated<Given>>;
  readonly toAnswer: (given: Given, elapsedMs: number) => Answer;
  readonly toRecord: (answer: Answer) => EffectResponse;
}

async function simulate<Given extends { readonly delayMs?: number }, Answer extends object>(
  request: EffectRequest,
  { context, clock, isSimulated }: CallSite,
  world: World<Given, Answer>,
): Promise<Answer & { readonly record: EffectRecord }> {
  const startedMs = clock.now();
  const wasSent = !context.signal.aborted;
  const toRecord = (response: EffectResponse): EffectRecord => ({
    request,
    response,
    ...(isSimulated && { simulated: true }),
  });
  try {
    context.signal.throwIfAborted();
    const given = await clock.hold(() => unlessAborted((async () => world.ask())(), context.signal));
    if (given.delayMs) await clock.sleep(given.delayMs, context.signal);
    if ('failure' in given) throw given.failure;
    const answer = world.toAnswer(given, clock.now() - startedMs);
    return { ...answer, record: toRecord(world.toRecord(answer)) };
  } catch (error) {
    const elapsedMs = clock.now() - startedMs;
    const recordOf = (message: string): EffectRecord => toRecord(toFailedResponseRecord(message, elapsedMs));
    if (error instanceof EffectError) throw withRecord(error, recordOf);
    if (context.signal.aborted && error === context.signal.reason) throw toAbortError(error, recordOf, wasSent);
    throw error; // a fault of the handler stays as it is
  }
}

function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function withRecord(error: EffectError, recordOf: (message: string) => EffectRecord): EffectError {
  const { type, message, wasSent, retryable, details, record = recordOf(message) } = error;
  return new EffectError(type, message, {
    wasSent,
    record,
    cause: error,
    ...(retryable !== undefined && { retryable }),
    ...(details !== undefined && { details }),
  });
}

/** Whoever aborts may say with a `ComponentError` of what type that is, such as TIMEOUT. */
function toAbortError(reason: unknown, recordOf: (message: string) => EffectRecord, wasSent: boolean): EffectError {
  const message = 'given up before an answer came';
  return new EffectError(reason instanceof ComponentError ? reason.type : 'CANCELLED', message, {
    wasSent,
    record: recordOf(message),
    cause: reason,
  });
}
