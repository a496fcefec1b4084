import { type Failure, isJsonObject, type Json, type RunOutcome } from '@flowmason/pipeline-schema';
import { cutOffText } from './control-flow/cut-off.ts';
import type { Ending, Instance, RunState } from './state.ts';

/** How a run ends, once nothing of it is left to do. */
export function outcomeOf(state: RunState): { readonly status: RunOutcome; readonly error: Failure | null } {
  const { ending, returnedBy } = state;
  if (ending?.failure) return { status: 'failed', error: withCutOff(ending.failure, ending) };
  if (ending) return { status: 'cancelled', error: withCutOff(endedBy(ending.reason), ending) };
  const failed = outermost(state).filter(({ status, tolerated }) => status === 'failed' && !tolerated);
  const unhandled = failed.find(({ handled }) => !handled)?.error ?? state.unhandled;
  if (unhandled) return { status: 'failed', error: unhandled };
  if (returnedBy && wantsFailure(returnedBy.output)) return { status: 'failed', error: returnedFailure(returnedBy) };
  // A failure that a block took on from outside shows in that block's own end.
  const caught = failed.find(({ coveredBy }) => !coveredBy);
  return caught ? { status: 'recovered', error: caught.error ?? null } : { status: 'succeeded', error: null };
}

/** The stages of no scope, in the order in which they settled. */
function outermost(state: RunState): readonly Instance[] {
  return state.root.instances
    .filter(({ planned }) => planned.scope === undefined)
    .sort((a, b) => a.settledAs - b.settledAs);
}

function wantsFailure(output: Json): boolean {
  return isJsonObject(output) && output['status'] === 'failed';
}

function returnedFailure({ planned, attempts }: Instance): Failure {
  const message = `the pipeline returned "failed" at ${planned.id}`;
  return { type: 'EXECUTION', message, stage_id: planned.id, attempt: attempts, retryable: false };
}

function endedBy(reason: string): Failure {
  return { type: 'CANCELLED', message: reason, stage_id: null, attempt: 0, retryable: false };
}

/** Whoever reads why the run ended also reads which finally stages are left for them to do. */
function withCutOff(failure: Failure, { cutOff }: Ending): Failure {
  const said = cutOffText(cutOff);
  if (said === undefined) return failure;
  const details = isJsonObject(failure.details) ? failure.details : {};
  return {
    ...failure,
    message: `${failure.message.replace(/\.$/, '')}; ${said}. Do by hand what they were for.`,
    details: { ...details, reason: failure.message, left_out: [...cutOff.leftOut], cut_off: [...cutOff.cutOff] },
  };
}
