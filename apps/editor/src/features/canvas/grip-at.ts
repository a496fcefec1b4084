import type { Point } from '../../model/layout/layout-sizes.ts';

/** What lines are drawn from and to: dots, and the ends of lines. */
const DOTS = '[data-inlet], [data-outlet]';
const GRIPS = `${DOTS}, [data-edge-end]`;

/**
 * What a press is about. Lines lie over boxes and so over their dots: of the dots and ends of lines under the pointer that one
 * is meant whose middle is nearest to it, whichever lies on top.
 */
export function gripUnder({ target, clientX, clientY }: PointerEvent): Element | undefined {
  if (!(target instanceof Element)) return undefined;
  if (!target.closest(`${GRIPS}, [data-edge]`)) return target;
  return nearest({ x: clientX, y: clientY }, GRIPS) ?? target;
}

/** The dot under a point of the page, also below a line; the nearest of several. */
export function dotAt(at: Point): HTMLElement | undefined {
  const dot = nearest(at, DOTS);
  return dot instanceof HTMLElement ? dot : undefined;
}

function nearest(at: Point, selector: string): Element | undefined {
  return document
    .elementsFromPoint(at.x, at.y)
    .filter((element) => element.matches(selector))
    .map((element) => ({ element, distance: distanceTo(element, at), isDot: element.matches(DOTS) }))
    .toSorted((a, b) => a.distance - b.distance || Number(b.isDot) - Number(a.isDot))[0]?.element;
}

/** In whole pixels: what is nearer by less than that is not aimed at. */
function distanceTo(element: Element, { x, y }: Point): number {
  const { left, top, width, height } = element.getBoundingClientRect();
  return Math.round(Math.hypot(left + width / 2 - x, top + height / 2 - y));
}
