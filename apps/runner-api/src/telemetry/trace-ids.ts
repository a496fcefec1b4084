import { createHash } from 'node:crypto';
import type { RunId } from '@flowmason/pipeline-schema';

/** Where a run's trace begins: the run that was started from outside, and what that start said of a trace of its own. */
export interface TraceOrigin {
  readonly runId: RunId;
  /** A valid W3C `traceparent`. */
  readonly traceparent: string | undefined;
}

/** The trace that a run belongs to. */
export interface TraceOfRun {
  readonly traceId: string;
  /** The span of the caller; undefined when the trace begins here. */
  readonly callerSpanId: string | undefined;
  /** The caller may have decided that this trace is not kept. */
  readonly isSampled: boolean;
}

/** Derived, so that every process that works on a run comes to the same one. */
export function traceOf({ runId, traceparent }: TraceOrigin): TraceOfRun {
  const [, traceId, callerSpanId, flags = ''] = traceparent?.split('-') ?? [];
  if (traceId !== undefined && callerSpanId !== undefined) {
    return { traceId, callerSpanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
  }
  return { traceId: digest(`trace ${runId}`, 32), callerSpanId: undefined, isSampled: true };
}

export function runSpanId(runId: RunId): string {
  return digest(`run ${runId}`, 16);
}

/** The span of one attempt; `address` is that of the stage, such as `each[2]/call`. */
export function attemptSpanId(runId: RunId, address: string, attempt: number): string {
  return digest(`attempt ${runId} ${attempt} ${address}`, 16);
}

export function toTraceparent({ traceId, isSampled }: TraceOfRun, spanId: string): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** So many hex digits of a hash, which are not all zeros: such an id would be none. */
function digest(text: string, digits: number): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, digits);
  return /[1-9a-f]/.test(hex) ? hex : `${'0'.repeat(digits - 1)}1`;
}
