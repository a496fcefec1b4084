import { type Box, CARD_GAP, type Point } from '../layout/layout-sizes.ts';
import { boxAround } from './canvas-places.ts';

/** A way to bring several cards into line; the last two make the gaps between them equal. */
export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom' | 'across' | 'down';

/** Least number of cards that it does anything for. */
export function leastForAlignment(alignment: Alignment): number {
  return alignment === 'across' || alignment === 'down' ? 3 : 2;
}

/**
 * The new corners of the boxes, by id; whole numbers. Brought into one line none comes to lie on another one: what would is put
 * behind it, with the room that the layout leaves, in the order that they stood in.
 */
export function alignBoxes(boxes: ReadonlyMap<string, Box>, alignment: Alignment): ReadonlyMap<string, Point> {
  const around = boxAround([...boxes.values()]);
  if (!around) return new Map();
  if (alignment === 'across') return spread(boxes, 'x', 'width');
  if (alignment === 'down') return spread(boxes, 'y', 'height');
  const inLine = new Map([...boxes].map(([id, box]) => [id, { ...box, ...ALIGN[alignment](box, around) }]));
  const isColumn = alignment === 'left' || alignment === 'center' || alignment === 'right';
  const order = orderOf(boxes, isColumn ? [DOWN, ACROSS] : [ACROSS, DOWN]);
  return moveApart(inLine, order, isColumn ? DOWN : ACROSS);
}

const ALIGN: Readonly<Record<Exclude<Alignment, 'across' | 'down'>, (box: Box, around: Box) => Point>> = {
  left: ({ y }, around) => ({ x: around.x, y }),
  center: ({ y, width }, around) => ({ x: around.x + (around.width - width) / 2, y }),
  right: ({ y, width }, around) => ({ x: around.x + around.width - width, y }),
  top: ({ x }, around) => ({ x, y: around.y }),
  middle: ({ x, height }, around) => ({ x, y: around.y + (around.height - height) / 2 }),
  bottom: ({ x, height }, around) => ({ x, y: around.y + around.height - height }),
};

type Way = { readonly axis: 'x' | 'y'; readonly side: 'width' | 'height'; readonly gap: number };

const ACROSS: Way = { axis: 'x', side: 'width', gap: CARD_GAP.across };
const DOWN: Way = { axis: 'y', side: 'height', gap: CARD_GAP.down };

/** By their middles one way; those that all stand in one line across it by the other way. */
function orderOf(boxes: ReadonlyMap<string, Box>, [first, second]: readonly [Way, Way]): readonly string[] {
  const all = [...boxes.values()];
  const lastStart = Math.max(...all.map((box) => box[first.axis]));
  const firstEnd = Math.min(...all.map((box) => box[first.axis] + box[first.side]));
  const { axis, side } = lastStart < firstEnd ? second : first;
  const middle = (box: Box): number => box[axis] + box[side] / 2;
  return [...boxes].toSorted(([, a], [, b]) => middle(a) - middle(b)).map(([id]) => id);
}

/** Each stays where it is unless it reaches into the one before it. */
function moveApart(boxes: ReadonlyMap<string, Box>, order: readonly string[], { axis, side, gap }: Way) {
  const corners = new Map<string, Point>();
  let end = Number.NEGATIVE_INFINITY;
  for (const id of order) {
    const box = boxes.get(id);
    if (!box) continue;
    const corner = toWhole({ x: box.x, y: box.y, [axis]: box[axis] < end ? end + gap : box[axis] });
    corners.set(id, corner);
    end = corner[axis] + box[side];
  }
  return corners;
}

/** The outermost two stay, those between them get equal gaps. */
function spread(boxes: ReadonlyMap<string, Box>, axis: 'x' | 'y', side: 'width' | 'height') {
  const inOrder = [...boxes].toSorted(([, a], [, b]) => a[axis] - b[axis]);
  const [first, last] = [inOrder[0]?.[1], inOrder.at(-1)?.[1]];
  if (!first || !last) return new Map<string, Point>();
  const filled = inOrder.reduce((sum, [, box]) => sum + box[side], 0);
  const gap = (last[axis] + last[side] - first[axis] - filled) / Math.max(1, inOrder.length - 1);
  let at = first[axis];
  return new Map(
    inOrder.map(([id, box]) => {
      const corner = toWhole({ x: box.x, y: box.y, [axis]: at });
      at += box[side] + gap;
      return [id, corner] as const;
    }),
  );
}

function toWhole({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
