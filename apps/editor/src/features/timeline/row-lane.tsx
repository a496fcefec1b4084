import type { SkipReason, TimelineRow } from '@flowmason/pipeline-schema';
import type { MouseEvent, ReactNode } from 'react';
import { toSkipText } from '../../model/runs/stage-words.ts';
import type { TimeAxis } from '../../model/timeline/time-axis.ts';
import { toTimelineBars } from '../../model/timeline/timeline-bars.ts';
import type { IterationLine, StageLine } from '../../model/timeline/timeline-lines.ts';
import { leftOf, stretchStyle } from './place-style.ts';
import { BarView, type SpanTone, SpanView } from './timeline-bar.tsx';

type LaneProps = {
  readonly line: StageLine | IterationLine;
  readonly axis: TimeAxis;
  readonly leastMs: number;
  readonly readyMs: number | undefined;
  readonly isCritical: boolean;
  readonly onOpen: (attempt: number | undefined) => void;
};

/** The bars of one row. For those who see; the row's label says the same in words. */
export function RowLane({ line, axis, leastMs, readyMs, isCritical, onOpen }: LaneProps): ReactNode {
  if (line.kind === 'iteration') return <IterationLane line={line} axis={axis} />;
  const { row } = line;
  if (row.skipReason !== undefined && row.segments.length === 0) return <SkipNote reason={row.skipReason} />;
  function open(event: MouseEvent): void {
    const bar = toBarIndex(event.target);
    const found = bar === undefined ? undefined : toTimelineBars(row.segments, leastMs)[bar];
    onOpen(found?.kind === 'attempt' || found?.kind === 'wait' ? found.attempt : undefined);
  }
  return (
    // The label of the row is the button; this is its shape in time, for the mouse.
    <div aria-hidden className="relative h-full flex-1" onClick={open}>
      <QueueLine row={row} axis={axis} readyMs={readyMs} />
      <Bars row={row} axis={axis} leastMs={leastMs} />
      {isCritical && (
        <span
          className="pointer-events-none absolute top-1 h-4 min-w-1 rounded-sm border border-ink/75"
          style={stretchStyle(axis, row.startMs, row.endMs)}
        />
      )}
      <EndNote row={row} axis={axis} />
    </div>
  );
}

function SkipNote({ reason }: { readonly reason: SkipReason }): ReactNode {
  return (
    <div aria-hidden className="min-w-0 flex-1 truncate pl-2 text-2xs text-faint leading-6">
      {toSkipText(reason)}
    </div>
  );
}

/** Which bar of a row an event of the mouse belongs to. */
export function toBarIndex(target: EventTarget | null): number | undefined {
  const bar = target instanceof HTMLElement ? target.dataset['bar'] : undefined;
  return bar === undefined ? undefined : Number(bar);
}

function Bars({
  row,
  axis,
  leastMs,
}: {
  readonly row: TimelineRow;
  readonly axis: TimeAxis;
  readonly leastMs: number;
}) {
  if (BLOCKS.has(row.component)) {
    return <SpanView axis={axis} startMs={row.startMs} endMs={row.endMs} tone={toneOf(row)} />;
  }
  const isDealtWith = row.isHandled || row.isTolerated;
  return toTimelineBars(row.segments, leastMs).map((bar, index) => (
    <BarView key={bar.startMs + bar.kind} axis={axis} bar={bar} index={index} isDealtWith={isDealtWith} />
  ));
}

const BLOCKS: ReadonlySet<string> = new Set(['trycatch', 'foreach']);

/** The time between when a stage could have started and when it did. */
function QueueLine(props: {
  readonly row: TimelineRow;
  readonly axis: TimeAxis;
  readonly readyMs: number | undefined;
}) {
  const { row, axis, readyMs } = props;
  if (readyMs === undefined || row.startMs - readyMs < LEAST_QUEUE_MS) return null;
  return <span className="absolute top-3 h-px bg-edge" style={stretchStyle(axis, readyMs, row.startMs)} />;
}

const LEAST_QUEUE_MS = 20;

/** What the last bar leaves to be said: the outcome of a decision. */
function EndNote({ row, axis }: { readonly row: TimelineRow; readonly axis: TimeAxis }): ReactNode {
  if (row.endMs === null || row.arm === undefined || HIDDEN_ARMS.has(row.arm)) return null;
  return (
    <span
      className="pointer-events-none absolute top-0.5 ml-1.5 whitespace-nowrap text-2xs text-accent-strong leading-5"
      style={{ left: leftOf(axis, row.endMs) }}
    >
      {row.arm}
    </span>
  );
}

/** What every retried stage and every block that went well would repeat. */
const HIDDEN_ARMS: ReadonlySet<string> = new Set(['met', 'exhausted', 'ok']);

function IterationLane({ line, axis }: { readonly line: IterationLine; readonly axis: TimeAxis }): ReactNode {
  const { rows } = line;
  const startMs = Math.min(...rows.map((row) => row.startMs));
  const isOpen = rows.some(({ endMs }) => endMs === null);
  const endMs = isOpen ? null : Math.max(...rows.map((row) => row.endMs ?? row.startMs));
  const worst =
    rows.find(({ status }) => status === 'failed') ?? rows.find(({ endMs: end }) => end === null) ?? rows.at(-1);
  return (
    <div aria-hidden className="relative h-full flex-1">
      {worst && <SpanView axis={axis} startMs={startMs} endMs={endMs} tone={toneOf(worst)} />}
    </div>
  );
}

function toneOf(row: TimelineRow): SpanTone {
  if (row.status === 'failed') return row.isHandled || row.isTolerated ? 'handled' : 'failed';
  if (row.status === 'running' || row.status === 'waiting' || row.status === 'succeeded') return row.status;
  return 'quiet';
}
