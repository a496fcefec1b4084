import {
  ComponentError,
  type EffectContext,
  EffectError,
  type EffectGate,
  type EffectRecord,
  type HttpRequest,
  type HttpResponse,
  toFailedResponseRecord,
  toHttpRequestRecord,
  toHttpResponseRecord,
} from '@flowmason/engine';
import type { EffectResponse } from '@flowmason/pipeline-schema';
import type { GuardedClient } from './guarded-client.ts';
import { type CallProgress, newProgress } from './hop.ts';
import type { ModelCaller } from './model-caller.ts';
import { recordedAddress } from './recorded-address.ts';
import type { SystemClock } from './system-clock.ts';

const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

export interface LiveGateParts {
  readonly clock: SystemClock;
  readonly client: GuardedClient;
  readonly models: ModelCaller;
  /** The services behind this gate are simulated: every record of an HTTP call says so; those of models are `models`'. */
  readonly isSimulated: boolean;
  readonly traceHeaders?: TraceHeaders | undefined;
}

/** Headers that say which trace a call belongs to; none when traces are not sent. Those that a stage sets itself stand. */
export type TraceHeaders = (context: EffectContext) => Promise<Readonly<Record<string, string>> | undefined>;

/** The gate to the real world: requests leave over HTTP, time is the machine's. */
export function createLiveGate(parts: LiveGateParts): EffectGate {
  return {
    mode: 'live',
    clock: parts.clock,
    http: (request, context) => parts.clock.hold(() => callHttp(request, context, parts)),
    model: (request, context) => parts.clock.hold(() => parts.models.call(request, context)),
  };
}

async function callHttp(
  request: HttpRequest,
  context: EffectContext,
  { clock, client, isSimulated, traceHeaders }: LiveGateParts,
): Promise<HttpResponse & { readonly record: EffectRecord }> {
  const { signal } = context;
  const startedAt = clock.elapsed();
  const elapsed = (): number => Math.round(clock.elapsed() - startedAt);
  const sent = withDefaults(request, await traceHeaders?.(context));
  const progress = newProgress();
  const recordOf = (response: EffectResponse): EffectRecord => ({
    ...recordedAddress(toHttpRequestRecord(sent), progress),
    response,
    ...(isSimulated && { simulated: true }),
  });
  try {
    signal.throwIfAborted();
    const answer = await client.send({ ...sent, signal, caller: context }, progress);
    const response = { ...answer, elapsedMs: elapsed() };
    return { ...response, record: recordOf(toHttpResponseRecord(response)) };
  } catch (error) {
    const failure = error instanceof EffectError ? error : toAbortError(error, signal, progress);
    if (failure === undefined) throw error;
    throw withRecord(failure, recordOf(toFailedResponseRecord(failure.message, elapsed())));
  }
}

/** The request with the headers that its stage leaves to us. */
function withDefaults(request: HttpRequest, traceHeaders: Readonly<Record<string, string>> = {}): HttpRequest {
  const { headers, shown } = request;
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const ours = {
    ...(!names.has('traceparent') && traceHeaders),
    ...(!names.has('user-agent') && { 'User-Agent': 'FlowMason' }),
    ...(!names.has('accept') && { Accept: '*/*' }),
    ...(!names.has('accept-encoding') && { 'Accept-Encoding': ACCEPTED_ENCODINGS }),
  };
  return {
    ...request,
    headers: { ...ours, ...headers },
    ...(shown && { shown: { ...shown, headers: { ...ours, ...shown.headers } } }),
  };
}

/** Whoever aborts may say with a `ComponentError` of what type that is, such as TIMEOUT. */
function toAbortError(error: unknown, signal: AbortSignal, { wasSent }: CallProgress): EffectError | undefined {
  if (!signal.aborted) return undefined;
  const type = signal.reason instanceof ComponentError ? signal.reason.type : 'CANCELLED';
  return new EffectError(type, 'given up before an answer came', { wasSent, cause: error });
}

function withRecord(error: EffectError, record: EffectRecord): EffectError {
  const { type, message, wasSent, retryable, details, cause } = error;
  return new EffectError(type, message, {
    wasSent,
    record,
    cause,
    ...(retryable !== undefined && { retryable }),
    ...(details !== undefined && { details }),
  });
}
