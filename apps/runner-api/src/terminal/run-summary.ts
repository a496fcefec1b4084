import { type Failure, type Run, type StageRun, toDurationText } from '@flowmason/pipeline-schema';
import { decisionLines } from './decision-command.ts';
import type { Palette } from './palette.ts';
import { toPlainLine } from './plain-text.ts';
import { markOf } from './status-mark.ts';

/** How a run went or stands, in words: the outcome, why it is held or what a person has to decide, what failed and why, and whether services were simulated. */
export function runSummary(run: Run, palette: Palette): string[] {
  const { icon, colour } = markOf(run.status);
  const duration = run.duration_ms === null ? '' : ` in ${toDurationText(run.duration_ms)}`;
  const simulated = run.sandbox === undefined ? [] : [palette.amber(`simulated services: ${toPlainLine(run.sandbox)}`)];
  const head = [
    `${palette[colour](`${icon} ${run.status}`)}${duration}`,
    toPlainLine(run.pipeline),
    run.id,
    ...simulated,
  ];
  const held = run.held === undefined ? [] : [toPlainLine(run.held)];
  const queued = run.queue === undefined ? [] : [toPlainLine(run.queue.reason)];
  return [head.join(' · '), ...held, ...queued, ...decisionLines(run), ...failuresOf(run)];
}

function failuresOf(run: Run): string[] {
  const lines = new Set<string>();
  if (run.error) lines.add(failureText(run.error, run));
  const stages = Object.entries(run.stages);
  // What nothing dealt with is the worse news.
  for (const [key, stage] of stages.toSorted((a, b) => Number(isDealtWith(a[1])) - Number(isDealtWith(b[1])))) {
    if (stage.status !== 'failed' || !stage.error) continue;
    // A block and the stages around a failure repeat its words; the stage that it happened to says them.
    if (stage.error.stage_id !== null && stage.error.stage_id !== key.slice(key.lastIndexOf('/') + 1)) continue;
    lines.add(failureText(stage.error, run, key));
  }
  return [...lines].slice(0, MAX_FAILURES);
}

const MAX_FAILURES = 10;

function isDealtWith({ handled, tolerated }: StageRun): boolean {
  return handled === true || tolerated === true;
}

/** `staging-health-check failed: still 503 after 12 of 12 attempts (1 m 02 s).` */
function failureText(failure: Failure, run: Run, key: string | null = failure.stage_id): string {
  const message = toPlainLine(failure.message);
  const ended = /[.!?]$/.test(message) ? message : `${message}.`;
  if (key === null) return ended;
  const isSaid = ended.startsWith(`${key} `);
  return isSaid ? ended : `${toPlainLine(key)} ${failedHow(key, run)}: ${ended}`;
}

/** A failure that a catch took is still what a failed run failed of when catch or finally failed too. */
function failedHow(key: string, run: Run): string {
  const stage = run.stages[key];
  if (stage?.handled && run.status === 'failed' && run.error?.stage_id === key) return 'failed, and handling it failed';
  return stage?.handled ? 'failed (handled)' : stage?.tolerated ? 'failed (tolerated)' : 'failed';
}
