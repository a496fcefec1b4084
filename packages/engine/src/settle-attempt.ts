import {
  type CompiledTemplate,
  type ConditionTrace,
  compileTemplate,
  ExprError,
  isJsonObject,
  type Retry,
} from '@flowmason/pipeline-schema';
import { addressOf } from './address.ts';
import { isHandled, isRecoveredChild } from './failure-path.ts';
import type { AttemptEnd } from './perform-attempt.ts';
import type { RunPorts } from './ports.ts';
import { rootsFor, traceTemplate } from './prepare-attempt.ts';
import type { Fact } from './recorder.ts';
import { type AttemptOutcome, answerOf, type ConditionVerdict, judgeAttempt, steadyRandom } from './retry.ts';
import { buildScope } from './scope.ts';
import type { Instance, RunState } from './state.ts';

/** The facts that follow from the end of an attempt: another one is due, or the stage has succeeded, failed or been skipped. */
export function settleAttempt(
  state: RunState,
  ports: RunPorts,
  instance: Instance,
  end: AttemptEnd,
  nowMs: number,
): readonly Fact[] {
  const place = addressOf(instance);
  const { stage } = instance.planned;
  if (end.type === 'skipped') {
    const because = [{ stage_id: instance.key, what: 'decision' as const, detail: end.message.slice(0, 500) }];
    return [{ type: 'stage.skipped', ...place, reason: 'branch_not_taken', because }];
  }
  const asked = stage.retry?.condition === undefined ? undefined : askCondition(state, ports, instance, end, nowMs);
  const judgement = judgeAttempt({
    outcome: end,
    retry: state.returnedBy ? undefined : stage.retry,
    verdict: asked?.verdict,
    readsStatus: readsStatus(stage.retry, instance),
    attempt: instance.attempts,
    isUnsafe: isUnsafe(instance),
    elapsedMs: nowMs - instance.startedMs - instance.undecidedMs,
    deadlineMs: stage.deadline_ms,
    nowMs,
    jitter: steadyRandom(`${state.runId}/${instance.key}/${instance.attempts}`),
  });
  const attempt = instance.attempts;
  if (judgement.type === 'again') {
    const { delayMs, reason, error } = judgement;
    return [{ type: 'stage.retrying', ...place, attempt, reason, delay_ms: delayMs, ...(error && { error }) }];
  }
  const decision: Fact[] = judgement.arm
    ? [{ type: 'decision', ...place, arm: judgement.arm, trace: asked ? [asked.trace] : [] }]
    : [];
  if (judgement.type === 'succeeded') {
    return [...decision, { type: 'stage.succeeded', ...place, attempt, output: judgement.output }];
  }
  const error = { ...judgement.error, stage_id: judgement.error.stage_id ?? instance.planned.id };
  const handled = isRecoveredChild(instance, error) || isHandled(instance, error);
  if (stage.on_error === 'continue') {
    return [...decision, { type: 'stage.failed', ...place, attempt, error, handled: false, tolerated: true }];
  }
  return [...decision, { type: 'stage.failed', ...place, attempt, error, handled }];
}

/** A POST or PATCH that nobody has declared safe to repeat. */
export function isUnsafe({ planned, config }: Instance): boolean {
  if (planned.component?.effect !== 'http' || planned.stage.idempotent) return false;
  const method = isJsonObject(config) ? config['method'] : undefined;
  return typeof method === 'string' && ['POST', 'PATCH'].includes(method.toUpperCase());
}

function askCondition(
  state: RunState,
  ports: RunPorts,
  instance: Instance,
  outcome: AttemptOutcome,
  nowMs: number,
): { readonly verdict: ConditionVerdict; readonly trace: ConditionTrace } {
  const template = instance.planned.stage.retry?.condition ?? '';
  const reader = { instance, attempt: instance.attempts, nowMs };
  const given = answerOf(outcome);
  // As it will be recorded: what a condition makes of a secret that came back, nobody would recognise.
  const answer = given === undefined ? undefined : ports.secrets.mask(given);
  const roots = rootsFor(instance);
  const trace = traceTemplate({ name: 'retry', template, mode: 'condition', nowMs, roots }, (refs) => ({
    ...buildScope(state, ports, reader, refs),
    attempt: instance.attempts,
    ...(answer !== undefined && { output: answer }),
  }));
  if (trace.error === undefined) return { verdict: { type: trace.result === true ? 'again' : 'met' }, trace };
  if (isMissing(template, trace, instance)) return { verdict: { type: 'missing' }, trace };
  const error = {
    type: 'EXPRESSION' as const,
    message: `retry.condition: ${trace.error}`,
    stage_id: instance.planned.id,
    attempt: instance.attempts,
    retryable: false,
  };
  return { verdict: { type: 'faulty', error }, trace };
}

/** The whole condition came to nothing because what it reads is not there, or is null. */
function isMissing(template: string, { trace, error }: ConditionTrace, instance: Instance): boolean {
  if (!trace || error === undefined) return false;
  try {
    return compileFor(instance, template).isWhole && trace.value === null;
  } catch (fault) {
    if (fault instanceof ExprError) return false;
    throw fault;
  }
}

/** The condition looks at `output.status_code`, so it is meant to judge answers outside `expect_status` too. */
function readsStatus(retry: Retry | undefined, instance: Instance): boolean {
  if (retry?.condition === undefined) return false;
  const known = statusReaders.get(retry);
  if (known !== undefined) return known;
  const found = refsOf(retry.condition, instance).some(
    ({ root, path }) => root === 'output' && path[0] === 'status_code',
  );
  statusReaders.set(retry, found);
  return found;
}

const statusReaders = new WeakMap<Retry, boolean>();

function refsOf(template: string, instance: Instance): CompiledTemplate['refs'] {
  try {
    return compileFor(instance, template).refs;
  } catch (error) {
    if (error instanceof ExprError) return []; // the condition itself reports it when it is asked
    throw error;
  }
}

function compileFor(instance: Instance, template: string): CompiledTemplate {
  const roots = rootsFor(instance);
  return compileTemplate(template, roots ? { roots } : {});
}
