/** A place on the page, from its corner; px. */
export type PagePoint = { readonly x: number; readonly y: number };

/** What a drag does while it lasts. All points are the browser's, from the corner of the page. */
export interface DragHandlers {
  /** Once, when the pointer has gone far enough for a drag. */
  start?(): void;
  move(at: PagePoint): void;
  drop(at: PagePoint): void;
  /** Escape was pressed, or the browser has taken the pointer away: nothing is to have happened. */
  cancel(): void;
}

/** So far a hand trembles when it only clicks, px. */
const TREMBLE = 4;

/**
 * Follows the pointer from a press to its end, also outside of the element and the window. A press that goes nowhere stays a
 * click; after a drag there is none. Gives back a way to break off, which cancels.
 */
export function trackPointer(press: PointerEvent, handlers: DragHandlers): () => void {
  const from = toPoint(press);
  let hasStarted = false;
  const listening = new AbortController();

  function move(event: PointerEvent): void {
    if (event.pointerId !== press.pointerId) return;
    const at = toPoint(event);
    if (!hasStarted && Math.hypot(at.x - from.x, at.y - from.y) < TREMBLE) return;
    if (!hasStarted) handlers.start?.();
    hasStarted = true;
    handlers.move(at);
  }
  function up(event: PointerEvent): void {
    if (event.pointerId !== press.pointerId) return;
    listening.abort();
    if (!hasStarted) return;
    swallowClick({ isReleased: true });
    handlers.drop(toPoint(event));
  }
  function cancel(): void {
    listening.abort();
    if (!hasStarted) return;
    swallowClick({ isReleased: false });
    handlers.cancel();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !hasStarted) return;
    // The same Escape would else also close or deselect something.
    event.preventDefault();
    event.stopImmediatePropagation();
    cancel();
  }
  const options = { capture: true, signal: listening.signal };
  window.addEventListener('pointermove', move, options);
  window.addEventListener('pointerup', up, options);
  window.addEventListener('pointercancel', ({ pointerId }) => pointerId === press.pointerId && cancel(), options);
  window.addEventListener('blur', cancel, { signal: listening.signal });
  window.addEventListener('keydown', onKeyDown, options);
  return cancel;
}

/** The click that the browser sends after a drag is not meant; it comes right behind the release. */
function swallowClick({ isReleased }: { readonly isReleased: boolean }): void {
  const swallowing = new AbortController();
  const options = { capture: true, signal: swallowing.signal };
  window.addEventListener(
    'click',
    (event) => {
      event.stopPropagation();
      event.preventDefault();
    },
    options,
  );
  const stopSoon = (): void => void setTimeout(() => swallowing.abort());
  if (isReleased) stopSoon();
  else {
    window.addEventListener('pointerup', stopSoon, options);
    // The release was never heard of, as outside of the window: the next press is one of its own.
    window.addEventListener('pointerdown', () => swallowing.abort(), options);
  }
}

function toPoint({ clientX, clientY }: PointerEvent): PagePoint {
  return { x: clientX, y: clientY };
}
