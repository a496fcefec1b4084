import { memo, type ReactNode } from 'react';
import type { TimeAxis } from '../../model/timeline/time-axis.ts';
import type { TimelineBar } from '../../model/timeline/timeline-bars.ts';
import { classNames } from '../../ui/class-names.ts';
import { stretchStyle } from './place-style.ts';

type BarProps = {
  readonly axis: TimeAxis;
  readonly bar: TimelineBar;
  /** Its place in the row, by which the tooltip finds it. */
  readonly index: number;
  /** The failure that it shows was caught or may happen. */
  readonly isDealtWith: boolean;
};

/** One attempt or wait. It is laid out by CSS variables, so it grows and zooms without being drawn again. */
export const BarView = memo(function BarView({ axis, bar, index, isDealtWith }: BarProps): ReactNode {
  return (
    <span
      data-bar={index}
      data-now={bar.endMs === null ? '' : undefined}
      className={classNames(
        'absolute top-1.5 h-3 min-w-0.75',
        bar.kind === 'wait' ? WAIT : ATTEMPTS[isDealtWith && bar.status === 'failed' ? 'handled' : bar.status],
        bar.kind === 'many' && MANY,
      )}
      style={stretchStyle(axis, bar.startMs, bar.endMs)}
    />
  );
});

/** The whole of a trycatch or foreach, or of one turn of a loop: a bracket over its members. */
export const SpanView = memo(function SpanView(props: {
  readonly axis: TimeAxis;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly tone: SpanTone;
}): ReactNode {
  return (
    <span
      data-bar={0}
      data-now={props.endMs === null ? '' : undefined}
      className={classNames('absolute top-2 h-2 min-w-0.75 rounded-t-[2px] border-x border-t-2', SPANS[props.tone])}
      style={stretchStyle(props.axis, props.startMs, props.endMs)}
    />
  );
});

/** How a bracket stands. */
export type SpanTone = 'running' | 'waiting' | 'succeeded' | 'failed' | 'handled' | 'quiet';

const SPANS: Record<SpanTone, string> = {
  running: 'border-running bg-running/10',
  waiting: 'border-waiting bg-waiting/10',
  succeeded: 'border-succeeded bg-succeeded/10',
  failed: 'border-failed bg-failed/10',
  handled: 'border-recovered bg-recovered/10',
  quiet: 'border-edge bg-hover',
};

type AttemptLook = Exclude<TimelineBar, { kind: 'wait' }>['status'] | 'handled';

const ATTEMPTS: Record<AttemptLook, string> = {
  running: 'rounded-[3px] bg-running',
  succeeded: 'rounded-[3px] bg-succeeded',
  failed: 'rounded-[3px] bg-failed',
  handled: 'rounded-[3px] bg-recovered',
  retried: 'rounded-[3px] bg-edge',
  waiting: 'rounded-[3px] bg-waiting',
  cancelled: 'rounded-[3px] border border-skipped bg-skipped/25',
  interrupted: 'rounded-[3px] border border-skipped border-dashed',
};

const WAIT =
  'text-waiting/55 border-y border-current bg-[repeating-linear-gradient(135deg,currentColor_0_1px,transparent_1px_5px)]';

/** Stripes say that several attempts are too short to be drawn apart. */
const MANY = 'bg-[repeating-linear-gradient(90deg,transparent_0_3px,var(--surface)_3px_4px)]';
