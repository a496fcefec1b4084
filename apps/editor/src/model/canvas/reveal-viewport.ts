import { type Box, CARD, type Size } from '../layout/layout-sizes.ts';

type Viewport = { readonly x: number; readonly y: number; readonly zoom: number };

/** The view with the card, or the head of the box, in its middle; undefined when all of that is in view already. */
export function revealViewport(box: Box, frame: Size, { x, y, zoom }: Viewport): Viewport | undefined {
  const [left, top] = [box.x * zoom + x, box.y * zoom + y];
  const isInView =
    left >= 0 && top >= 0 && left + CARD.width * zoom <= frame.width && top + CARD.height * zoom <= frame.height;
  if (isInView) return undefined;
  return {
    x: frame.width / 2 - (box.x + CARD.width / 2) * zoom,
    y: frame.height / 2 - (box.y + CARD.height / 2) * zoom,
    zoom,
  };
}
