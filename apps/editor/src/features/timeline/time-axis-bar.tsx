import { toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import { FOLD_PX, type TimeAxis } from '../../model/timeline/time-axis.ts';
import { toTickText } from '../../model/timeline/time-ticks.ts';
import { leftOf } from './place-style.ts';
import type { TickWindow } from './use-timeline-scale.ts';

type AxisProps = { readonly axis: TimeAxis; readonly ticks: TickWindow };

/** The times over the lanes, and how long the folded stretches are. */
export function TimeAxisBar({ axis, ticks }: AxisProps): ReactNode {
  return (
    <div aria-hidden className="relative h-full flex-1">
      {tickTimes(axis, ticks).map((ms) => (
        <span
          key={ms}
          className="tabular absolute top-0 h-full whitespace-nowrap border-line border-l pl-1.5 text-2xs text-faint leading-7"
          style={{ left: leftOf(axis, ms) }}
        >
          {toTickText(ms, ticks.stepMs)}
        </span>
      ))}
      {axis.folds.map(({ startMs, endMs }) => (
        <span
          key={startMs}
          title={`${toDurationText(endMs - startMs)} in which nothing ran`}
          className="tabular absolute top-0 h-full overflow-hidden whitespace-nowrap bg-sunken text-center text-2xs text-muted leading-7"
          style={{ left: leftOf(axis, startMs), width: FOLD_PX }}
        >
          ⫽ {toDurationText(endMs - startMs)}
        </span>
      ))}
    </div>
  );
}

/** The lines behind the bars: one per tick, and a quiet band per folded stretch. */
export function AxisGrid({ axis, ticks }: AxisProps): ReactNode {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      {tickTimes(axis, ticks).map((ms) => (
        <span key={ms} className="absolute inset-y-0 border-line/60 border-l" style={{ left: leftOf(axis, ms) }} />
      ))}
      {axis.folds.map(({ startMs }) => (
        <span
          key={startMs}
          className="absolute inset-y-0 border-line border-x border-dashed bg-sunken"
          style={{ left: leftOf(axis, startMs), width: FOLD_PX }}
        />
      ))}
    </div>
  );
}

function tickTimes(axis: TimeAxis, { stepMs, fromMs, toMs }: TickWindow): readonly number[] {
  const times: number[] = [];
  let ms = fromMs;
  while (ms <= toMs) {
    const at = ms;
    const fold = axis.folds.find(({ startMs, endMs }) => at > startMs && at < endMs);
    // Beside a mark there is no room for the words of a tick.
    const isCramped = axis.folds.some(({ startMs }) => at <= startMs && startMs - at < stepMs * 0.6);
    if (!fold && !isCramped) times.push(at);
    ms = fold ? Math.ceil(fold.endMs / stepMs) * stepMs : at + stepMs;
  }
  return times;
}
