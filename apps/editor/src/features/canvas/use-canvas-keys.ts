import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import { wholeViewport } from '../../model/first-viewport.ts';
import { type Direction, findNeighbour } from '../../model/walk-diagram.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { glideMs } from './glide.ts';
import type { Drawing } from './use-diagram.ts';
import type { Follow } from './use-follow.ts';

const ARROWS: ReadonlyMap<string, Direction> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);

type CanvasKeysContext = { readonly frame: RefObject<HTMLElement | null>; readonly follow: Follow };

/**
 * The canvas by keyboard: one card is in the tab order, arrows walk to its neighbours, Enter (a press of the card) opens it,
 * Escape closes, 1 fits, 0 is life size, + and − zoom, F follows the run. A stage that is selected elsewhere is brought into view.
 */
export function useCanvasKeys(
  drawing: Drawing,
  { frame: ref, follow }: CanvasKeysContext,
): {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Brings all of the diagram into view. */
  readonly fitAll: () => void;
} {
  const flow = useReactFlow();
  const selected = useEditorStore((state) => state.selectedStageId);
  const { diagram, layout } = drawing;

  useEffect(() => {
    const entry = (selected !== undefined && layout.boxes.has(selected) ? selected : undefined) ?? diagram.nodes[0]?.id;
    for (const button of ref.current?.querySelectorAll<HTMLElement>('[data-stage]') ?? []) {
      button.tabIndex = button.dataset['stage'] === entry ? 0 : -1;
    }
  });

  useEffect(() => {
    if (selected !== undefined) reveal(selected);
  }, [selected]);

  function reveal(id: string): void {
    const box = layout.boxes.get(id);
    const frame = ref.current;
    if (!box || !frame) return;
    const { x, y, zoom } = flow.getViewport();
    const [left, top] = [box.x * zoom + x, box.y * zoom + y];
    const isInView =
      left >= 0 && top >= 0 && left + 232 * zoom <= frame.clientWidth && top + 60 * zoom <= frame.clientHeight;
    if (!isInView) void flow.setCenter(box.x + 116, box.y + 30, { zoom, duration: glideMs() });
  }

  function fitAll(): void {
    const frame = ref.current;
    if (!frame) return;
    const size = { width: frame.clientWidth, height: frame.clientHeight };
    follow.stop();
    void flow.setViewport(wholeViewport([...layout.boxes.values()], size), { duration: glideMs() });
  }

  function zoom(once: typeof flow.zoomIn): void {
    follow.stop();
    void once({ duration: glideMs() });
  }

  function walk(direction: Direction): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['stage'] : undefined;
    const from = focused ?? selected ?? diagram.nodes[0]?.id;
    const to = from === undefined ? undefined : findNeighbour(diagram, layout.boxes, from, direction);
    if (to === undefined) return;
    follow.stop();
    reveal(to);
    const { selectedStageId, selectStage } = useEditorStore.getState();
    if (selectedStageId !== undefined) selectStage(to);
    ref.current?.querySelector<HTMLElement>(`[data-stage="${CSS.escape(to)}"]`)?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS.get(event.key);
    if (direction) walk(direction);
    else if (event.key === 'Escape') useEditorStore.getState().selectStage(undefined);
    else if (event.key === '1') fitAll();
    else if (event.key === '0') zoom((options) => flow.zoomTo(1, options));
    else if (event.key === '+' || event.key === '=') zoom(flow.zoomIn);
    else if (event.key === '-') zoom(flow.zoomOut);
    else if (event.key === 'f' && follow.isOffered) follow.toggle();
    else return;
    event.preventDefault();
  }

  return { onKeyDown, fitAll };
}
