import { type Retry, type Stage, toDurationText } from '@flowmason/pipeline-schema';

/** One attempt on the axis, at its latest; ms from the first attempt's start. */
export interface PicturedAttempt {
  readonly startMs: number;
  /** When its time-out ends it; without a time-out only as long as it is drawn. */
  readonly endMs: number;
}

/** The attempts of a stage at their slowest: every one takes its whole time, every wait is as long as it can be. */
export interface RetryPicture {
  /** As many as can start before the deadline; the drawn ones only, when there are very many. */
  readonly attempts: readonly PicturedAttempt[];
  readonly attemptCount: number;
  /** The whole axis. */
  readonly totalMs: number;
  readonly deadlineMs: number | undefined;
  /** Without a time-out nobody knows how long an attempt takes: the bars are then only marks. */
  readonly hasTimeout: boolean;
  /** `up to 12 attempts, 1 m 02 s`. */
  readonly summary: string;
}

/** More bars than this are not told apart. */
const DRAWN = 60;
/** Worked out in full up to here; what comes after waits as long as the last one. */
const COUNTED = 1_000;

/** How the attempts of a stage lie in time. */
export function retryPicture({
  retry,
  timeout_ms,
  deadline_ms,
}: Pick<Stage, 'retry' | 'timeout_ms' | 'deadline_ms'>): RetryPicture {
  const wanted = retry?.max_attempts ?? 1;
  const delays = delaysOf(retry, Math.min(wanted, COUNTED) - 1);
  const waits = delays.reduce((sum, delay) => sum + delay, 0);
  const markMs = Math.max(1, waits / Math.max(1, wanted) / 4, deadline_ms === undefined ? 0 : deadline_ms / 100);
  const lengthMs = timeout_ms ?? markMs;
  const attempts: PicturedAttempt[] = [];
  let at = 0;
  for (let index = 0; index < Math.min(wanted, COUNTED); index += 1) {
    if (deadline_ms !== undefined && at >= deadline_ms) break;
    const endMs = Math.min(at + lengthMs, deadline_ms ?? Number.POSITIVE_INFINITY);
    attempts.push({ startMs: at, endMs });
    at = endMs + (delays[index] ?? 0);
  }
  const last = attempts.at(-1)?.endMs ?? 0;
  const isCut = attempts.length < Math.min(wanted, COUNTED);
  const attemptCount = isCut ? attempts.length : wanted;
  return {
    attempts: attempts.slice(0, DRAWN),
    attemptCount,
    totalMs: Math.max(last, 1),
    deadlineMs: deadline_ms,
    hasTimeout: timeout_ms !== undefined,
    summary: summaryOf({ attemptCount, timeout_ms, deadline_ms, worstMs: worstOf({ wanted, delays, timeout_ms }) }),
  };
}

/** The waits between attempts in ms, each as long as it can be: jitter only shortens them. */
function delaysOf(retry: Retry | undefined, count: number): readonly number[] {
  if (!retry) return [];
  const base = retry.delay_seconds * 1000;
  const cap = Math.max(retry.max_delay_seconds * 1000, base);
  return Array.from({ length: Math.max(0, count) }, (_, index) => Math.min(cap, base * retry.backoff ** index));
}

function worstOf(facts: {
  readonly wanted: number;
  readonly delays: readonly number[];
  readonly timeout_ms: number | undefined;
}): number {
  const { wanted, delays, timeout_ms = 0 } = facts;
  const counted = delays.reduce((sum, delay) => sum + delay, 0);
  const further = Math.max(0, wanted - 1 - delays.length) * (delays.at(-1) ?? 0);
  return counted + further + wanted * timeout_ms;
}

function summaryOf(facts: {
  readonly attemptCount: number;
  readonly timeout_ms: number | undefined;
  readonly deadline_ms: number | undefined;
  readonly worstMs: number;
}): string {
  const { attemptCount, timeout_ms, deadline_ms, worstMs } = facts;
  const attempts = attemptCount === 1 ? 'one attempt' : `up to ${attemptCount} attempts`;
  if (deadline_ms !== undefined && (timeout_ms === undefined || deadline_ms < worstMs)) {
    return `${attempts}, ${toDurationText(deadline_ms)} at most`;
  }
  if (timeout_ms === undefined) {
    return worstMs === 0 ? attempts : `${attempts}, ${toDurationText(worstMs)} of waiting between them`;
  }
  return `${attempts}, ${toDurationText(worstMs)}${attemptCount === 1 ? ' at most' : ''}`;
}
