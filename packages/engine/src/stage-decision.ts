import type { Failure, Json, Resolution } from '@flowmason/pipeline-schema';
import { addressOf } from './address.ts';
import { EngineError } from './errors.ts';
import { isHandled } from './failure-path.ts';
import type { Fact } from './recorder.ts';
import type { Instance, RunState } from './state.ts';
import { undecidedKeys } from './undecided.ts';

/** What a person says about a stage that waits for a decision. */
export interface StageDecision {
  readonly as: Resolution['as'];
  /** Only with `done`: what the stages behind it read. Default null, which says that nobody knows it. */
  readonly output?: Json | undefined;
  readonly by: string;
  readonly note?: string | undefined;
}

/**
 * The fact that a decision becomes.
 * @throws {EngineError} `stage_unknown`, `stage_not_waiting` when there is nothing to decide (any more), or
 * `output_invalid` when the output is not one that the component could have given.
 */
export function factOfDecision(state: RunState, key: string, decision: StageDecision, atMs: number): Fact {
  const instance = undecidedStage(state, key);
  const { as, output, by, note } = decision;
  const resolved: Resolution = { as, by, at: new Date(atMs).toISOString(), ...(note !== undefined && { note }) };
  const place = { ...addressOf(instance), attempt: instance.attempts };
  switch (as) {
    case 'done':
      return { type: 'stage.succeeded', ...place, output: checkedOutput(instance, output), resolved };
    case 'failed': {
      const error = decidedFailure(instance, resolved);
      return { type: 'stage.failed', ...place, error, handled: isHandled(instance, error), resolved };
    }
    case 'retry':
      return { type: 'stage.retrying', ...place, reason: `${by} decided to send it again`, delay_ms: 0, resolved };
  }
}

function undecidedStage(state: RunState, key: string): Instance {
  const instance = state.instances.get(key);
  const waiting = undecidedKeys(state);
  const others = waiting.length > 0 ? ` These stages of the run wait for one: ${waiting.slice(0, 10).join(', ')}.` : '';
  if (instance === undefined)
    throw new EngineError('stage_unknown', `The run ${state.runId} has no stage "${key}".${others}`);
  if (instance.isUndecided) return instance;
  throw new EngineError(
    'stage_not_waiting',
    `The stage ${key} does not wait for a decision: it is ${wordFor(instance)}.${others}`,
  );
}

function wordFor({ status }: Instance): string {
  return status === 'waiting' ? 'waiting for its next attempt' : status;
}

function checkedOutput({ planned }: Instance, output: Json | undefined): Json {
  if (output === undefined || output === null) return null;
  const checked = planned.component?.output.safeParse(output);
  if (checked === undefined || checked.success) return output;
  const problems = checked.error.issues.map(({ path, message }) => `${['output', ...path].join('.')}: ${message}`);
  throw new EngineError(
    'output_invalid',
    `This is no output of ${planned.stage.component}, so nothing was decided. ${problems.slice(0, 5).join('; ')}. Leave the output out if nobody knows it.`,
  );
}

function decidedFailure({ planned, attempts, error }: Instance, { by, note }: Resolution): Failure {
  const details = error?.details;
  return {
    type: 'INTERRUPTED',
    message: `the runner stopped while this request was on its way, and ${by} decided that it failed${note === undefined ? '' : `: ${note}`}`,
    stage_id: planned.id,
    attempt: attempts,
    retryable: false,
    ...(details !== undefined && { details }),
  };
}
