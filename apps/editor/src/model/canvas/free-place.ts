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
  let inTheWay: Box | undefined;
  const isFree = (at: Point) => {
    const box = { ...at, ...size };
    // What was in the way of the place before mostly is in the way of this one too.
    if (inTheWay && overlaps(inTheWay, box)) return false;
    inTheWay = near.find((one) => overlaps(one, box));
    return inTheWay === undefined;
  };
  if (isFree(wished)) return wished;
  const rings = Math.ceil(Math.max(view.width, view.height) / STEP);
  let best: Place = { at: wished, distance: Number.POSITIVE_INFINITY };
  // From far away a view holds millions of places: each ring is looked at only while it can hold a nearer one.
  for (let ring = 1; ring <= rings && ring * STEP < best.distance; ring += 1) {
    for (const by of ringAt(ring)) {
      const distance = Math.hypot(by.x, by.y);
      const at = { x: wished.x + by.x, y: wished.y + by.y };
      if (distance < best.distance && holds(view, { ...at, ...size }) && isFree(at)) best = { at, distance };
    }
  }
  return best.at;
}

type Place = { readonly at: Point; readonly distance: number };

function boxAround({ x, y }: Point, { width, height }: Size): Box {
  return { x: x - REACH, y: y - REACH, width: width + 2 * REACH, height: height + 2 * REACH };
}

/** The offsets so many steps away to a side, from the left to the right and from the top to the bottom. */
function* ringAt(ring: number): Generator<Point> {
  const reach = ring * STEP;
  for (let x = -reach; x <= reach; x += STEP) {
    const step = Math.abs(x) === reach ? STEP : 2 * reach;
    for (let y = -reach; y <= reach; y += step) yield { x, y };
  }
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
