import type { Box, Point } from '../layout/layout-sizes.ts';
import { boxesMeet } from './canvas-places.ts';

/** A line that shows what a dragged card is in line with; from `start` to `end` across. */
export type Guide = {
  readonly axis: 'x' | 'y';
  /** Where the line stands on its axis. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
};

export type Snapped = { readonly corner: Point; readonly guides: readonly Guide[] };

type SnapOptions = {
  /** Cards that it may stand in line with. */
  readonly others: readonly Box[];
  /** The corner that positions count from; they are kept on the grid from there. */
  readonly origin: Point;
  /** How near counts as in line, in pixels of the diagram. */
  readonly reach: number;
};

/** Positions that a person gives lie on this grid, px. */
export const GRID = 4;
/** Cards further off are not looked at: a line across the whole diagram tells nothing. */
const FAR = 800;

/**
 * Where a box that is dragged to `box` comes to stand: in line with an edge or the middle of another one when it is near
 * to that, else on the grid.
 */
export function snapBox(box: Box, { others, origin, reach }: SnapOptions): Snapped {
  const near = { x: box.x - FAR, y: box.y - FAR, width: box.width + 2 * FAR, height: box.height + 2 * FAR };
  const candidates = others.filter((other) => boxesMeet(near, other));
  const x = closestLine(
    box.x,
    box.width,
    candidates.map((other) => [other.x, other.width]),
    reach,
  );
  const y = closestLine(
    box.y,
    box.height,
    candidates.map((other) => [other.y, other.height]),
    reach,
  );
  const corner = {
    x: box.x + (x ? x.shift : toGrid(box.x - origin.x)),
    y: box.y + (y ? y.shift : toGrid(box.y - origin.y)),
  };
  const placed = { ...box, ...corner };
  return {
    corner,
    guides: [
      ...(x
        ? [toGuide('x', x.at, [placed, ...candidates.filter((other) => hasLine(other.x, other.width, x.at))])]
        : []),
      ...(y
        ? [toGuide('y', y.at, [placed, ...candidates.filter((other) => hasLine(other.y, other.height, y.at))])]
        : []),
    ],
  };
}

function toGrid(distance: number): number {
  return Math.round(distance / GRID) * GRID - distance;
}

/** Start, middle and end of a stretch. */
function linesOf(start: number, length: number): readonly number[] {
  return [start, start + length / 2, start + length];
}

function hasLine(start: number, length: number, at: number): boolean {
  return linesOf(start, length).some((line) => Math.abs(line - at) < 0.5);
}

/** The least move that brings a line of the stretch onto the same line of another one: start to start, middle to middle, end to end. */
function closestLine(
  start: number,
  length: number,
  others: readonly (readonly [start: number, length: number])[],
  reach: number,
): { readonly shift: number; readonly at: number } | undefined {
  let best: { shift: number; at: number } | undefined;
  const own = linesOf(start, length);
  for (const [otherStart, otherLength] of others) {
    for (const [index, at] of linesOf(otherStart, otherLength).entries()) {
      const shift = at - (own[index] ?? at);
      if (Math.abs(shift) <= reach && Math.abs(shift) < Math.abs(best?.shift ?? Number.POSITIVE_INFINITY)) {
        best = { shift, at };
      }
    }
  }
  return best;
}

function toGuide(axis: 'x' | 'y', at: number, boxes: readonly Box[]): Guide {
  const spans = boxes.map((box) => (axis === 'x' ? [box.y, box.y + box.height] : [box.x, box.x + box.width]));
  return { axis, at, start: Math.min(...spans.flat()), end: Math.max(...spans.flat()) };
}
