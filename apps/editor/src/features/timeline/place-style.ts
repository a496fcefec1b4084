import type { CSSProperties } from 'react';
import { FOLD_PX, type TimeAxis } from '../../model/timeline/time-axis.ts';

/**
 * Lays something out from one instant to another, by the variables that `useTimelineScale` sets; null reaches to now, and
 * wants the attribute `data-now` on the element.
 */
export function stretchStyle(axis: TimeAxis, startMs: number, endMs: number | null): CSSProperties {
  return { left: leftOf(axis, startMs), width: widthOf(axis, startMs, endMs) };
}

/** The distance of an instant from the left of its lane. */
export function leftOf(axis: TimeAxis, ms: number): string {
  const { axisMs, folds } = axis.placeOf(ms);
  return `calc(var(--ms) * ${axisMs} + ${folds * FOLD_PX}px)`;
}

/** Where the present stands; wants the attribute `data-now` on the element. */
export const LEFT_OF_NOW = `calc(var(--ms) * var(--now-ms) + var(--now-folds) * ${FOLD_PX}px)`;

function widthOf(axis: TimeAxis, startMs: number, endMs: number | null): string {
  const start = axis.placeOf(startMs);
  if (endMs === null) {
    return `calc(var(--ms) * (var(--now-ms) - ${start.axisMs}) + (var(--now-folds) - ${start.folds}) * ${FOLD_PX}px)`;
  }
  const end = axis.placeOf(endMs);
  return `calc(var(--ms) * ${end.axisMs - start.axisMs} + ${(end.folds - start.folds) * FOLD_PX}px)`;
}
