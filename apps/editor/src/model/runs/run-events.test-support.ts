import { RunEvent, RunId } from '@flowmason/pipeline-schema';

/** When the runs of these tests were queued. */
export const NOON = Date.parse('2026-11-22T12:00:00.000Z');

/** What a test says of an event; the rest is filled in. */
export type EventSketch = { readonly type: RunEvent['type']; readonly t?: number } & Readonly<Record<string, unknown>>;

/** A journal of these events, checked like one that comes over the wire. `t` is in ms and goes on from the event before. */
export function journalOf(sketches: readonly EventSketch[]): readonly RunEvent[] {
  let t = 0;
  return sketches.map((sketch, index) => {
    t = sketch.t ?? t;
    const fact = { run_id: RunId.parse('r1'), seq: index + 1, t, at: new Date(NOON + t).toISOString() };
    return RunEvent.parse({ ...DEFAULTS[sketch.type], ...fact, ...sketch });
  });
}

/** The first event of a run of these stages, given as id and component. */
export function queued(stages: Readonly<Record<string, string>>, more: Record<string, unknown> = {}): EventSketch {
  return {
    type: 'run.queued',
    t: 0,
    stages: Object.entries(stages).map(([id, component]) => ({ id, component })),
    ...more,
  };
}

/** A failure of this stage. */
export function failureOf(stageId: string | null, message: string, type = 'CONNECTIVITY') {
  return { type, message, stage_id: stageId, attempt: 1, retryable: false };
}

const DEFAULTS: Partial<Record<RunEvent['type'], Record<string, unknown>>> = {
  'run.queued': {
    pipeline: 'deploy',
    version: '1.0.0',
    definition_hash: 'h',
    input: null,
    trigger: 'test',
    stages: [],
  },
  'run.cancelling': { reason: 'no longer needed' },
  'run.finished': { status: 'succeeded', output: null, error: null },
  'stage.started': { attempt: 1, config: null },
  'stage.retrying': { attempt: 1, reason: 'the condition asks for another attempt', delay_ms: 5_000 },
  'stage.waiting': { attempt: 1, until: null, why: 'a person decides' },
  'stage.succeeded': { attempt: 1, output: null },
  'stage.failed': { attempt: 1, handled: false },
  'stage.skipped': { reason: 'branch_not_taken', because: [] },
  'stage.cancelled': { reason: 'the run was cancelled' },
  decision: { trace: [] },
  log: { level: 'info', message: 'hello' },
  warning: { code: 'missing_value', message: 'nothing there' },
  effect: {
    attempt: 1,
    kind: 'http',
    request: { method: 'GET', url: 'https://api.example.com/health?full=1', headers: {} },
    response: { status_code: 200, headers: {}, body: null, elapsed_ms: 80 },
  },
};
