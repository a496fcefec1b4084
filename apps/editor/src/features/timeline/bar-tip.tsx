import { type Timeline, timelineNow, toDurationText } from '@flowmason/pipeline-schema';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { toTimelineBars } from '../../model/timeline/timeline-bars.ts';
import type { TimelineLine } from '../../model/timeline/timeline-lines.ts';
import { getRunTime } from '../../store/use-run.ts';
import { toBarTexts, toLineText } from './line-text.ts';
import { toBarIndex } from './row-lane.tsx';

type TipProps = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly lines: readonly TimelineLine[];
  readonly leastMs: number;
  readonly timeline: Timeline;
  readonly critical: ReadonlySet<string>;
};

type Hovered = { readonly key: string; readonly bar: number; readonly x: number; readonly y: number };

/** The exact figures of the bar under the pointer. */
export function BarTip({ scroller, lines, leastMs, timeline, critical }: TipProps): ReactNode {
  const hovered = useHoveredBar(scroller);
  const line = hovered && lines.find(({ key }) => key === hovered.key);
  if (!hovered || !line || line.kind === 'skipped') return null;
  const nowMs = timelineNow(timeline, getRunTime(Date.now()));
  return createPortal(
    <div
      aria-hidden
      className="tabular pointer-events-none fixed z-50 max-w-90 rounded-md bg-raised px-2.5 py-1.5 text-xs shadow-float"
      style={{ left: Math.min(hovered.x + 12, innerWidth - 372), bottom: innerHeight - hovered.y + 14 }}
    >
      <p className="font-medium">{line.key}</p>
      {tipLines(line, hovered.bar, leastMs, nowMs).map((text) => (
        <p key={text} className="text-muted">
          {text}
        </p>
      ))}
      {critical.has(line.key) && (
        <p className="text-muted">on the critical path: the run took as long as it did for this</p>
      )}
    </div>,
    document.body,
  );
}

function tipLines(
  line: Exclude<TimelineLine, { kind: 'skipped' }>,
  index: number,
  leastMs: number,
  nowMs: number,
): readonly string[] {
  if (line.kind === 'iteration') return [toLineText(line, undefined)];
  const { row } = line;
  const bar = BLOCKS.has(row.component) ? undefined : toTimelineBars(row.segments, leastMs)[index];
  if (!bar) return [`took ${toDurationText((row.endMs ?? nowMs) - row.startMs)} with everything in it`];
  const { title, times } = toBarTexts(bar, nowMs);
  return [title, times];
}

const BLOCKS: ReadonlySet<string> = new Set(['trycatch', 'foreach']);

function useHoveredBar(scroller: RefObject<HTMLDivElement | null>): Hovered | undefined {
  const [hovered, setHovered] = useState<Hovered>();
  const current = useRef<Hovered | undefined>(undefined);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    function show(next: Hovered | undefined): void {
      if (next?.key === current.current?.key && next?.bar === current.current?.bar) return;
      current.current = next;
      setHovered(next);
    }
    function over(event: PointerEvent): void {
      const bar = toBarIndex(event.target);
      const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-line]') : null;
      const key = row?.dataset['line'];
      show(bar === undefined || key === undefined ? undefined : { key, bar, x: event.clientX, y: event.clientY });
    }
    const leave = () => show(undefined);
    element.addEventListener('pointerover', over);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('scroll', leave);
    return () => {
      element.removeEventListener('pointerover', over);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('scroll', leave);
    };
  }, [scroller]);
  return hovered;
}
