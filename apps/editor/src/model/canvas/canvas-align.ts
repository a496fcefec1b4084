import type { Box, Point } from '../layout/layout-sizes.ts';
import { boxAround } from './canvas-places.ts';

/** A way to bring several cards into line; the last two make the gaps between them equal. */
export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom' | 'across' | 'down';

/** Least number of cards that it does anything for. */
export function leastForAlignment(alignment: Alignment): number {
  return alignment === 'across' || alignment === 'down' ? 3 : 2;
}

/** The new corners of the boxes, by id; whole numbers. */
export function alignBoxes(boxes: ReadonlyMap<string, Box>, alignment: Alignment): ReadonlyMap<string, Point> {
  const around = boxAround([...boxes.values()]);
  if (!around) return new Map();
  if (alignment === 'across') return spread(boxes, 'x', 'width');
  if (alignment === 'down') return spread(boxes, 'y', 'height');
  return new Map([...boxes].map(([id, box]) => [id, toWhole(ALIGN[alignment](box, around))]));
}

const ALIGN: Readonly<Record<Exclude<Alignment, 'across' | 'down'>, (box: Box, around: Box) => Point>> = {
  left: ({ y }, around) => ({ x: around.x, y }),
  center: ({ y, width }, around) => ({ x: around.x + (around.width - width) / 2, y }),
  right: ({ y, width }, around) => ({ x: around.x + around.width - width, y }),
  top: ({ x }, around) => ({ x, y: around.y }),
  middle: ({ x, height }, around) => ({ x, y: around.y + (around.height - height) / 2 }),
  bottom: ({ x, height }, around) => ({ x, y: around.y + around.height - height }),
};

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
