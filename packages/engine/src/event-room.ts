import { type Failure, type Json, jsonLength, MAX_JSON_LENGTH, type NewRunEvent } from '@flowmason/pipeline-schema';
import type { RunState } from './state.ts';

/** `spec.md` §10. */
const MAX_EVENTS = 50_000;
/** Kept free for finally blocks once the run is being ended. */
const FOR_FINALLY = 500;
/** Kept free for the very end. */
const FOR_THE_END = 20;
/** Characters of all events together: a run is read as a whole, by a restart and by everybody who looks at it. */
const MAX_LENGTH = 8 * MAX_JSON_LENGTH;
/** What of it finally blocks have, once the run is being ended. */
const LENGTH_FOR_FINALLY = 2 * MAX_JSON_LENGTH;

type Recorded = Pick<RunState, 'seq' | 'length' | 'unsettled' | 'ending'>;

/** Whether a run may go on recording; every open stage must still get its end, and finally blocks their turn. */
export function hasRoom(run: Recorded): boolean {
  return hasRoomForEvents(run) && run.length <= mostLengthOf(run);
}

/** A run of an earlier version may have recorded more than a run may have now; its finally blocks have their room behind that. */
function mostLengthOf({ ending }: Recorded): number {
  const most = MAX_LENGTH - LENGTH_FOR_FINALLY;
  return ending ? Math.max(most, ending.length) + LENGTH_FOR_FINALLY : most;
}

function hasRoomForEvents({ seq, unsettled, ending }: Recorded): boolean {
  return seq + unsettled + (ending ? FOR_THE_END : FOR_FINALLY) <= MAX_EVENTS;
}

/** Why a run ends that has recorded too much. */
export function roomFailure(run: Recorded): Failure {
  const message = hasRoomForEvents(run)
    ? `what the run has recorded has ${MAX_LENGTH.toLocaleString('en')} characters, which is as much as one run may have; hand on only what is needed`
    : `the run has recorded ${MAX_EVENTS.toLocaleString('en')} events, which is as many as one run may have; split it with subpipeline stages`;
  return { type: 'LIMIT', message, stage_id: null, attempt: 0, retryable: false };
}

/** Characters of `event` as JSON, about. */
export function lengthOfEvent(event: NewRunEvent): number {
  let length = 0;
  for (const key in event) {
    const value = event[key as keyof NewRunEvent];
    // Payloads of events are JSON by their schema, each within its own limit.
    length += key.length + 4 + jsonLength((value ?? null) as Json, MAX_LENGTH);
  }
  return length;
}
