import { type Timeline, timelineNow } from '@flowmason/pipeline-schema';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type TimeAxis, toPixels } from '../../model/timeline/time-axis.ts';
import { toTickStep } from '../../model/timeline/time-ticks.ts';
import { getRunTime } from '../../store/use-run.ts';

/** The part of the axis that is drawn: the distance between ticks, and which instants are near the view. */
export interface TickWindow {
  readonly stepMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The zoom of the timeline; see `useTimelineScale`. */
export interface TimelineScale {
  readonly ticks: TickWindow;
  /** Whether the whole run is kept in view. */
  readonly isFit: boolean;
  /** Pixels per millisecond right now. */
  current(): number;
  /** Zooms by a factor; what is at `anchorPx` from the left of the lanes stays there. */
  zoomBy(factor: number, anchorPx?: number): void;
  fit(): void;
  /** Draws anew after something outside has changed, such as the place scrolled to. */
  refresh(): void;
}

type ScaleInput = {
  /**
   * What scrolls; its style carries `--ms` and `--span-ms`, which all bars are laid out by. What has the attribute
   * `data-now` in it carries `--now-ms` and `--now-folds` beside.
   */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly labelPx: number;
  readonly timeline: Timeline;
  readonly axis: TimeAxis;
  readonly isFollowing: boolean;
};

/**
 * Keeps the zoom and the present of a timeline in CSS variables of its scroller: while a run is live its bars grow with
 * every frame without being drawn by React. Fits the run until somebody zooms.
 */
export function useTimelineScale(input: ScaleInput): TimelineScale {
  const latest = useRef(input);
  const scale = useRef(0);
  const chosen = useRef<number | undefined>(undefined);
  const drawn = useRef({ nowPx: -1, spanMs: -1, scale: 0 });
  const frame = useRef(0);
  const [isFit, setFit] = useState(true);
  const [ticks, setTicks] = useState<TickWindow>({ stepMs: 1_000, fromMs: 0, toMs: 0 });

  function draw(isForced = false): void {
    const { scroller, labelPx, timeline, axis, isFollowing } = latest.current;
    const element = scroller.current;
    if (!element) return;
    const lanePx = Math.max(80, element.clientWidth - labelPx);
    const nowMs = timelineNow(timeline, getRunTime(Date.now()));
    const isLive = timeline.endMs === null && timeline.seq > 0;
    const spanMs = isLive ? roomFor(nowMs) : nowMs;
    const target = chosen.current ?? fitScale(lanePx, axis, spanMs);
    const isEasing = scale.current > 0 && isLive && Math.abs(target / scale.current - 1) > 0.002 && !prefersStill();
    scale.current = isEasing ? scale.current + (target - scale.current) * 0.16 : target;
    const now = axis.placeOf(nowMs);
    const nowPx = toPixels(now, scale.current);
    const isFollowed = isFollowing && isLive && chosen.current !== undefined;
    // Reading after writing would lay the page out twice in a frame.
    const scrollPx = isFollowed ? Math.max(0, nowPx - lanePx * 0.85) : element.scrollLeft;
    const isScaled = scale.current !== drawn.current.scale;
    const isMoved = isForced || isScaled || Math.abs(nowPx - drawn.current.nowPx) > LEAST_MOVE_PX;
    if (isScaled || spanMs !== drawn.current.spanMs) {
      element.style.setProperty('--ms', `${scale.current}px`);
      element.style.setProperty('--span-ms', String(axis.placeOf(spanMs).axisMs));
    }
    if (isMoved) {
      drawn.current = { nowPx, spanMs, scale: scale.current };
      // Only what reaches to the present changes with it; a variable of the scroller would restyle every row.
      for (const open of element.querySelectorAll<HTMLElement>(REACHES_NOW)) {
        open.style.setProperty('--now-ms', String(now.axisMs));
        open.style.setProperty('--now-folds', String(now.folds));
      }
    }
    if (isFollowed && isMoved) element.scrollLeft = scrollPx;
    setTicks((before) => nextTicks(before, { axis, scale: scale.current, scrollPx, lanePx }));
    cancelAnimationFrame(frame.current);
    if (isLive || isEasing) frame.current = requestAnimationFrame(() => draw());
  }
  const drawLatest = useRef(draw);

  useLayoutEffect(() => {
    latest.current = input;
    drawLatest.current = draw;
    // New bars have come into the page; they do not know the present yet.
    draw(true);
  });
  useEffect(() => {
    const element = latest.current.scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => drawLatest.current());
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
    };
  }, []);

  return {
    ticks,
    isFit,
    current: () => scale.current,
    refresh: () => draw(),
    fit() {
      chosen.current = undefined;
      setFit(true);
      draw();
    },
    zoomBy(factor, anchorPx) {
      const element = input.scroller.current;
      if (!element) return;
      const atPx = anchorPx ?? Math.max(80, element.clientWidth - input.labelPx) / 2;
      const instantMs = input.axis.instantAt(element.scrollLeft + atPx, scale.current);
      chosen.current = Math.min(MOST_PX_PER_MS, Math.max(LEAST_PX_PER_MS, scale.current * factor));
      scale.current = chosen.current;
      setFit(false);
      draw();
      element.scrollLeft = toPixels(input.axis.placeOf(instantMs), scale.current) - atPx;
      draw();
    },
  };
}

/** A hundred pixels for a millisecond, and one for a quarter of an hour. */
const MOST_PX_PER_MS = 100;
const LEAST_PX_PER_MS = 1 / 900_000;
const REACHES_NOW = '[data-now]';
/** Less is not worth drawing a frame for. */
const LEAST_MOVE_PX = 0.3;
const TICK_PX = 84;
const RIGHT_MARGIN_PX = 72;

function fitScale(lanePx: number, axis: TimeAxis, spanMs: number): number {
  const end = axis.placeOf(Math.max(spanMs, 1));
  return Math.max(40, lanePx - RIGHT_MARGIN_PX - toPixels({ ...end, axisMs: 0 }, 0)) / end.axisMs;
}

/** Room to grow for a live run, in steps of a third: so the zoom rests most of the time. */
function roomFor(nowMs: number): number {
  const steps = Math.ceil(Math.log(Math.max(nowMs, 1_500) / 2_000) / Math.log(4 / 3));
  return 2_000 * (4 / 3) ** Math.max(0, steps);
}

function nextTicks(
  before: TickWindow,
  view: { readonly axis: TimeAxis; readonly scale: number; readonly scrollPx: number; readonly lanePx: number },
): TickWindow {
  const { axis, scale, scrollPx, lanePx } = view;
  const stepMs = toTickStep(scale, TICK_PX);
  const fromMs = axis.instantAt(scrollPx, scale);
  const toMs = axis.instantAt(scrollPx + lanePx, scale);
  // Half a view on both sides is drawn beyond what is seen, and kept until the view comes near its edge.
  const isKept = before.stepMs === stepMs && fromMs >= before.fromMs && toMs <= before.toMs;
  if (isKept) return before;
  const marginMs = (toMs - fromMs) / 2;
  const from = Math.max(0, Math.floor((fromMs - marginMs) / stepMs) * stepMs);
  return { stepMs, fromMs: from, toMs: Math.ceil((toMs + marginMs) / stepMs) * stepMs };
}

function prefersStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
