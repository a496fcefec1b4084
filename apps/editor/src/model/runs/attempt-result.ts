import type { StageAttempt } from './stage-attempts.ts';
import type { StatusLook } from './status-look.ts';

/** How an attempt came out, at a glance: its mark, and what came back in a few words. */
export interface AttemptResult extends Pick<StatusLook, 'word' | 'icon' | 'tone'> {
  readonly text: string;
}

/** The result of an attempt. What came back says more than the outcome, so a status code stands first. */
export function toAttemptResult(attempt: StageAttempt): AttemptResult {
  const { exchanges, error } = attempt;
  const answer = exchanges.at(-1)?.response;
  const code = answer && (answer.status_code === 0 ? (answer.error ?? 'no answer') : `answered ${answer.status_code}`);
  const look = LOOKS[attempt.outcome];
  return { ...look, text: code ?? error?.message ?? look.word };
}

const LOOKS = {
  running: { word: 'running', icon: 'loader-circle', tone: 'running' },
  waiting: { word: 'waiting', icon: 'hourglass', tone: 'waiting' },
  succeeded: { word: 'succeeded', icon: 'circle-check', tone: 'succeeded' },
  failed: { word: 'failed', icon: 'circle-x', tone: 'failed' },
  retried: { word: 'asked for another attempt', icon: 'repeat', tone: 'neutral' },
  cancelled: { word: 'cancelled', icon: 'ban', tone: 'skipped' },
} as const satisfies Record<StageAttempt['outcome'], Omit<AttemptResult, 'text'>>;
