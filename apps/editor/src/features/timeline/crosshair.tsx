import { type Timeline, timelineNow } from '@flowmason/pipeline-schema';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import type { TimeAxis } from '../../model/timeline/time-axis.ts';
import { toExactTime } from '../../model/timeline/time-ticks.ts';
import { getRunTime } from '../../store/use-run.ts';
import type { TimelineScale } from './use-timeline-scale.ts';

type CrosshairProps = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly labelPx: number;
  readonly axisPx: number;
  readonly axis: TimeAxis;
  readonly scale: TimelineScale;
  readonly timeline: Timeline;
};

/** A line under the pointer with the exact instant that it stands at. Moved by hand, so that it keeps up with the mouse. */
export function Crosshair(props: CrosshairProps): ReactNode {
  const line = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = latest.current.scroller.current;
    if (!element) return;
    function move(event: PointerEvent): void {
      const { labelPx, axis, scale, timeline } = latest.current;
      if (!element || !line.current || !words.current) return;
      const left = event.clientX - element.getBoundingClientRect().left;
      const ms = axis.instantAt(element.scrollLeft + left - labelPx, scale.current());
      const nowMs = timelineNow(timeline, getRunTime(Date.now()));
      const isInside = left > labelPx && left < element.clientWidth && ms <= nowMs;
      line.current.hidden = !isInside;
      if (!isInside) return;
      line.current.style.transform = `translateX(${Math.round(left)}px)`;
      words.current.textContent = `${toExactTime(ms)} · ${new Date(timeline.queuedAtMs + ms).toLocaleTimeString()}`;
      words.current.dataset['side'] = left > element.clientWidth - 190 ? 'left' : 'right';
    }
    function leave(): void {
      if (line.current) line.current.hidden = true;
    }
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, []);
  return (
    <div ref={line} hidden aria-hidden className="pointer-events-none absolute inset-y-0 left-0 z-4 w-px bg-muted/60">
      <span
        ref={words}
        className="tabular absolute top-1 left-1 whitespace-nowrap rounded-sm bg-ink px-1.5 text-2xs text-surface leading-5 data-[side=left]:right-1 data-[side=left]:left-auto"
      />
    </div>
  );
}
