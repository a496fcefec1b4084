import { type Failure, isJsonObject, type Json, type Retry, toDurationText } from '@flowmason/pipeline-schema';
import { jsonOf } from './json-of.ts';

/** How one attempt ended, before retry has its say. */
export type AttemptOutcome =
  | { readonly type: 'succeeded'; readonly output: Json }
  /** `wasSent` is false only when it is certain that no request left. */
  | { readonly type: 'failed'; readonly error: Failure; readonly wasSent: boolean };

/** What the retry condition said of an attempt; `missing` when what it reads is not there. */
export type ConditionVerdict =
  | { readonly type: 'again' | 'met' | 'missing' }
  | { readonly type: 'faulty'; readonly error: Failure };

export interface AttemptToJudge {
  readonly outcome: AttemptOutcome;
  readonly retry: Retry | undefined;
  /** Absent when the stage has no retry condition. */
  readonly verdict: ConditionVerdict | undefined;
  /** The condition reads `output.status_code`, so it also judges answers outside `expect_status`. */
  readonly readsStatus: boolean;
  readonly attempt: number;
  /** A POST or PATCH that is not idempotent. */
  readonly isUnsafe: boolean;
  /** From the first attempt's start. */
  readonly elapsedMs: number;
  readonly deadlineMs: number | undefined;
  readonly nowMs: number;
  /** From 0 up to 1; the same for the same attempt after a restart. */
  readonly jitter: number;
}

/** What becomes of a stage after an attempt. */
export type Judgement =
  | { readonly type: 'again'; readonly delayMs: number; readonly reason: string; readonly error: Failure | undefined }
  | { readonly type: 'succeeded'; readonly output: Json; readonly arm: 'met' | 'exhausted' | undefined }
  | { readonly type: 'failed'; readonly error: Failure; readonly arm: 'met' | 'exhausted' | undefined };

/** Decides between another attempt, success and failure (`spec.md` §4.5). */
export function judgeAttempt(attempt: AttemptToJudge): Judgement {
  const { outcome, retry, verdict } = attempt;
  if (!retry) return endWith(outcome, undefined);
  const wish = verdict ? judgeByCondition(attempt, verdict) : judgeByFailure(outcome);
  if (wish.type === 'end') return endWith(outcome, verdict ? 'met' : undefined);
  if (wish.type === 'fault') return { type: 'failed', error: wish.error, arm: undefined };
  if (attempt.isUnsafe && !mayRepeat(attempt)) return endWith(outcome, undefined);
  return tryAgain(attempt, retry, wish.reason);
}

type Wish =
  | { readonly type: 'again'; readonly reason: string }
  | { readonly type: 'end' }
  | { readonly type: 'fault'; readonly error: Failure };

function judgeByFailure(outcome: AttemptOutcome): Wish {
  if (outcome.type === 'succeeded' || !outcome.error.retryable) return { type: 'end' };
  return { type: 'again', reason: outcome.error.message };
}

function judgeByCondition(attempt: AttemptToJudge, verdict: ConditionVerdict): Wish {
  const { outcome, readsStatus } = attempt;
  // Without an answer, or with one that the condition does not judge, the failure itself decides.
  if (outcome.type === 'failed' && !(readsStatus && answerOf(outcome) !== undefined)) return judgeByFailure(outcome);
  switch (verdict.type) {
    case 'faulty':
      return outcome.type === 'failed' ? { type: 'end' } : { type: 'fault', error: verdict.error };
    case 'met':
      return { type: 'end' };
    case 'missing':
      return { type: 'again', reason: 'what the condition reads is not there yet' };
    case 'again':
      return { type: 'again', reason: 'the condition asks for another attempt' };
  }
}

/** An unsafe request is sent again only if none was received, the server asked for it, or the condition does. */
function mayRepeat({ outcome, verdict, readsStatus }: AttemptToJudge): boolean {
  if (outcome.type === 'succeeded') return true; // only a condition asks for more after a success
  if (!outcome.wasSent) return true;
  const status = statusOf(outcome);
  if (status === 429 || status === 503) return true;
  return verdict?.type === 'again' && readsStatus && status !== undefined;
}

function tryAgain(attempt: AttemptToJudge, retry: Retry, reason: string): Judgement {
  const { outcome, elapsedMs, deadlineMs } = attempt;
  const delayMs = Math.max(delayOf(retry, attempt), retryAfterOf(outcome, attempt.nowMs) ?? 0);
  const isLate = deadlineMs !== undefined && elapsedMs + delayMs >= deadlineMs;
  if (attempt.attempt < retry.max_attempts && !isLate) {
    const error = outcome.type === 'failed' ? outcome.error : undefined;
    return { type: 'again', delayMs, reason, error };
  }
  if (retry.on_exhausted === 'continue') return { type: 'succeeded', output: lastOutputOf(outcome), arm: 'exhausted' };
  return { type: 'failed', error: exhausted(attempt, retry, isLate), arm: 'exhausted' };
}

function endWith(outcome: AttemptOutcome, arm: 'met' | undefined): Judgement {
  return outcome.type === 'succeeded'
    ? { type: 'succeeded', output: outcome.output, arm }
    : { type: 'failed', error: outcome.error, arm: undefined };
}

/** Fixed with a condition; otherwise it grows, and jitter takes up to half of it away so that many do not come at once. */
function delayOf(retry: Retry, { attempt, jitter }: AttemptToJudge): number {
  const base = retry.delay_seconds * 1000;
  const cap = Math.max(retry.max_delay_seconds * 1000, base);
  const delay = Math.min(cap, base * retry.backoff ** (attempt - 1));
  return Math.round(retry.jitter ? delay * (1 - jitter / 2) : delay);
}

/** A server may not hold a stage without a deadline longer than this. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** The wait that the answer asks for: seconds or a date. What is no sensible wait is ignored. */
function retryAfterOf(outcome: AttemptOutcome, nowMs: number): number | undefined {
  const answer = answerOf(outcome);
  const headers = isJsonObject(answer) ? answer['headers'] : undefined;
  const text = isJsonObject(headers) ? headers['retry-after'] : undefined;
  if (typeof text !== 'string') return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : HTTP_DATE.test(text) ? Date.parse(text) - nowMs : 0;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : undefined;
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

function exhausted(attempt: AttemptToJudge, retry: Retry, isLate: boolean): Failure {
  const { outcome, elapsedMs } = attempt;
  const count = `${attempt.attempt} of ${retry.max_attempts} attempts (${toDurationText(elapsedMs)})`;
  const late = isLate && attempt.attempt < retry.max_attempts ? '; the deadline leaves no time for another one' : '';
  return {
    type: 'RETRY_EXHAUSTED',
    message: `still ${stateOf(attempt)} after ${count}${late}`,
    stage_id: outcome.type === 'failed' ? outcome.error.stage_id : null,
    attempt: attempt.attempt,
    retryable: false,
    details: {
      last_error: outcome.type === 'failed' ? jsonOf(outcome.error) : null,
      last_output: lastOutputOf(outcome),
      attempts: attempt.attempt,
      elapsed_ms: elapsedMs,
    },
  };
}

/** In one phrase what the last attempt found. */
function stateOf({ outcome, readsStatus }: AttemptToJudge): string {
  const status = statusOf(outcome);
  if (status !== undefined && (readsStatus || outcome.type === 'failed')) return String(status);
  if (outcome.type === 'failed') return `failing with "${outcome.error.message}"`;
  return 'not what the retry condition waits for';
}

function lastOutputOf(outcome: AttemptOutcome): Json {
  return outcome.type === 'succeeded' ? outcome.output : (answerOf(outcome) ?? null);
}

/** The answer of an attempt, be it inside or outside `expect_status`; undefined when there was none. */
export function answerOf(outcome: AttemptOutcome): Json | undefined {
  if (outcome.type === 'succeeded') return outcome.output;
  const { details } = outcome.error;
  return isJsonObject(details) ? details['response'] : undefined;
}

function statusOf(outcome: AttemptOutcome): number | undefined {
  const answer = answerOf(outcome);
  const status = isJsonObject(answer) ? answer['status_code'] : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** A number from 0 up to 1 that depends only on its text (FNV-1a), so that a restarted run waits as long as before. */
export function steadyRandom(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash / 0x1_0000_0000;
}
