import type { Timeline } from '@flowmason/pipeline-schema';

/** A stretch of time in which nothing worked, drawn as a narrow mark instead of its length. Milliseconds of the run. */
export interface IdleFold {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Where an instant stands: `axisMs` milliseconds of drawn time and `folds` fold marks from the left. Kept apart, because
 * drawn time grows with the zoom and a mark does not.
 */
export interface AxisPlace {
  readonly axisMs: number;
  readonly folds: number;
}

/** The time axis of a run: linear, but for the folded stretches. */
export interface TimeAxis {
  /** In order, without overlaps. */
  readonly folds: readonly IdleFold[];
  /** Where the instant `ms` of the run stands. */
  placeOf(ms: number): AxisPlace;
  /** The instant that is drawn `px` pixels from the left at this zoom; within a fold in proportion. */
  instantAt(px: number, pxPerMs: number): number;
}

/** How wide a fold is drawn. */
export const FOLD_PX = 56;

/** The axis with these stretches folded. */
export function createTimeAxis(folds: readonly IdleFold[]): TimeAxis {
  return { folds, placeOf: (ms) => placeOf(ms, folds), instantAt: (px, pxPerMs) => instantAt(px, pxPerMs, folds) };
}

/** The distance from the left edge in pixels. */
export function toPixels({ axisMs, folds }: AxisPlace, pxPerMs: number): number {
  return axisMs * pxPerMs + folds * FOLD_PX;
}

/**
 * The stretches between two pieces of work that are long by themselves and for this run: 15 s at least, and a tenth of
 * the run. A stretch that still lasts is never among them, so that what is folded stays folded while a run grows.
 */
export function findIdleStretches(timeline: Timeline): readonly IdleFold[] {
  const busy = mergeBusy(timeline);
  const last = busy.at(-1);
  if (!last) return [];
  const leastMs = Math.max(LEAST_FOLD_MS, (last.endMs - (busy[0]?.startMs ?? 0)) * LEAST_SHARE);
  return busy.flatMap((piece, index) => {
    const next = busy[index + 1];
    return next && next.startMs - piece.endMs >= leastMs ? [withMargins(piece.endMs, next.startMs)] : [];
  });
}

const LEAST_FOLD_MS = 15_000;
const LEAST_SHARE = 0.1;
/** What stays of a folded stretch on both sides, so that bars do not touch the mark. */
const MARGIN_SHARE = 0.02;

type Busy = { startMs: number; endMs: number };

/** Work as a list of stretches that neither touch nor overlap. */
function mergeBusy(timeline: Timeline): readonly Busy[] {
  const pieces = timeline.rows
    .flatMap(({ component, segments }) => (BLOCKS.has(component) ? [] : segments))
    .filter(({ kind }) => kind === 'attempt')
    .map(({ startMs, endMs }) => ({ startMs, endMs: endMs ?? Math.max(startMs, timeline.lastMs) }))
    .sort((a, b) => a.startMs - b.startMs);
  const merged: Busy[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last && piece.startMs <= last.endMs) last.endMs = Math.max(last.endMs, piece.endMs);
    else merged.push({ ...piece });
  }
  return merged;
}

/** Blocks last as long as their members, waits included, and do nothing themselves. */
const BLOCKS: ReadonlySet<string> = new Set(['trycatch', 'foreach', 'subpipeline', 'wait', 'approval']);

function withMargins(startMs: number, endMs: number): IdleFold {
  const marginMs = (endMs - startMs) * MARGIN_SHARE;
  return { startMs: startMs + marginMs, endMs: endMs - marginMs };
}

function placeOf(ms: number, folds: readonly IdleFold[]): AxisPlace {
  let axisMs = ms;
  let count = 0;
  for (const { startMs, endMs } of folds) {
    if (ms <= startMs) break;
    const insideMs = Math.min(ms, endMs) - startMs;
    axisMs -= insideMs;
    count += insideMs / (endMs - startMs);
  }
  return { axisMs, folds: count };
}

function instantAt(px: number, pxPerMs: number, folds: readonly IdleFold[]): number {
  let restPx = px;
  let fromMs = 0;
  for (const { startMs, endMs } of folds) {
    const beforePx = (startMs - fromMs) * pxPerMs;
    if (restPx <= beforePx) break;
    restPx -= beforePx;
    if (restPx <= FOLD_PX) return startMs + (restPx / FOLD_PX) * (endMs - startMs);
    restPx -= FOLD_PX;
    fromMs = endMs;
  }
  return fromMs + restPx / pxPerMs;
}
