import { type RunEvent, RunId } from '@flowmason/pipeline-schema';

type Body = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'run_id' | 'seq' | 'at' | 't'>
    : never
  : never;

/** When the runs of these tests begin. */
export const BEGIN_MS = Date.parse('2026-11-22T08:00:00.000Z');

/** The events of one run, each 100 ms after the one before. */
export function eventsOf(runId: string, bodies: readonly Body[]): readonly RunEvent[] {
  return bodies.map((body, index) => {
    const t = index * 100;
    const at = new Date(BEGIN_MS + t).toISOString();
    return { ...body, run_id: RunId.parse(runId), seq: index + 1, at, t } as RunEvent; // a body and the keys that it lacks
  });
}

export function queued(pipeline: string, stages: Readonly<Record<string, string>>, more: object = {}): Body {
  return {
    type: 'run.queued',
    pipeline,
    version: '1.2.0',
    definition_hash: JSON.stringify(stages),
    input: { password: 'in the input' },
    trigger: 'api',
    stages: Object.entries(stages).map(([id, component]) => ({ id, component })),
    ...more,
  };
}
export const started: Body = { type: 'run.started' };
export function finished(status: 'succeeded' | 'failed' = 'succeeded'): Body {
  return { type: 'run.finished', status, output: null, error: null };
}
export function stageStarted(stageId: string, attempt = 1): Body {
  return { type: 'stage.started', stage_id: stageId, attempt, config: {} };
}
export function stageSucceeded(stageId: string, attempt = 1): Body {
  return { type: 'stage.succeeded', stage_id: stageId, attempt, output: 'in the output' };
}
export function stageRetrying(stageId: string, attempt = 1): Body {
  return { type: 'stage.retrying', stage_id: stageId, attempt, reason: 'again', delay_ms: 100 };
}
export function stageFailed(stageId: string, type: 'HTTP_STATUS' | 'TIMEOUT', attempt = 1): Body {
  const error = { type, message: 'it said: in the message', retryable: false };
  return { type: 'stage.failed', stage_id: stageId, attempt, error: error as never, handled: false }; // of what a failure holds, its type counts here
}
export function called(stageId: string, url: string, status: number, attempt = 1): Body {
  return {
    type: 'effect',
    stage_id: stageId,
    attempt,
    kind: 'http',
    request: { method: 'POST', url, headers: { authorization: 'in a header' } },
    response: { status_code: status, headers: {}, body: 'in the answer', elapsed_ms: 30 },
  };
}
