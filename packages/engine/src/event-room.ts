import type { Failure } from '@flowmason/pipeline-schema';
import type { RunState } from './state.ts';

/** `spec.md` §10. */
const MAX_EVENTS = 50_000;
/** Kept free for finally blocks once the run is being ended. */
const FOR_FINALLY = 500;
/** Kept free for the very end. */
const FOR_THE_END = 20;

/** Whether a run may go on recording; every open stage must still get its end, and finally blocks their turn. */
export function hasRoom({ seq, unsettled, ending }: Pick<RunState, 'seq' | 'unsettled' | 'ending'>): boolean {
  return seq + unsettled + (ending ? FOR_THE_END : FOR_FINALLY) <= MAX_EVENTS;
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
