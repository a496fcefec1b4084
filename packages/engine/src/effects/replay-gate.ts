import type { FailureType, Json } from '@flowmason/pipeline-schema';
import { EffectError } from '../errors.ts';
import type { EffectContext, EffectGate } from '../ports.ts';
import { callKey, type Mask, type RecordedCall, type Recording, toHttpTarget, toModelTarget } from './recording.ts';
import type { Simulated } from './simulated-answer.ts';
import { simulateHttp, simulateModel } from './simulated-call.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What a replay answers from, and when. */
export interface ReplayGateOptions {
  readonly recording: Recording;
  /** Starts at the recording's `started_at_ms` where times are to come out the same. */
  readonly clock: VirtualClock;
  /** The same masking as at the time of the recording, or calls whose address has a secret in it are not found. */
  readonly mask?: Mask;
}

/**
 * Answers every call as the recorded run heard it, after the time that it took then; nothing leaves the process. A call
 * is found by stage instance, attempt, method and address; a second one with the same four gets the second answer.
 * A call that was not recorded fails with EXECUTION and is not retried: nothing is ever made up.
 */
export function createReplayGate({ recording, clock, mask = (value) => value }: ReplayGateOptions): EffectGate {
  const httpTape = createTape(recording.calls.filter((call) => call.kind === 'http'));
  const modelTape = createTape(recording.calls.filter((call) => call.kind === 'model'));
  return {
    mode: 'replay',
    clock,
    async http(request, context) {
      const { method, url } = toHttpTarget(request);
      const { outcome, simulated } = httpTape.take({ kind: 'http', method, url: mask(url), ...toAsker(context) });
      return simulateHttp(request, { context, clock, isSimulated: simulated }, () => toSimulated(outcome));
    },
    async model(request, context) {
      const target = toModelTarget(request);
      const { outcome, simulated } = modelTape.take({ kind: 'model', ...target, ...toAsker(context) });
      return simulateModel(request, { context, clock, isSimulated: simulated }, () => toSimulated(outcome));
    },
  };
}

type Asked = Parameters<typeof callKey>[0];

/** The recorded calls of one kind; each is taken once, in the order of the recording. */
function createTape<Call extends RecordedCall>(calls: readonly Call[]): { take(asked: Asked): Call } {
  const callsByKey = Map.groupBy(calls, callKey);
  return {
    take(asked) {
      const call = callsByKey.get(callKey(asked))?.shift();
      if (call === undefined) throw notRecorded(asked);
      return call;
    },
  };
}

function toAsker({ instance, attempt }: EffectContext): Pick<Asked, 'instance' | 'attempt'> {
  return { instance, attempt };
}

type Outcome<Answer> =
  | { readonly status: 'answered'; readonly answer: Answer }
  | {
      readonly status: 'failed';
      readonly type: FailureType;
      readonly message: string;
      readonly was_sent: boolean;
      readonly retryable?: boolean | undefined;
      readonly details?: Json | undefined;
      readonly elapsed_ms: number;
    };

function toSimulated<Answer extends { readonly elapsedMs: number }>(
  outcome: Outcome<Answer>,
): Simulated<Answer & { readonly delayMs: number }> {
  if (outcome.status === 'answered') return { ...outcome.answer, delayMs: outcome.answer.elapsedMs };
  const { type, message, was_sent, retryable, details, elapsed_ms } = outcome;
  const failure = new EffectError(type, message, {
    wasSent: was_sent,
    ...(retryable !== undefined && { retryable }),
    ...(details !== undefined && { details }),
  });
  return { failure, delayMs: elapsed_ms };
}

function notRecorded({ instance, attempt, method, url }: Asked): EffectError {
  return new EffectError(
    'EXECUTION',
    `${method} ${url}, asked for by attempt ${attempt} of ${instance}, is not in the recording. The pipeline or its input differs from the recorded run: record again, or simulate.`,
    { wasSent: false, retryable: false },
  );
}
