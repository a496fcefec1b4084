import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import type { Follow } from './use-follow.ts';

/**
 * Turns scrolling into panning. The canvas does not scroll, but a browser scrolls even what cannot be scrolled by hand when
 * something outside of the view gets the focus, is searched for, or is brought into view by a screen reader. What was asked
 * for then stands where the browser wanted it.
 */
export function usePanOnScroll(frame: RefObject<HTMLElement | null>, { stop }: Follow): void {
  const flow = useReactFlow();
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    function pan({ target }: Event): void {
      if (!(target instanceof HTMLElement) || (target.scrollLeft === 0 && target.scrollTop === 0)) return;
      const { x, y, zoom } = flow.getViewport();
      const viewport = { x: x - target.scrollLeft, y: y - target.scrollTop, zoom };
      target.scrollTo({ left: 0, top: 0, behavior: 'instant' });
      stop();
      void flow.setViewport(viewport);
    }
    // Scroll events do not bubble, and React Flow would only undo the scrolling.
    element.addEventListener('scroll', pan, { capture: true });
    return () => element.removeEventListener('scroll', pan, { capture: true });
  });
}
