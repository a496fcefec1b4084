import type { Box, Size } from '../layout/layout-sizes.ts';

type Viewport = { readonly x: number; readonly y: number; readonly zoom: number };

/** Below this zoom names cannot be read, so that what is followed is shown larger. */
const READABLE = { least: 0.7, chosen: 0.85 } as const;
/** How near to the rim of the frame something may stand and still count as seen; at the right the next stage wants room too. */
const RIM = { left: 24, top: 24, right: 160, bottom: 24 } as const;
/** Where from the left a stage is put that has run out of the view: what comes next is to the right of it. */
const LANDING = 0.3;

/**
 * The view from which `boxes` can be seen and read, as near to the present one as that goes; undefined when it is that
 * already. When not all of them fit, the last one counts.
 */
export function followViewport(boxes: readonly Box[], frame: Size, present: Viewport): Viewport | undefined {
  const last = boxes.at(-1);
  if (!last) return undefined;
  const zoom = present.zoom < READABLE.least ? READABLE.chosen : present.zoom;
  const all = around(boxes, last);
  const fits =
    all.width * zoom <= frame.width - RIM.left - RIM.right && all.height * zoom <= frame.height - RIM.top - RIM.bottom;
  const target = fits ? all : last;
  const [left, right] = [target.x * zoom + present.x, (target.x + target.width) * zoom + present.x];
  const [top, bottom] = [target.y * zoom + present.y, (target.y + target.height) * zoom + present.y];
  const isZoomed = zoom !== present.zoom;
  const isAcross = !isZoomed && left >= RIM.left && right <= frame.width - Math.min(RIM.right, frame.width / 4);
  const isDown = !isZoomed && top >= RIM.top && bottom <= frame.height - RIM.bottom;
  if (isAcross && isDown) return undefined;
  const room = Math.max(0, frame.width - target.width * zoom);
  return {
    x: isAcross ? present.x : Math.round(room * LANDING - target.x * zoom),
    y: isDown
      ? present.y
      : Math.round((RIM.top + frame.height - RIM.bottom) / 2 - (target.y + target.height / 2) * zoom),
    zoom,
  };
}

function around(boxes: readonly Box[], first: Box): Box {
  return boxes.reduce((sum, box) => {
    const [x, y] = [Math.min(sum.x, box.x), Math.min(sum.y, box.y)];
    const right = Math.max(sum.x + sum.width, box.x + box.width);
    const bottom = Math.max(sum.y + sum.height, box.y + box.height);
    return { x, y, width: right - x, height: bottom - y };
  }, first);
}
