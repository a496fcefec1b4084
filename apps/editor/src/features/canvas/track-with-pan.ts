import type { ReactFlowInstance } from '@xyflow/react';
import type { Point } from '../../model/layout/layout-sizes.ts';
import { type DragHandlers, trackPointer } from '../../ui/track-pointer.ts';

/** How near to the border the view begins to move, and how far it moves with a frame, px of the screen. */
const BORDER = 28;
const STEP = 10;

type PanContext = {
  readonly frame: HTMLElement | null;
  readonly view: Pick<ReactFlowInstance, 'getViewport' | 'setViewport'>;
};

/** Follows the pointer, and moves the view on while the pointer is held at the border of the canvas. */
export function trackWithPan(press: PointerEvent, handlers: DragHandlers, { frame, view }: PanContext): () => void {
  let at: Point = { x: press.clientX, y: press.clientY };
  let timer = 0;

  function step(): void {
    timer = requestAnimationFrame(step);
    const by = frame ? pullOf(frame.getBoundingClientRect(), at) : STILL;
    if (by.x === 0 && by.y === 0) return;
    const { x, y, zoom } = view.getViewport();
    void view.setViewport({ x: x - by.x, y: y - by.y, zoom });
    handlers.move(at);
  }
  function end(): void {
    cancelAnimationFrame(timer);
  }
  return trackPointer(press, {
    start() {
      handlers.start?.();
      timer = requestAnimationFrame(step);
    },
    move(next) {
      at = next;
      handlers.move(next);
    },
    drop(last) {
      end();
      handlers.drop(last);
    },
    cancel() {
      end();
      handlers.cancel();
    },
  });
}

/** Whether the point of the page is in the frame. */
export function isInFrame(frame: HTMLElement | null, { x, y }: Point): boolean {
  if (!frame) return false;
  const { left, top, right, bottom } = frame.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
}

const STILL: Point = { x: 0, y: 0 };

/** Where the view is pulled to; nowhere while the pointer is well inside, or has left the canvas for something else. */
function pullOf({ left, top, right, bottom }: DOMRect, { x, y }: Point): Point {
  if (x < left || x > right || y < top || y > bottom) return STILL;
  const across = x < left + BORDER ? -STEP : x > right - BORDER ? STEP : 0;
  const down = y < top + BORDER ? -STEP : y > bottom - BORDER ? STEP : 0;
  return { x: across, y: down };
}
