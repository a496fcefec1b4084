import { z } from 'zod';
import { Failure } from './failure.ts';
import { RunId } from './ids.ts';
import { type Json, JsonValue } from './json.ts';
import { CONCURRENCY_POLICIES } from './pipeline.ts';

export const SKIP_REASONS = [
  'branch_not_taken',
  'dependency_skipped',
  'dependency_failed',
  'try_aborted',
  'run_stopped',
  'returned',
  'disabled',
] as const;
export const SkipReason = z.enum(SKIP_REASONS);
export type SkipReason = z.infer<typeof SkipReason>;

/** The end states of a run; they never change again. */
export const RunOutcome = z.enum(['succeeded', 'recovered', 'failed', 'cancelled']);
export type RunOutcome = z.infer<typeof RunOutcome>;

/** What led to a stage's skip: the chain from the stage itself back to the decision or failure, nearest cause first. */
export const SkipCause = z.object({
  stage_id: z.string(),
  /** What that stage did: `failed`, `skipped`, or a decision. */
  what: z.enum(['failed', 'skipped', 'decision', 'cancelled', 'returned', 'disabled']),
  /** The arm it took, or its own skip reason. */
  detail: z.string().optional(),
});
export type SkipCause = z.infer<typeof SkipCause>;

/** One sub-expression of a decision with the value it had; secrets are masked, long values cut. */
export type ExpressionTrace = {
  /** The source text of the sub-expression. */
  readonly text: string;
  readonly value: Json;
  /** Set instead of a meaningful `value` when evaluating it failed. */
  readonly error?: string | undefined;
  readonly children: readonly ExpressionTrace[];
};
export const ExpressionTrace: z.ZodType<ExpressionTrace> = z.lazy(() =>
  z.object({
    text: z.string(),
    value: JsonValue,
    error: z.string().optional(),
    children: z.array(ExpressionTrace),
  }),
);

/** How one condition of a decision came out; a router has one per route that it looked at. */
export const ConditionTrace = z.object({
  /** Name of the route, or of the field (`condition`, `value`). */
  name: z.string(),
  /** What it gave; null when it failed with `error`. */
  result: JsonValue,
  error: z.string().optional(),
  trace: ExpressionTrace.optional(),
});
export type ConditionTrace = z.infer<typeof ConditionTrace>;

/** An HTTP request as it left: secrets are masked, `body` is what was sent, parsed when it was JSON. */
export const EffectRequest = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: JsonValue.optional(),
});
export type EffectRequest = z.infer<typeof EffectRequest>;

/** What came back for an effect; `status_code` 0 when nothing came back, with the reason in `error`. */
export const EffectResponse = z.object({
  status_code: z.int(),
  headers: z.record(z.string(), z.string()),
  body: JsonValue,
  elapsed_ms: z.number(),
  error: z.string().optional(),
});
export type EffectResponse = z.infer<typeof EffectResponse>;

/** The turns that a run takes: its key, worked out and masked, and what its pipeline says of it. */
export const RunConcurrency = z.object({ key: z.string(), policy: z.enum(CONCURRENCY_POLICIES), limit: z.int() });
export type RunConcurrency = z.infer<typeof RunConcurrency>;

/** The answers to the question what became of a request that was under way when the runner stopped. */
export const RESOLUTIONS = ['done', 'failed', 'retry'] as const;

/** What a person decided about a stage that waited for that. */
export const Resolution = z.object({
  as: z.enum(RESOLUTIONS),
  /** Who: a name from the access control, or `local`. */
  by: z.string(),
  at: z.iso.datetime(),
  note: z.string().optional(),
});
export type Resolution = z.infer<typeof Resolution>;

const fact = {
  run_id: RunId,
  /** Place in the run's journal: from 1, without gaps. It is the event's id on the wire. */
  seq: z.int().positive(),
  /** UTC instant. */
  at: z.iso.datetime(),
  /** Milliseconds since the run was queued. */
  t: z.number().nonnegative(),
};
const ofStage = {
  ...fact,
  stage_id: z.string(),
  /** Address of a stage inside a loop, such as `each[2]/call`; absent outside loops. */
  instance: z.string().optional(),
};
const ofAttempt = { ...ofStage, attempt: z.int().positive() };

/**
 * One fact in a run's journal (`spec.md` §7): appended once, never edited; secrets are masked before it is appended.
 * `attempt` counts from 1. Everything shown about a run is folded from these.
 */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({
    ...fact,
    type: z.literal('run.queued'),
    pipeline: z.string(),
    version: z.string(),
    /** SHA-256 of the canonical definition, hex. */
    definition_hash: z.string(),
    input: JsonValue,
    trigger: z.string(),
    /** Who started it: name of an API token, `local` for a person at the machine; absent for a child and in old journals. */
    by: z.string().optional(),
    /** Every stage of the definition, in file order. */
    stages: z.array(z.object({ id: z.string(), component: z.string() })),
    parent: z.object({ run_id: RunId, stage_id: z.string() }).optional(),
    profile: z.string().optional(),
    /** The situation of the simulated services; absent when the run is real. */
    sandbox: z.string().optional(),
    /** Absent for runs that may overlap. */
    concurrency: RunConcurrency.optional(),
  }),
  z.object({ ...fact, type: z.literal('run.started') }),
  z.object({
    ...fact,
    type: z.literal('run.waiting'),
    /** Set when the run does not go on by itself: why, and what a person has to do. */
    held: z.string().optional(),
  }),
  /** A person or the parent asked for the run to end; finally blocks still run. */
  z.object({
    ...fact,
    type: z.literal('run.cancelling'),
    reason: z.string(),
    /** Who asked for it: name of an API token, `local` for a person at the machine; absent when nobody did. */
    by: z.string().optional(),
    /** Set when the run is ended from inside, because its time or its room is up: it then ends `failed` with it. */
    failure: Failure.optional(),
    /** Finally blocks have had their time: they are ended too. */
    forced: z.boolean().optional(),
    /** With `forced`: stages of finally blocks that had begun which will not run, the first hundred. */
    left_out: z.array(z.string()).optional(),
    /** With `forced`: those that are cut off before their end, the first hundred. */
    cut_off: z.array(z.string()).optional(),
  }),
  z.object({
    ...fact,
    type: z.literal('run.finished'),
    status: RunOutcome,
    output: JsonValue,
    error: Failure.nullable(),
  }),
  z.object({ ...ofAttempt, type: z.literal('stage.started'), config: JsonValue }),
  z.object({
    ...ofAttempt,
    type: z.literal('stage.retrying'),
    reason: z.string(),
    /** Wait until the next attempt starts. */
    delay_ms: z.number().nonnegative(),
    error: Failure.optional(),
    resolved: Resolution.optional(),
  }),
  z.object({
    ...ofAttempt,
    type: z.literal('stage.waiting'),
    until: z.iso.datetime().nullable(),
    /** `interrupted`: a person has to say what became of the attempt (`isUndecided`). */
    why: z.string(),
    /** What the stage fails with unless a person decides otherwise. */
    error: Failure.optional(),
  }),
  z.object({
    ...ofAttempt,
    type: z.literal('stage.succeeded'),
    output: JsonValue,
    /** Set when a person said so, and what came back if they knew it. */
    resolved: Resolution.optional(),
  }),
  z.object({
    ...ofAttempt,
    type: z.literal('stage.failed'),
    error: Failure,
    /** A trycatch took it. */
    handled: z.boolean(),
    /** `on_error: continue`: dependents run. */
    tolerated: z.boolean().optional(),
    /** What a trycatch or foreach that failed can still say of its members. */
    output: JsonValue.optional(),
    resolved: Resolution.optional(),
  }),
  z.object({ ...ofStage, type: z.literal('stage.skipped'), reason: SkipReason, because: z.array(SkipCause) }),
  z.object({ ...ofStage, type: z.literal('stage.cancelled'), reason: z.string() }),
  z.object({ ...ofStage, type: z.literal('decision'), arm: z.string(), trace: z.array(ConditionTrace) }),
  z.object({
    ...fact,
    type: z.literal('log'),
    stage_id: z.string().optional(),
    instance: z.string().optional(),
    level: z.enum(['debug', 'info', 'warning', 'error']),
    message: z.string(),
    data: JsonValue.optional(),
  }),
  z.object({
    ...fact,
    type: z.literal('warning'),
    stage_id: z.string().optional(),
    instance: z.string().optional(),
    code: z.string(),
    message: z.string(),
  }),
  z.object({
    ...ofAttempt,
    type: z.literal('effect'),
    kind: z.enum(['http', 'model']),
    request: EffectRequest,
    response: EffectResponse,
    /** The address as the pipeline has it, when a profile rewrote it. */
    original_url: z.string().optional(),
    /** The answer came from simulated services. */
    simulated: z.boolean().optional(),
  }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** What a run of the engine hands to the journal, which adds `run_id` and `seq`. */
export type NewRunEvent = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'run_id' | 'seq'>
    : never
  : never;
