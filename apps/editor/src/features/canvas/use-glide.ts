import { useReactFlow } from '@xyflow/react';
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { glideFlow, type Offsets, offsetsBetween } from '../../model/canvas/glide-flow.ts';
import type { FlowEdge, FlowNode } from '../../model/canvas/to-flow.ts';
import type { Point } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { glideMs } from './glide.ts';

type Flow = { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] };

/** More than these are put where they belong at once: moving them all takes longer than a glide may. */
const MOST = 300;

/**
 * Lets the cards glide from where they were shown to where a new layout has them. The view goes along with the stage that the
 * person is at, so that it stays under the pointer: nothing jumps but what has to move.
 */
export function useGlide(flow: Flow, shown: RefObject<ReadonlyMap<string, Point>>): Flow {
  const { getViewport, setViewport } = useReactFlow();
  const [glide, setGlide] = useState<{ readonly flow: Flow; readonly offsets: Offsets; readonly left: number }>();
  const last = useRef(flow);

  useLayoutEffect(() => {
    if (last.current === flow) return;
    last.current = flow;
    const anchor = anchorOf(shown.current, flow.nodes);
    if (!anchor) return;
    const by = { x: anchor.after.x - anchor.before.x, y: anchor.after.y - anchor.before.y };
    if (by.x !== 0 || by.y !== 0) {
      const { x, y, zoom } = getViewport();
      void setViewport({ x: x - by.x * zoom, y: y - by.y * zoom, zoom });
    }
    const offsets = offsetsBetween(shown.current, flow.nodes, by);
    const duration = glideMs();
    if (offsets.size === 0 || flow.nodes.length > MOST || duration === 0) return;
    const startedAt = performance.now();
    let frame = requestAnimationFrame(step);
    setGlide({ flow, offsets, left: 1 });
    function step(now: number): void {
      const left = 1 - Math.min(1, Math.max(0, (now - startedAt) / duration));
      setGlide(left === 0 ? undefined : { flow, offsets, left: left ** 3 });
      if (left > 0) frame = requestAnimationFrame(step);
    }
    return () => {
      cancelAnimationFrame(frame);
      setGlide(undefined);
    };
  }, [flow, shown, getViewport, setViewport]);

  return useMemo(() => (glide?.flow === flow ? glideFlow(flow, glide.offsets, glide.left) : flow), [flow, glide]);
}

type Anchor = { readonly before: Point; readonly after: Point };

/** What is to stand still: the stage under the pointer, else the one that has the focus or is selected, else the first. */
function anchorOf(shown: ReadonlyMap<string, Point>, nodes: readonly FlowNode[]): Anchor | undefined {
  const { selectedIds, entryStageId } = useEditorStore.getState();
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['stage'] : undefined;
  const hovered = document.querySelector<HTMLElement>('[data-stage]:hover')?.dataset['stage'];
  const after = new Map(nodes.map(({ id, position }) => [id, position]));
  const candidates = [hovered, focused, ...selectedIds, entryStageId, ...shown.keys()];
  const id = candidates.find((one) => one !== undefined && shown.has(one) && after.has(one));
  const [from, to] = [shown.get(id ?? ''), after.get(id ?? '')];
  return from && to && { before: from, after: to };
}
