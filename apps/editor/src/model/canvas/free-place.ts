import type { Box, Point, Size } from '../layout/layout-sizes.ts';
import { GRID } from './canvas-snap.ts';

/** Room around what stands there, and how finely is searched; px. */
const GAP = 12;
const STEP = 5 * GRID;
/** So far from the wished place is searched where no view says how far. */
const REACH = 600;

/** The corner nearest to `wished` at which something of this size covers none of `taken`, inside of `view`; `wished` when there is none. */
export function freePlace(
  wished: Point,
  size: Size,
  { taken, view = boxAround(wished, size) }: { readonly taken: readonly Box[]; readonly view?: Box },
): Point {
  const near = taken.filter((box) => overlaps(box, view));
  const isFree = (at: Point) => !near.some((box) => overlaps(box, { ...at, ...size }));
  if (isFree(wished)) return wished;
  const offsets = offsetsWithin(Math.max(view.width, view.height));
  const places = offsets.map((by) => ({ x: wished.x + by.x, y: wished.y + by.y }));
  return places.find((at) => holds(view, { ...at, ...size }) && isFree(at)) ?? wished;
}

function boxAround({ x, y }: Point, { width, height }: Size): Box {
  return { x: x - REACH, y: y - REACH, width: width + 2 * REACH, height: height + 2 * REACH };
}

/** The steps of a grid up to this far away, the nearest first. */
function offsetsWithin(reach: number): readonly Point[] {
  const steps = Math.ceil(reach / STEP);
  const line = Array.from({ length: 2 * steps + 1 }, (_, index) => (index - steps) * STEP);
  return line
    .flatMap((x) => line.map((y) => ({ x, y })))
    .toSorted((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
}

function overlaps(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
  );
}

function holds(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
