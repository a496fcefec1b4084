import { type RefObject, useLayoutEffect } from 'react';

/** Marks what stands beside the canvas and leaves it its keys. */
export const CANVAS_TOOLS = 'data-canvas-tools';

/** Whether a key or a clipboard event belongs to the canvas: it shows, and the focus is in it, on its tools or on nothing at all. */
export function hasKeys(target: EventTarget | null, canvas: HTMLElement): boolean {
  if (!(target instanceof Element) || canvas.closest('[inert]') !== null) return false;
  if (document.querySelector('[role=dialog], [role=menu]') !== null) return false;
  if (target === document.body) return true;
  const isOnTools = target.closest(`[${CANVAS_TOOLS}]`) !== null;
  return (
    (isOnTools || canvas.contains(target)) && target.closest('input, textarea, select, [contenteditable=true]') === null
  );
}

/** The stage whose card had the focus and is being drawn anew in this very commit. */
let redrawn: string | undefined;

/** Hands the focus of a card on when it is drawn in another way, as from far away and from near. */
export function useKeptFocus(card: RefObject<HTMLElement | null>, id: string): void {
  useLayoutEffect(() => {
    const element = card.current;
    if (redrawn === id) element?.focus({ preventScroll: true });
    return () => {
      if (element === null || element !== document.activeElement) return;
      redrawn = id;
      queueMicrotask(() => {
        redrawn = undefined;
      });
    };
  }, [card, id]);
}
