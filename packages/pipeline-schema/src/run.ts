import { z } from 'zod';
import { Failure } from './failure.ts';
import { RunId } from './ids.ts';
import { JsonValue } from './json.ts';
import { Resolution, RunConcurrency, type RunEvent, SkipCause, SkipReason } from './run-event.ts';

export const StageStatus = z.enum(['pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled']);
export type StageStatus = z.infer<typeof StageStatus>;

export const RunStatus = z.enum(['queued', 'running', 'waiting', 'succeeded', 'recovered', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof RunStatus>;

/** A stage of a run. Times are UTC instants, null until they happen; `attempts` is how many have started. */
export const StageRun = z.object({
  status: StageStatus,
  component: z.string(),
  attempts: z.int().nonnegative(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  duration_ms: z.number().nullable(),
  /** The resolved config of the last attempt, secrets masked. */
  config: JsonValue,
  output: JsonValue,
  error: Failure.nullable(),
  handled: z.boolean().optional(),
  tolerated: z.boolean().optional(),
  reason: SkipReason.optional(),
  because: z.array(SkipCause).optional(),
  /** The outcome that a decision took. */
  arm: z.string().optional(),
  /** While `waiting`: until when (null when nobody knows) and for what. */
  waiting: z.object({ until: z.iso.datetime().nullable(), why: z.string() }).optional(),
  /** What a person decided when it waited for that; of the last time, if there were several. */
  resolved: Resolution.optional(),
});
export type StageRun = z.infer<typeof StageRun>;

/** What a run waits for on which nobody works yet. */
export const RunQueue = z.object({
  /** A run that has the turn; absent while the runner as a whole has no place for it. */
  behind: RunId.optional(),
  /** Runs that wait for the same and come first. */
  ahead: z.int().nonnegative(),
  /** The same for people. */
  reason: z.string(),
});
export type RunQueue = z.infer<typeof RunQueue>;

/** A run that another one has started, of which stages wait for a person to decide. */
export const UndecidedChild = z.object({
  /** The stage of the run that shows this, by its address: it has started the child, or a run above it. */
  stage: z.string(),
  run_id: RunId,
  /** The stages of the child that wait; it is decided on there. */
  undecided: z.array(z.string()),
});
export type UndecidedChild = z.infer<typeof UndecidedChild>;

/** A run as JSON (`spec.md` §7): what `fm run --json` prints and `GET /runs/:id` answers. Loop instances stand under their address. */
export const Run = z.object({
  id: RunId,
  pipeline: z.string(),
  version: z.string(),
  status: RunStatus,
  trigger: z.string(),
  /** Who started it: name of an API token, or `local` for a person at the machine. */
  by: z.string().optional(),
  /** SHA-256 of the canonical definition, hex; absent until the run is accepted. */
  definition_hash: z.string().optional(),
  input: JsonValue,
  output: JsonValue,
  error: Failure.nullable(),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  duration_ms: z.number().nullable(),
  /** The last event that is folded in. */
  seq: z.int().nonnegative(),
  parent: z.object({ run_id: RunId, stage_id: z.string() }).optional(),
  profile: z.string().optional(),
  sandbox: z.string().optional(),
  /** The turns that it takes with other runs of its key. */
  concurrency: RunConcurrency.optional(),
  /**
   * Set while it is `queued` for others, and while a run that has begun waits for a place after a restart: worked out when
   * the run is asked for, not part of its journal.
   */
  queue: RunQueue.optional(),
  /** Set from the moment a cancel was accepted. */
  cancelling: z.boolean().optional(),
  /** While `waiting` for a person: why the run does not go on by itself, and what to do. */
  held: z.string().optional(),
  /** The stages that wait for a person to decide (`POST /runs/:id/stages/:sid/resolve`); absent when there are none. */
  undecided: z.array(z.string()).optional(),
  /** Runs below this one that wait for that: worked out when the run is asked for, not part of its journal. The first 20. */
  undecided_children: z.array(UndecidedChild).optional(),
  stages: z.record(z.string(), StageRun),
});
export type Run = z.infer<typeof Run>;

const EPOCH = '1970-01-01T00:00:00.000Z';

/** A run of which nothing is known yet; fold its events into it. */
export function newRun(id: RunId): Run {
  return {
    id,
    pipeline: '',
    version: '',
    status: 'queued',
    trigger: '',
    input: null,
    output: null,
    error: null,
    created_at: EPOCH,
    started_at: null,
    finished_at: null,
    duration_ms: null,
    seq: 0,
    stages: {},
  };
}

/** True once the run has ended and will never change again. */
export function isFinished(run: Pick<Run, 'status'>): boolean {
  return ['succeeded', 'recovered', 'failed', 'cancelled'].includes(run.status);
}

/** True while a stage waits for a person to say what became of its interrupted attempt: done, failed, or to be sent again. */
export function isUndecided(stage: Pick<StageRun, 'waiting'>): boolean {
  return stage.waiting?.why === 'interrupted';
}

/**
 * The run as it is after `event`. One that it has already seen changes nothing, so replaying is harmless.
 * Copies the run and the one stage concerned; for folding many events at once use `foldRun`.
 */
export function applyRunEvent(run: Run, event: RunEvent): Run {
  if (event.seq <= run.seq) return run;
  const next = { ...run, stages: { ...run.stages } };
  applyTo(next, event);
  return next;
}

/** Folds all of `events` into a copy of `run`; linear in their number. */
export function foldRun(run: Run, events: Iterable<RunEvent>): Run {
  const next = { ...run, stages: { ...run.stages } };
  for (const event of events) if (event.seq > next.seq) applyTo(next, event);
  return next;
}

/** Where a stage stands in `Run.stages`: its loop address, or its id outside loops. */
export function stageKeyOf(event: { stage_id?: string | undefined; instance?: string | undefined }): string {
  return event.instance ?? event.stage_id ?? '';
}

/** The stage that a key of `Run.stages` stands for: `call` of `each[2]/call`. */
export function stageIdOfKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** Where the stage `id` stands in the same turns of loops as the one at `key`: `each[2]/check` beside `each[2]/call`. */
export function siblingKeyOf(key: string, id: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1) + id;
}

function applyTo(run: Run, event: RunEvent): void {
  run.seq = event.seq;
  noteDecision(run, event);
  switch (event.type) {
    case 'run.queued':
      Object.assign(run, {
        pipeline: event.pipeline,
        version: event.version,
        trigger: event.trigger,
        definition_hash: event.definition_hash,
        ...(event.by !== undefined && { by: event.by }),
        input: event.input,
        created_at: event.at,
        stages: Object.fromEntries(event.stages.map(({ id, component }) => [id, newStageRun(component)])),
        ...(event.parent && { parent: event.parent }),
        ...(event.profile !== undefined && { profile: event.profile }),
        ...(event.sandbox !== undefined && { sandbox: event.sandbox }),
        ...(event.concurrency && { concurrency: event.concurrency }),
      });
      return;
    case 'run.started':
      run.status = 'running';
      delete run.held;
      delete run.queue;
      run.started_at ??= event.at;
      return;
    case 'run.waiting':
      // One that was held before its start and is no longer waits for its start again.
      run.status = event.held === undefined && run.started_at === null ? 'queued' : 'waiting';
      delete run.held;
      if (event.held !== undefined) run.held = event.held;
      return;
    case 'run.cancelling':
      delete run.held;
      if (!event.failure) run.cancelling = true;
      return;
    case 'run.finished':
      run.status = event.status;
      delete run.held;
      delete run.queue;
      run.output = event.output;
      run.error = event.error;
      run.finished_at = event.at;
      run.duration_ms = millisBetween(run.started_at ?? run.created_at, event.at);
      return;
    case 'stage.started':
      if (run.status === 'waiting') run.status = 'running';
      delete run.held;
      patchStage(run, event, {
        status: 'running',
        attempts: event.attempt,
        started_at: run.stages[stageKeyOf(event)]?.started_at ?? event.at,
        config: event.config,
      });
      return;
    case 'stage.retrying':
      patchStage(run, event, {
        status: 'waiting',
        error: event.error ?? null,
        waiting: { until: new Date(Date.parse(event.at) + event.delay_ms).toISOString(), why: event.reason },
        ...(event.resolved && { resolved: event.resolved }),
      });
      return;
    case 'stage.waiting':
      patchStage(run, event, {
        status: 'waiting',
        waiting: { until: event.until, why: event.why },
        ...(event.error && { error: event.error }),
      });
      return;
    case 'stage.succeeded':
      finishStage(run, event, {
        status: 'succeeded',
        output: event.output,
        error: null,
        ...(event.resolved && { resolved: event.resolved }),
      });
      return;
    case 'stage.failed':
      finishStage(run, event, {
        status: 'failed',
        error: event.error,
        ...(event.output !== undefined && { output: event.output }),
        ...(event.handled && { handled: true }),
        ...(event.tolerated && { tolerated: true }),
        ...(event.resolved && { resolved: event.resolved }),
      });
      return;
    case 'stage.skipped':
      finishStage(run, event, { status: 'skipped', reason: event.reason, because: event.because });
      return;
    case 'stage.cancelled':
      finishStage(run, event, { status: 'cancelled' });
      return;
    case 'decision':
      patchStage(run, event, { arm: event.arm });
      return;
    case 'log':
    case 'warning':
    case 'effect':
      return;
  } // no default: a new event type does not compile until it is folded
}

/** Whether `event` may begin or end the wait of a stage for a person's decision. */
export function concernsDecision(event: { readonly type: RunEvent['type']; readonly resolved?: unknown }): boolean {
  return event.type === 'stage.waiting' || event.type === 'stage.cancelled' || event.resolved !== undefined;
}

function noteDecision(run: Run, event: RunEvent): void {
  if (!concernsDecision(event) || !('stage_id' in event)) return;
  const key = stageKeyOf(event);
  const others = (run.undecided ?? []).filter((other) => other !== key);
  const isOpen = event.type === 'stage.waiting' && isUndecided({ waiting: event });
  const undecided = isOpen ? [...others, key] : others;
  delete run.undecided;
  if (undecided.length > 0) run.undecided = undecided;
}

function newStageRun(component: string): StageRun {
  return {
    status: 'pending',
    component,
    attempts: 0,
    started_at: null,
    finished_at: null,
    duration_ms: null,
    config: null,
    output: null,
    error: null,
  };
}

type OfStage = { stage_id: string; instance?: string | undefined; at: string };
type StagePatch = Partial<StageRun>;

function patchStage(run: Run, event: OfStage, patch: StagePatch): void {
  const key = stageKeyOf(event);
  const before = run.stages[key] ?? newStageRun(run.stages[event.stage_id]?.component ?? '');
  const after = withPatch(before, patch);
  run.stages[key] = after;
  if (key !== event.stage_id) run.stages[event.stage_id] = summaryWith(run.stages[event.stage_id], after);
}

function finishStage(run: Run, event: OfStage, patch: StagePatch): void {
  const known = run.stages[stageKeyOf(event)];
  if (known?.finished_at) {
    patchStage(run, event, patch);
    return;
  }
  const startedAt = known?.started_at ?? null;
  patchStage(run, event, {
    ...patch,
    finished_at: event.at,
    duration_ms: startedAt === null ? null : millisBetween(startedAt, event.at),
  });
}

/** The stage with `patch` over it. What it waited for is over, and a failure that is recorded again may have lost its handler. */
function withPatch(stage: StageRun, patch: StagePatch): StageRun {
  if (stage.waiting === undefined && stage.handled === undefined) return { ...stage, ...patch };
  const { waiting: _, handled, ...rest } = stage;
  return { ...rest, ...(handled && patch.status !== 'failed' && { handled }), ...patch };
}

/**
 * A stage in the body of a loop, seen as a whole, after one of its instances has changed: `failed` once one has failed, with
 * that one's error, else what the last one to change is. Values stand only under the addresses.
 */
function summaryWith(summary: StageRun | undefined, instance: StageRun): StageRun {
  const { reason: _, because: __, ...before } = summary ?? newStageRun(instance.component);
  const startedAt = before.started_at ?? instance.started_at;
  const finishedAt = instance.finished_at ?? before.finished_at;
  const hasFailed = before.status === 'failed';
  const status = hasFailed ? 'failed' : instance.status;
  return {
    ...before,
    status,
    attempts: Math.max(before.attempts, instance.attempts),
    started_at: startedAt,
    finished_at: finishedAt,
    duration_ms: startedAt === null || finishedAt === null ? null : millisBetween(startedAt, finishedAt),
    error: hasFailed ? before.error : instance.error,
    ...(status === 'skipped' && instance.reason && { reason: instance.reason, because: instance.because ?? [] }),
  };
}

function millisBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
