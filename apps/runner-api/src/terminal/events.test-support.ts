import { type NewRunEvent, RunEvent, RunId } from '@flowmason/pipeline-schema';

type Fact = NewRunEvent extends infer Event ? (Event extends NewRunEvent ? Omit<Event, 'at' | 't'> : never) : never;

/** When the runs of these tests are queued. */
export const QUEUED_AT = Date.parse('2026-03-01T12:00:00.000Z');

/** A journal from facts at milliseconds since the run was queued. */
export function journalOf(...facts: readonly (readonly [t: number, fact: Fact])[]): RunEvent[] {
  return facts.map(([t, fact], index) =>
    RunEvent.parse({
      ...fact,
      run_id: RunId.parse('r1'),
      seq: index + 1,
      at: new Date(QUEUED_AT + t).toISOString(),
      t,
    }),
  );
}

/** A run that polls twice, then fails; `notify` is skipped. */
export const POLLING_RUN = journalOf(
  [
    0,
    {
      type: 'run.queued',
      pipeline: 'deploy',
      version: '1.0.0',
      definition_hash: 'a'.repeat(64),
      input: {},
      trigger: 'cli',
      sandbox: 'staging-sick',
      stages: [
        { id: 'build', component: 'http_request' },
        { id: 'health', component: 'http_request' },
        { id: 'notify', component: 'http_request' },
      ],
    },
  ],
  [0, { type: 'run.started' }],
  [0, { type: 'stage.started', stage_id: 'build', attempt: 1, config: {} }],
  [2_100, { type: 'stage.succeeded', stage_id: 'build', attempt: 1, output: {} }],
  [2_100, { type: 'stage.started', stage_id: 'health', attempt: 1, config: {} }],
  [2_600, { type: 'stage.retrying', stage_id: 'health', attempt: 1, reason: 'still 503', delay_ms: 5_000 }],
  [7_600, { type: 'stage.started', stage_id: 'health', attempt: 2, config: {} }],
  [
    8_000,
    {
      type: 'stage.failed',
      stage_id: 'health',
      attempt: 2,
      handled: false,
      error: {
        type: 'RETRY_EXHAUSTED',
        message: 'still 503 after 2 of 2 attempts (5.9 s)',
        stage_id: 'health',
        attempt: 2,
        retryable: false,
      },
    },
  ],
  [
    8_000,
    {
      type: 'stage.skipped',
      stage_id: 'notify',
      reason: 'dependency_failed',
      because: [{ stage_id: 'health', what: 'failed' }],
    },
  ],
  [
    8_000,
    {
      type: 'run.finished',
      status: 'failed',
      output: { healthy: false },
      error: {
        type: 'RETRY_EXHAUSTED',
        message: 'still 503 after 2 of 2 attempts (5.9 s)',
        stage_id: 'health',
        attempt: 2,
        retryable: false,
      },
    },
  ],
);
