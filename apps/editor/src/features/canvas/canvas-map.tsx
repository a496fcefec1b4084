import { useReactFlow, useStoreApi } from '@xyflow/react';
import { memo, type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { extentOf } from '../../model/canvas/first-viewport.ts';
import type { Box } from '../../model/layout/layout-sizes.ts';
import { useIsDark } from '../../ui/use-is-dark.ts';
import { glideMs } from './glide.ts';
import type { Drawing } from './use-diagram.ts';

const MAP = { width: 160, height: 96, margin: 6 } as const;

/**
 * The whole pipeline in small, with what is in view marked: press or drag to go there. The cards are a picture that is
 * drawn once, and the mark is moved without React: of a thousand stages none has anything to do while the view moves.
 */
export const CanvasMap = memo(function CanvasMap(props: {
  readonly layout: Drawing['layout'];
  /** Where the notes are. */
  readonly notes: readonly Box[];
  /** The person takes the view into their own hands. */
  readonly onGo: () => void;
}): ReactNode {
  const { layout, notes, onGo } = props;
  const picture = useRef<HTMLCanvasElement>(null);
  const mark = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  const store = useStoreApi();
  const isDark = useIsDark();
  const frame = useMemo(() => toFrame([...layout.boxes.values(), ...notes]), [layout, notes]);

  useLayoutEffect(() => {
    // The colours come from the theme, so another one means another picture.
    if (picture.current) draw(picture.current, { layout, notes, frame, isDark });
  }, [layout, notes, frame, isDark]);

  useEffect(() => {
    function showView({ transform: [x, y, zoom], width, height }: ReturnType<typeof store.getState>): void {
      if (!mark.current) return;
      const { scale, left, top } = frame;
      mark.current.style.transform = `translate(${(-x / zoom - left) * scale}px, ${(-y / zoom - top) * scale}px)`;
      mark.current.style.width = `${(width / zoom) * scale}px`;
      mark.current.style.height = `${(height / zoom) * scale}px`;
    }
    showView(store.getState());
    return store.subscribe(showView);
  }, [store, frame]);

  function goTo({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>, duration: number): void {
    const corner = currentTarget.getBoundingClientRect();
    const [x, y] = [
      (clientX - corner.left) / frame.scale + frame.left,
      (clientY - corner.top) / frame.scale + frame.top,
    ];
    onGo();
    void flow.setCenter(x, y, { zoom: flow.getZoom(), duration });
  }

  return (
    <div
      role="img"
      aria-label="Map of the pipeline"
      className="absolute right-3.5 bottom-18 z-5 cursor-pointer touch-none overflow-hidden rounded-lg border border-line bg-surface"
      style={{ width: MAP.width, height: MAP.height }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event, glideMs());
      }}
      onPointerMove={(event) => event.buttons === 1 && goTo(event, 0)}
    >
      <canvas ref={picture} className="absolute inset-0 size-full border-line-strong text-edge" />
      <div
        ref={mark}
        className="pointer-events-none absolute top-0 left-0 min-h-1 min-w-1 rounded-xs border border-accent bg-accent/8"
      />
    </div>
  );
});

type Frame = { readonly scale: number; readonly left: number; readonly top: number };

/** What the map shows, in the diagram's pixels: all of it, in the middle. */
function toFrame(boxes: readonly Box[]): Frame {
  const { left, top, width, height } = extentOf(boxes);
  const scale = Math.min((MAP.width - 2 * MAP.margin) / width, (MAP.height - 2 * MAP.margin) / height);
  return { scale, left: left - (MAP.width / scale - width) / 2, top: top - (MAP.height / scale - height) / 2 };
}

type Picture = {
  readonly layout: Drawing['layout'];
  readonly notes: readonly Box[];
  readonly frame: Frame;
  readonly isDark: boolean;
};

/** Draws cards as filled boxes, never smaller than a point, scopes as outlines, and notes pale, under them. */
function draw(canvas: HTMLCanvasElement, { layout, notes, frame }: Picture): void {
  const density = devicePixelRatio;
  canvas.width = MAP.width * density;
  canvas.height = MAP.height * density;
  const context = canvas.getContext('2d');
  if (!context) return;
  const { color, borderTopColor } = getComputedStyle(canvas);
  context.scale(density, density);
  context.fillStyle = color;
  context.strokeStyle = borderTopColor;
  context.globalAlpha = NOTE_ALPHA;
  for (const note of notes) context.fillRect(...onMap(note, frame));
  context.globalAlpha = 1;
  for (const [id, box] of layout.boxes) {
    if (layout.lanes.has(id)) context.strokeRect(...onMap(box, frame));
    else context.fillRect(...onMap(box, frame));
  }
}

const NOTE_ALPHA = 0.4;

function onMap({ x, y, width, height }: Box, { left, top, scale }: Frame): [number, number, number, number] {
  return [(x - left) * scale, (y - top) * scale, Math.max(1, width * scale), Math.max(1, height * scale)];
}
