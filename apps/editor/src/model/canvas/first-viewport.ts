import type { Box, Size } from '../layout/layout-sizes.ts';

/** How far a first look may zoom out to show all; below, names cannot be read any more. */
const LEAST_ZOOM = 0.7;
/** What does not fit even so is shown from its start, and then in a comfortable size. */
const READING_ZOOM = 0.85;
/** What is kept free on every side; px. */
const MARGIN = 40;

/**
 * The first look at a diagram and its notes: all of it, centred, never larger than life. One that is too big for that is shown
 * from its start at the left, with the first stage half way down, in a size that can be read. A note before the first stage
 * moves that stage no further than to the middle.
 */
export function firstViewport(
  stages: readonly Box[],
  frame: Size,
  notes: readonly Box[] = [],
): { x: number; y: number; zoom: number } {
  const boxes = [...stages, ...notes];
  if (boxes.length === 0) return { x: 0, y: 0, zoom: 1 };
  const { left, top, width, height } = extentOf(boxes);
  const fitting = fittingZoom(boxes, frame);
  const zoom = fitting < LEAST_ZOOM ? READING_ZOOM : Math.min(1, fitting);
  const fitsAcross = width * zoom <= frame.width - 2 * MARGIN;
  const fitsDown = height * zoom <= frame.height - 2 * MARGIN;
  const start = leftmostOf(stages.length > 0 ? stages : notes);
  return {
    x: fitsAcross ? (frame.width - width * zoom) / 2 - left * zoom : startAtLeft(boxes, start, { frame, zoom }),
    y: fitsDown ? frame.height / 2 - (top + height / 2) * zoom : startHalfWayDown(boxes, start, { frame, zoom }),
    zoom,
  };
}

/** All of the diagram, centred, however small that makes it. */
export function wholeViewport(boxes: readonly Box[], frame: Size): { x: number; y: number; zoom: number } {
  if (boxes.length === 0) return { x: 0, y: 0, zoom: 1 };
  const { left, top, width, height } = extentOf(boxes);
  const zoom = Math.min(1, fittingZoom(boxes, frame));
  return {
    x: (frame.width - width * zoom) / 2 - left * zoom,
    y: frame.height / 2 - (top + height / 2) * zoom,
    zoom,
  };
}

function fittingZoom(boxes: readonly Box[], frame: Size): number {
  const { width, height } = extentOf(boxes);
  return Math.min((frame.width - 2 * MARGIN) / width, (frame.height - 2 * MARGIN) / height);
}

/** The smallest box around all of them. */
export function extentOf(boxes: readonly Box[]): { left: number; top: number; width: number; height: number } {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - left;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top;
  return { left, top, width, height };
}

type Look = { readonly frame: Size; readonly zoom: number };

/** With what stands before the start in view, as long as the start is not moved beyond the middle. */
function startAtLeft(boxes: readonly Box[], start: Box, { frame, zoom }: Look): number {
  return Math.min(MARGIN - extentOf(boxes).left * zoom, Math.max(MARGIN, frame.width / 2) - start.x * zoom);
}

/** Half way down, but without more than a margin above the topmost box or below the lowest one. */
function startHalfWayDown(boxes: readonly Box[], start: Box, { frame, zoom }: Look): number {
  const { top, height } = extentOf(boxes);
  const halfWay = frame.height / 2 - (start.y + start.height / 2) * zoom;
  return Math.min(MARGIN - top * zoom, Math.max(frame.height - MARGIN - (top + height) * zoom, halfWay));
}

function leftmostOf(boxes: readonly Box[]): Box {
  return boxes.reduce((first, box) => (box.x < first.x ? box : first), boxes[0] ?? { x: 0, y: 0, width: 0, height: 0 });
}
