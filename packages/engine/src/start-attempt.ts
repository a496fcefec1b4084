import { toDurationText } from '@flowmason/pipeline-schema';
import { addressOf, idempotencyKeyOf } from './address.ts';
import { performChild, type StartChild } from './child-run.ts';
import { ComponentError } from './errors.ts';
import { createFieldEvaluator } from './evaluate-field.ts';
import {
  type AttemptEnd,
  type AttemptNote,
  type AttemptSite,
  performAttempt,
  type RunningAttempt,
  toFailure,
} from './perform-attempt.ts';
import type { EffectPurpose, RunPorts } from './ports.ts';
import { createChoiceContext, prepareAttempt } from './prepare-attempt.ts';
import type { Fact } from './recorder.ts';
import { type Instance, isContainer, isInCleanup, type RunState } from './state.ts';

/** What the performing of an attempt needs from the run that it belongs to. */
export interface AttemptHands {
  readonly startChild: StartChild;
  note(note: AttemptNote): void;
}

/** An attempt whose start is about to be recorded; it may be performed once that is durable. */
export interface StartedAttempt {
  readonly type: 'started';
  readonly instance: Instance;
  readonly attempt: number;
  readonly facts: readonly Fact[];
  perform(hands: AttemptHands): RunningAttempt;
}

/** A stage that holds others is under way as soon as its start is recorded; a decision and a faulty config end at once. */
export type AttemptStart =
  | StartedAttempt
  | { readonly type: 'holding'; readonly facts: readonly Fact[] }
  | { readonly type: 'ended'; readonly facts: readonly Fact[]; readonly end: AttemptEnd };

/** Renders a stage's config and says what its next attempt consists of. Nothing leaves the process yet. */
export function startAttempt(state: RunState, ports: RunPorts, place: Place): AttemptStart {
  const { instance, attempt } = place;
  const prepared = prepareAttempt(state, ports, place);
  const address = addressOf(instance);
  const facts: Fact[] = [
    { type: 'stage.started', ...address, attempt, config: prepared.display },
    ...prepared.warnings.map((warning): Fact => ({ type: 'warning', ...address, ...warning })),
  ];
  if (prepared.failure) return { type: 'ended', facts, end: failed(prepared.failure, place) };
  if (isContainer(instance.planned)) return { type: 'holding', facts };
  if (prepared.component.choose) return chooseArm(state, ports, place, facts);
  return {
    type: 'started',
    instance,
    attempt,
    facts,
    perform(hands) {
      const site = siteOf(state, ports, place, hands);
      if (instance.planned.stage.component === 'subpipeline') {
        return performChild({ state, ports, instance, site, config: prepared.config }, hands.startChild);
      }
      return performAttempt(prepared, site, ports.gate);
    },
  };
}

/** `nowMs` is the time that templates see; `beginsMs`, from which limits count, is later when an attempt is repeated. */
type Place = {
  readonly instance: Instance;
  readonly attempt: number;
  readonly nowMs: number;
  readonly beginsMs: number;
  /** It had begun in a process that has ended. */
  readonly isResent?: boolean;
};

function siteOf(state: RunState, ports: RunPorts, place: Place, hands: AttemptHands): AttemptSite {
  const { instance, attempt, nowMs, beginsMs } = place;
  return {
    runId: state.runId,
    stageId: instance.planned.id,
    instance: instance.key,
    attempt,
    nowMs,
    idempotencyKey: idempotencyKeyOf(state.runId, instance),
    purpose: purposeOf(ports, place),
    maxAttempts: instance.planned.stage.retry?.max_attempts ?? 1,
    timeLimit: timeLimitOf(instance, beginsMs),
    evaluate: createFieldEvaluator(state, ports, place, (warning) => hands.note({ type: 'warning', ...warning })),
    note: hands.note,
  };
}

function purposeOf({ isCleanup }: RunPorts, { instance, isResent }: Place): EffectPurpose {
  if (isCleanup || isInCleanup(instance)) return 'cleanup';
  if (isResent) return 'resend';
  return instance.planned.stage.retry?.condition === undefined ? 'work' : 'poll';
}

function chooseArm(state: RunState, ports: RunPorts, place: Place, started: readonly Fact[]): AttemptStart {
  const { instance } = place;
  const address = addressOf(instance);
  const facts = [...started];
  const context = createChoiceContext(state, ports, place, (level, message) => {
    facts.push({ type: 'log', ...address, level, message });
  });
  try {
    const choice = instance.planned.component?.choose?.(instance.planned.stage.config, context);
    if (!choice) throw new Error(`${instance.planned.stage.component} takes no decisions`);
    facts.push({ type: 'decision', ...address, arm: choice.arm, trace: [...choice.trace] });
    return { type: 'ended', facts, end: { type: 'succeeded', output: choice.output } };
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error;
    return { type: 'ended', facts, end: failed(error, place) };
  }
}

function failed(error: ComponentError, { instance, attempt }: { instance: Instance; attempt: number }): AttemptEnd {
  return { type: 'failed', error: toFailure(error, { stageId: instance.planned.id, attempt }), wasSent: false };
}

/** The time that this attempt has: its own limit, or what is left until the stage's deadline if that is less. */
function timeLimitOf({ planned, startedMs, undecidedMs }: Instance, nowMs: number): AttemptSite['timeLimit'] {
  const { timeout_ms, deadline_ms } = planned.stage;
  const left = deadline_ms === undefined ? undefined : Math.max(0, startedMs + undecidedMs + deadline_ms - nowMs);
  if (timeout_ms !== undefined && (left === undefined || timeout_ms <= left)) {
    return { ms: timeout_ms, message: `no end after ${toDurationText(timeout_ms)} (timeout_ms)` };
  }
  if (left === undefined || deadline_ms === undefined) return undefined;
  return { ms: left, message: `no end within the ${toDurationText(deadline_ms)} of all attempts (deadline_ms)` };
}
