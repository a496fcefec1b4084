import type { Failure } from '@flowmason/pipeline-schema';
import type { RunState } from './state.ts';

/** `spec.md` §10. */
export const MAX_EVENTS = 50_000;
/** Kept free for finally blocks and for the end of the run. */
const RESERVE = 500;

/** Events that a run may still record, if every open stage is to get its end. */
export function roomLeft({ seq, unsettled }: Pick<RunState, 'seq' | 'unsettled'>): number {
  return MAX_EVENTS - seq - unsettled - RESERVE;
}

/** Why a run ends that has recorded too much. */
export function eventLimitFailure(): Failure {
  return {
    type: 'LIMIT',
    message: `the run has recorded ${MAX_EVENTS.toLocaleString('en')} events, which is as many as one run may have; split it with subpipeline stages`,
    stage_id: null,
    attempt: 0,
    retryable: false,
  };
}
