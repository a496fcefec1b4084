import { type Failure, type Json, type RunEvent, stageKeyOf } from '@flowmason/pipeline-schema';

/** A request of a stage with its answer. */
export type StageExchange = Extract<RunEvent, { type: 'effect' }>;
/** Something that a stage wrote. */
export type StageMessage = Extract<RunEvent, { type: 'log' | 'warning' }>;
/** A decision of a stage: an arm, or whether its retry condition was met. */
export type StageDecision = Extract<RunEvent, { type: 'decision' }>;

/** One try of a stage as its journal tells it. Times are milliseconds since the run was queued. */
export interface StageAttempt {
  readonly attempt: number;
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  /** `retried`: it gave an answer that the retry condition did not accept. */
  readonly outcome: 'running' | 'waiting' | 'succeeded' | 'failed' | 'retried' | 'cancelled';
  /** The config with its templates filled in, secrets masked. */
  readonly config: Json;
  readonly output: Json | undefined;
  readonly error: Failure | undefined;
  /** In order; a model that was asked to repair its answer has two. */
  readonly exchanges: readonly StageExchange[];
  /** The delay after it and why; undefined when no further attempt followed. */
  readonly retry: { readonly delayMs: number; readonly reason: string } | undefined;
  /** What it waits or waited for, a timer or a person. */
  readonly wait: { readonly until: string | null; readonly why: string } | undefined;
}

/** All that the journal says about one stage or loop instance. */
export interface StageStory {
  readonly attempts: readonly StageAttempt[];
  readonly decisions: readonly StageDecision[];
  readonly messages: readonly StageMessage[];
}

/** The story of the stage at `key`, its id or loop address, from the journal so far; linear in its length. */
export function toStageStory(events: readonly RunEvent[], key: string): StageStory {
  const attempts: StageAttempt[] = [];
  const decisions: StageDecision[] = [];
  const messages: StageMessage[] = [];
  for (const event of events) {
    if (!('stage_id' in event) || stageKeyOf(event) !== key) continue;
    if (event.type === 'decision') decisions.push(event);
    else if (event.type === 'log' || event.type === 'warning') messages.push(event);
    else tellAttempt(attempts, event);
  }
  return { attempts, decisions, messages };
}

type AttemptEvent = Exclude<Extract<RunEvent, { stage_id?: string | undefined }>, StageDecision | StageMessage>;

function tellAttempt(attempts: StageAttempt[], event: AttemptEvent): void {
  if (event.type === 'stage.started') {
    attempts.push(newAttempt(event));
    return;
  }
  const last = attempts.at(-1);
  if (last) attempts[attempts.length - 1] = { ...last, ...newsOf(last, event) };
}

function newAttempt({ attempt, t, config }: Extract<RunEvent, { type: 'stage.started' }>): StageAttempt {
  return {
    attempt,
    startMs: t,
    endMs: null,
    outcome: 'running',
    config,
    output: undefined,
    error: undefined,
    exchanges: [],
    retry: undefined,
    wait: undefined,
  };
}

function newsOf(last: StageAttempt, event: Exclude<AttemptEvent, { type: 'stage.started' }>): Partial<StageAttempt> {
  const { t } = event;
  switch (event.type) {
    case 'effect':
      return { exchanges: [...last.exchanges, event] };
    case 'stage.retrying':
      return {
        endMs: t,
        outcome: event.error ? 'failed' : 'retried',
        error: event.error,
        retry: { delayMs: event.delay_ms, reason: event.reason },
      };
    case 'stage.waiting':
      return { outcome: 'waiting', wait: { until: event.until, why: event.why } };
    case 'stage.succeeded':
      return { endMs: t, outcome: 'succeeded', output: event.output };
    case 'stage.failed':
      // A second record of the same failure only says who took it.
      return { endMs: last.endMs ?? t, outcome: 'failed', error: event.error, output: event.output };
    case 'stage.cancelled':
      return { endMs: last.endMs ?? t, outcome: last.endMs === null ? 'cancelled' : last.outcome };
    case 'stage.skipped':
      return {};
  }
}
