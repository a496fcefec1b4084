import { Failure } from './failure.ts';
import { RunId } from './ids.ts';
import { type NewRunEvent, RunEvent } from './run-event.ts';

/** The instant at which the runs of these tests are queued. */
export const QUEUED_AT = Date.parse('2026-03-01T12:00:00.000Z');

type Fact = NewRunEvent extends infer Event ? (Event extends NewRunEvent ? Omit<Event, 'at' | 't'> : never) : never;

/** A journal from facts at milliseconds since the run was queued; `run.queued` at 0 is put in front. */
export function journalOf(
  stages: Readonly<Record<string, string>>,
  ...facts: readonly (readonly [t: number, fact: Fact])[]
): RunEvent[] {
  const queued: Fact = {
    type: 'run.queued',
    pipeline: 'demo',
    version: '1.0.0',
    definition_hash: 'a'.repeat(64),
    input: {},
    trigger: 'test',
    stages: Object.entries(stages).map(([id, component]) => ({ id, component })),
  };
  return [[0, queued] as const, ...facts].map(([t, fact], index) =>
    RunEvent.parse({
      ...fact,
      run_id: RunId.parse('r1'),
      seq: index + 1,
      at: new Date(QUEUED_AT + t).toISOString(),
      t,
    }),
  );
}

export function started(stage_id: string, attempt = 1, instance?: string): Fact {
  return { type: 'stage.started', stage_id, attempt, config: {}, ...(instance !== undefined && { instance }) };
}

export function succeeded(stage_id: string, attempt = 1, instance?: string): Fact {
  return { type: 'stage.succeeded', stage_id, attempt, output: null, ...(instance !== undefined && { instance }) };
}

export function failed(stage_id: string, attempt = 1, handled = false): Fact {
  return { type: 'stage.failed', stage_id, attempt, error: failureOf(stage_id, attempt), handled };
}

export function skipped(stage_id: string): Fact {
  return { type: 'stage.skipped', stage_id, reason: 'branch_not_taken', because: [] };
}

export function retrying(stage_id: string, attempt: number, delay_ms: number): Fact {
  return { type: 'stage.retrying', stage_id, attempt, delay_ms, reason: 'the condition still holds' };
}

export function finished(status: 'succeeded' | 'recovered' | 'failed' | 'cancelled' = 'succeeded'): Fact {
  return { type: 'run.finished', status, output: null, error: null };
}

export function failureOf(stage_id: string, attempt = 1): Failure {
  return Failure.parse({
    type: 'EXECUTION',
    message: `${stage_id} did not work`,
    stage_id,
    attempt,
    retryable: false,
  });
}
