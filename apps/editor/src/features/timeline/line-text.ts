import { isUndecided, type TimelineRow, toDurationText } from '@flowmason/pipeline-schema';
import { toSkipText } from '../../model/runs/stage-words.ts';
import { toRowLook } from '../../model/runs/status-look.ts';
import { toExactTime } from '../../model/timeline/time-ticks.ts';
import type { TimelineBar } from '../../model/timeline/timeline-bars.ts';
import type { TimelineLine } from '../../model/timeline/timeline-lines.ts';

/** A line of the timeline as a sentence for those who hear it. */
export function toLineText(line: TimelineLine, maxAttempts: number | undefined): string {
  if (line.kind === 'skipped') return `${line.count} skipped stages`;
  if (line.kind === 'iteration') return `${line.key}, ${line.rows.length} stages`;
  const { row } = line;
  const look = toRowLook(row);
  const skipped = row.skipReason === undefined ? '' : `: ${toSkipText(row.skipReason)}`;
  return [`${row.key}, ${look.word}${skipped}`, ...attemptsText(row, maxAttempts), ...timesText(row)].join(', ');
}

/** A bar in exact figures, for those who point at it: what it is, and from when to when. */
export function toBarTexts(bar: TimelineBar, nowMs: number): { readonly title: string; readonly times: string } {
  const endMs = bar.endMs ?? nowMs;
  const times = `${toExactTime(bar.startMs)} – ${bar.endMs === null ? 'now' : toExactTime(bar.endMs)}`;
  const lasted = toDurationText(endMs - bar.startMs);
  if (bar.kind === 'many') return { title: `attempts ${bar.from} to ${bar.to}, ${lasted}`, times };
  if (bar.kind === 'wait') {
    const rest = bar.endMs === null && bar.untilMs !== null ? `, ${toDurationText(bar.untilMs - nowMs)} left` : '';
    const isForPerson = isUndecided({ waiting: { until: null, why: bar.why } });
    return { title: isForPerson ? `waited ${lasted} for a decision` : `waited ${lasted}${rest}: ${bar.why}`, times };
  }
  return { title: `attempt ${bar.attempt} ${ATTEMPT_WORDS[bar.status]}, ${lasted}`, times };
}

const ATTEMPT_WORDS = {
  running: 'is running',
  succeeded: 'succeeded',
  failed: 'failed',
  retried: 'got an answer that asks for another attempt',
  waiting: 'is waiting',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
} as const satisfies Record<Exclude<TimelineBar, { kind: 'wait' }>['status'], string>;

function attemptsText(row: TimelineRow, maxAttempts: number | undefined): readonly string[] {
  if (row.attempts === 0) return [];
  const most = maxAttempts === undefined ? '' : ` of at most ${maxAttempts}`;
  return [`${row.attempts === 1 ? '1 attempt' : `${row.attempts} attempts`}${most}`];
}

function timesText(row: TimelineRow): readonly string[] {
  if (row.segments.length === 0) return [];
  const started = `started after ${toDurationText(row.startMs)}`;
  return row.endMs === null ? [started] : [started, `took ${toDurationText(row.endMs - row.startMs)}`];
}
