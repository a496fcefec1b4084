import { useStoreApi } from '@xyflow/react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** Distance of the dots at life size. */
const GAP = 20;
/** Closer together than this on the screen, dots are only a haze. */
const LEAST_GAP = 7;

/**
 * The dots behind the diagram. They are drawn once for a zoom and then moved as they are, by less than a gap: React Flow's
 * own background draws the whole screen anew with every frame of a pan.
 */
export function CanvasGrid(): ReactNode {
  const dots = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  useLayoutEffect(() => {
    function follow({ transform: [x, y, zoom] }: ReturnType<typeof store.getState>): void {
      if (!dots.current) return;
      const gap = GAP * zoom;
      const { style } = dots.current;
      style.visibility = gap < LEAST_GAP ? 'hidden' : 'visible';
      style.backgroundSize = `${gap}px ${gap}px`;
      style.transform = `translate(${x % gap}px, ${y % gap}px)`;
    }
    follow(store.getState());
    return store.subscribe(follow);
  }, [store]);
  return (
    <div className="pointer-events-none absolute inset-0 -z-1 overflow-hidden" aria-hidden>
      <div
        ref={dots}
        className="-inset-10 absolute will-change-transform"
        style={{ backgroundImage: 'radial-gradient(circle, var(--grid) 0.75px, transparent 1px)' }}
      />
    </div>
  );
}
