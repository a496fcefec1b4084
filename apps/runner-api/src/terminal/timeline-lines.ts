import {
  decisionOf,
  endOf,
  isUndecided,
  stagesAhead,
  type Timeline,
  type TimelineRow,
  toDurationText,
} from '@flowmason/pipeline-schema';
import { toCell } from './cell.ts';
import type { Palette } from './palette.ts';
import { toPlainLine } from './plain-text.ts';
import { markOf } from './status-mark.ts';

export type TimelineFrame = {
  /** Where the now-line stands, ms since the run was queued. */
  readonly nowMs: number;
  /** Size of the terminal in characters. */
  readonly columns: number;
  readonly lines: number;
  readonly palette: Palette;
  /** By stage id: how many attempts it may have, for `3/12`. */
  readonly maxAttempts: ReadonlyMap<string, number>;
};

/**
 * A picture of the run at one instant: one line per stage with mark, name, bar and note, the stages that are ahead last.
 * No line is wider than the terminal, and there are fewer of them than it has: finished and future stages that find no
 * room are counted instead.
 */
export function timelineLines(timeline: Timeline, frame: TimelineFrame): string[] {
  const { rows, hiddenCount } = visibleRows(timeline.rows, frame.lines - 3);
  const widths = widthsOf(timeline, frame);
  const room = Math.max(0, frame.lines - 3 - rows.length);
  const ahead = stagesAhead(timeline);
  const shown = ahead.slice(0, ahead.length <= room ? ahead.length : Math.max(0, room - 1));
  const folded = [
    ...(hiddenCount > 0 ? [`${hiddenCount} more ended`] : []),
    ...(ahead.length > shown.length ? [`${ahead.length - shown.length} more ahead`] : []),
  ];
  return [
    ...rows.map((row) => rowLine(row, widths, frame)),
    ...shown.map(({ id }) => frame.palette.grey(`○ ${toCell(id, widths.name).trimEnd()}`)),
    ...(folded.length > 0 ? [frame.palette.grey(toCell(`  … ${folded.join(', ')}`, frame.columns - 1).trimEnd())] : []),
  ];
}

type Widths = { readonly name: number; readonly bar: number; readonly note: number; readonly spanMs: number };

function widthsOf(timeline: Timeline, { columns, nowMs }: TimelineFrame): Widths {
  const longest = Math.max(8, ...timeline.stages.slice(0, 500).map(({ id }) => id.length));
  // Mark, gaps, and the last column, which stays free: some terminals wrap when it is written.
  const usable = Math.max(20, columns - 7);
  const name = Math.min(longest, Math.floor(usable * 0.35));
  const note = Math.min(44, Math.floor((usable - name) * 0.5));
  return { name, note, bar: Math.max(0, usable - name - note), spanMs: Math.max(1_000, timeline.endMs ?? nowMs) };
}

/** All rows when they fit; else what is going on and what failed, then the latest of the others, in their order. */
function visibleRows(rows: readonly TimelineRow[], limit: number) {
  if (rows.length <= limit) return { rows, hiddenCount: 0 };
  const matters = (row: TimelineRow) => row.endMs === null || row.status === 'failed';
  const ranked = [...rows.filter(matters).reverse(), ...rows.filter((row) => !matters(row)).reverse()];
  const chosen = new Set(ranked.slice(0, Math.max(1, limit)));
  return { rows: rows.filter((row) => chosen.has(row)), hiddenCount: rows.length - chosen.size };
}

function rowLine(row: TimelineRow, widths: Widths, frame: TimelineFrame): string {
  const { palette } = frame;
  const { icon, colour } = markOf(row.status, row);
  const name = toCell(toPlainLine(row.key), widths.name);
  const isQuiet = row.status === 'skipped' || row.status === 'cancelled';
  const bar = barOf(row, widths, frame);
  const note = toCell(noteOf(row, frame), widths.note).trimEnd();
  return `${palette[colour](icon)} ${isQuiet ? palette.grey(name) : name}  ${bar}  ${isQuiet ? palette.grey(note) : note}`.trimEnd();
}

/** Attempts solid, waits light. A stretch of time is as wide as it is long, but never invisible. */
function barOf(row: TimelineRow, { bar, spanMs }: Widths, { nowMs, palette }: TimelineFrame): string {
  const cells = Array.from({ length: bar }, () => ' ');
  const at = (ms: number) => Math.min(bar - 1, Math.floor((ms / spanMs) * bar));
  for (const segment of row.segments) {
    const end = Math.max(at(segment.startMs), at(endOf(segment, nowMs) - 1));
    for (let cell = at(segment.startMs); cell <= end; cell += 1) {
      if (segment.kind === 'attempt') cells[cell] = '█';
      else if (cells[cell] === ' ') cells[cell] = '░';
    }
  }
  return palette[markOf(row.status, row).colour](cells.join(''));
}

function noteOf(row: TimelineRow, { nowMs, maxAttempts }: TimelineFrame): string {
  const elapsed = toDurationText(endOf(row, nowMs) - row.startMs);
  const most = maxAttempts.get(row.stageId) ?? 1;
  const attempts =
    row.attempts > 1 || (most > 1 && row.endMs === null) ? `${row.attempts}/${Math.max(most, row.attempts)}` : '';
  const arm = decisionOf(row);
  switch (row.status) {
    case 'skipped':
      return `skipped: ${(row.skipReason ?? '').replaceAll('_', ' ')}`;
    case 'waiting':
      return joined(attempts, elapsed, waitText(row, nowMs));
    case 'failed':
      return joined(
        attempts,
        elapsed,
        row.isHandled ? 'failed, handled' : row.isTolerated ? 'failed, tolerated' : 'failed',
      );
    case 'cancelled':
      return joined(attempts, elapsed, 'cancelled');
    default:
      return joined(attempts, elapsed, arm === undefined ? '' : `→ ${toPlainLine(arm)}`);
  }
}

function waitText(row: TimelineRow, nowMs: number): string {
  const last = row.segments.at(-1);
  if (last?.kind !== 'wait') return 'waiting';
  if (isUndecided({ waiting: { until: null, why: last.why } })) return 'waits for a decision';
  const left = last.untilMs === null ? '' : ` ${toDurationText(last.untilMs - nowMs)}`;
  return `waiting${left}: ${toPlainLine(last.why)}`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
