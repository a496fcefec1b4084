import { type RefObject, useEffect, useRef } from 'react';

/** Zooms with Ctrl or Cmd and the wheel, about the instant under the pointer. */
export function useZoomWheel(
  scroller: RefObject<HTMLDivElement | null>,
  labelPx: number,
  zoomBy: (factor: number, anchorPx?: number) => void,
): void {
  const latest = useRef({ labelPx, zoomBy });
  latest.current = { labelPx, zoomBy };
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    function onWheel(event: WheelEvent): void {
      if (!element || !(event.ctrlKey || event.metaKey)) return;
      // React's own wheel listener is passive and could not keep the page from zooming.
      event.preventDefault();
      const px = event.clientX - element.getBoundingClientRect().left - latest.current.labelPx;
      latest.current.zoomBy(Math.exp(-event.deltaY * 0.002), Math.max(0, px));
    }
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller]);
}
