import type { Json } from '@flowmason/pipeline-schema';
import { EffectError } from '../errors.ts';
import type { EffectContext, EffectGate, EffectRecord } from '../ports.ts';
import { type Mask, type RecordedCall, Recording, toHttpTarget, toModelTarget } from './recording.ts';

/** A gate that remembers. */
export interface RecordGate extends EffectGate {
  /** What has been asked and heard until now, secrets masked. */
  recording(): Recording;
}

/**
 * Wraps `inner`: every call goes through to it unchanged, and what came back is kept. `mask` is applied to everything
 * that is kept; without it nothing is masked, which is right only where there are no secrets.
 */
export function createRecordGate(inner: EffectGate, mask: Mask = (value) => value): RecordGate {
  const startedMs = inner.clock.now();
  const calls: Json[] = [];
  const keep = (call: RecordedCall): void => {
    calls.push(mask(JSON.parse(JSON.stringify(call)) as Json)); // what JSON.parse gives is JSON
  };
  return {
    mode: 'record',
    clock: inner.clock,
    async http(request, context) {
      const asked = { kind: 'http', ...toAsked(toHttpTarget(request), context) } as const;
      const response = await orKeepFailure(inner.http(request, context), (failure) => keep({ ...asked, ...failure }));
      const { status, headers, body, bodyEncoding, elapsedMs, record } = response;
      const answer = { status, headers: { ...headers }, body, elapsedMs, ...(bodyEncoding && { bodyEncoding }) };
      keep({ ...asked, simulated: isSimulated(record), outcome: { status: 'answered', answer } });
      return response;
    },
    async model(request, context) {
      const asked = { kind: 'model', ...toAsked(toModelTarget(request), context) } as const;
      const response = await orKeepFailure(inner.model(request, context), (failure) => keep({ ...asked, ...failure }));
      const { record, ...answer } = response;
      keep({ ...asked, simulated: isSimulated(record), outcome: { status: 'answered', answer } });
      return response;
    },
    recording: () => Recording.parse({ version: 1, started_at_ms: startedMs, calls }),
  };
}

type Asked = Pick<RecordedCall, 'instance' | 'attempt' | 'method' | 'url'>;
type Failed = Extract<RecordedCall['outcome'], { status: 'failed' }>;

/** Hands the failure of a call that gave no answer to `keep`, and throws it on. */
async function orKeepFailure<Answer>(
  call: Promise<Answer>,
  keep: (failure: { readonly simulated: boolean; readonly outcome: Failed }) => void,
): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof EffectError) keep({ simulated: isSimulated(error.record), outcome: toFailed(error) });
    throw error;
  }
}

function toFailed({ type, message, wasSent, retryable, details, record }: EffectError): Failed {
  return {
    status: 'failed',
    type,
    message,
    was_sent: wasSent,
    ...(retryable !== undefined && { retryable }),
    ...(details !== undefined && { details }),
    elapsed_ms: record?.response.elapsed_ms ?? 0,
  };
}

function toAsked(target: { readonly method: string; readonly url: string }, context: EffectContext): Asked {
  return { instance: context.instance, attempt: context.attempt, method: target.method, url: target.url };
}

function isSimulated(record: EffectRecord | undefined): boolean {
  return record?.simulated === true;
}
