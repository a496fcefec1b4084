import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

type PictureZoomInput = {
  /** What scrolls the picture. */
  readonly view: RefObject<HTMLElement | null>;
  /** The picture at its real size, px; undefined until it is drawn. */
  readonly size: PictureSize | undefined;
  /** What is to be seen of it at first. */
  readonly fit: PictureFit;
};

/** `width`: as wide as its view, but never so small that nobody can read it; `whole`: all of it at a glance. */
export type PictureFit = 'width' | 'whole';

type PictureSize = { readonly width: number; readonly height: number };

/**
 * How large a picture is shown: fitted to its view at first. Buttons, `+`, `-`,
 * `0` and Ctrl with the wheel zoom around the middle or the pointer; what is larger than the view is dragged or scrolled.
 */
export function usePictureZoom({ view, size, fit }: PictureZoomInput) {
  /** Undefined while the view decides. */
  const [chosen, setChosen] = useState<number>();
  const viewSize = useSize(view);
  const fitted = size && viewSize.width > 0 ? fittedScale(size, viewSize, fit) : 1;
  const scale = chosen ?? fitted;
  const anchor = useRef<Anchor>(undefined);

  function zoomTo(next: number | undefined, at?: { readonly clientX: number; readonly clientY: number }): void {
    const box = view.current?.getBoundingClientRect();
    if (!view.current || !box) return;
    const x = at ? at.clientX - box.left : box.width / 2;
    const y = at ? at.clientY - box.top : box.height / 2;
    anchor.current = { x, y, left: (view.current.scrollLeft + x) / scale, top: (view.current.scrollTop + y) / scale };
    setChosen(next === undefined ? undefined : Math.min(MOST, Math.max(LEAST, next)));
  }

  // What was under the pointer stays there.
  useLayoutEffect(() => {
    const held = anchor.current;
    if (!held) return;
    anchor.current = undefined;
    view.current?.scrollTo({ left: held.left * scale - held.x, top: held.top * scale - held.y, behavior: 'instant' });
  }, [scale, view]);

  const zoomNow = useRef(zoomTo);
  zoomNow.current = zoomTo;
  const scaleNow = useRef(scale);
  scaleNow.current = scale;
  useEffect(() => {
    const element = view.current;
    // React listens passively to the wheel, and the browser would zoom the page.
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomNow.current(scaleNow.current * Math.exp(-event.deltaY / 300), event);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [view]);

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoomTo(scale * STEP),
    '=': () => zoomTo(scale * STEP),
    '-': () => zoomTo(scale / STEP),
    '0': () => zoomTo(1),
    '1': () => zoomTo(undefined),
  };
  return {
    scale,
    isFitted: chosen === undefined,
    zoomIn: () => zoomTo(scale * STEP),
    zoomOut: () => zoomTo(scale / STEP),
    fit: () => zoomTo(undefined),
    realSize: () => zoomTo(1),
    viewProps: {
      onKeyDown(event: KeyboardEvent): void {
        const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
        if (!action) return;
        event.preventDefault();
        event.stopPropagation();
        action();
      },
      onPointerDown(event: PointerEvent): void {
        if (event.button === 0 && event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove({ currentTarget, pointerId, movementX, movementY }: PointerEvent): void {
        if (currentTarget.hasPointerCapture(pointerId)) currentTarget.scrollBy(-movementX, -movementY);
      },
    },
  };
}

function fittedScale(size: PictureSize, view: PictureSize, fit: PictureFit): number {
  const across = view.width / size.width;
  if (fit === 'width') return Math.min(1, Math.max(LEAST_FITTED, across));
  return Math.min(1, Math.max(LEAST, Math.min(across, view.height / size.height)));
}

type Anchor = { readonly x: number; readonly y: number; readonly left: number; readonly top: number };

/** Below this share of its real size 13 px letters cannot be read; a picture that is wider is scrolled instead. */
const LEAST_FITTED = 0.7;
const LEAST = 0.1;
const MOST = 4;
const STEP = 1.25;

/** The room inside of the element's padding. */
function useSize(element: RefObject<HTMLElement | null>): PictureSize {
  const [size, setSize] = useState<PictureSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
