import type { PipelineGraph } from '@flowmason/pipeline-schema';
import { useReactFlow } from '@xyflow/react';
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { connectionOf } from '../../model/canvas/connect-edge.ts';
import { outletPoint } from '../../model/canvas/move-flow.ts';
import { placeAt } from '../../model/canvas/place-at.ts';
import type { FlowEdge, FlowNode } from '../../model/canvas/to-flow.ts';
import { inletOf } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { dragStages } from './drag-stages.ts';
import { drawLine, type LineStart } from './draw-line.ts';
import { gripUnder } from './grip-at.ts';
import type { HandContext } from './hand-context.ts';
import { createHandStore } from './hand-store.ts';
import { selectByBand } from './select-by-band.ts';
import { isInFrame, trackWithPan } from './track-with-pan.ts';
import type { Drawing } from './use-diagram.ts';
import { useHeldStages } from './use-held-stages.ts';

type HandOptions = {
  readonly frame: RefObject<HTMLElement | null>;
  readonly drawing: Drawing;
  readonly graph: PipelineGraph;
  readonly flow: { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] };
  readonly isEditing: boolean;
};

/**
 * The pointer at work on the canvas: what is pressed says what a drag does. Cards move, dots and the ends of lines draw, Shift on
 * empty canvas selects; all else is left to the view, which pans.
 */
export function useHand({ frame, drawing, graph, flow, isEditing }: HandOptions) {
  const reactFlow = useReactFlow();
  const [store] = useState(createHandStore);
  const { nodes, show } = useHeldStages(frame, flow, store);
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  function onPointerDownCapture(event: PointerEvent<HTMLElement>): void {
    const press = event.nativeEvent;
    if (!isEditing || press.button !== 0 || press.pointerType === 'touch') return;
    const target = gripUnder(press);
    const context: HandContext = {
      drawing,
      graph,
      flow,
      toDiagram: (at) => reactFlow.screenToFlowPosition(at, { snapToGrid: false }),
      zoom: reactFlow.getZoom,
      isOver: (at) => isInFrame(frame.current, at),
      track: (pressed, handlers) => trackWithPan(pressed, handlers, { frame: frame.current, view: reactFlow }),
      show,
    };
    const line = target && lineFrom(target);
    const stageId = target?.closest<HTMLElement>('[data-stage]')?.dataset['stage'];
    const node = drawing.diagram.nodes.find(({ id }) => id === stageId);
    if (line) {
      // The dot belongs to React Flow's node too, and to a card that would move.
      event.stopPropagation();
      stop.current = drawLine(press, line, context);
    } else if (node && node.card.kind !== 'ghost') stop.current = dragStages(press, node, context);
    else if (press.shiftKey && isPane(target)) stop.current = selectByBand(press, context);
  }

  /** React Flow would pan: it listens for the mouse, not for the pointer. */
  function onMouseDownCapture(event: MouseEvent<HTMLElement>): void {
    if (!isEditing || !event.shiftKey || !(event.target instanceof Element) || !isPane(event.target)) return;
    event.stopPropagation();
    // Nor is text to be marked all over the page.
    event.preventDefault();
  }

  /** A double click on empty canvas asks for a stage to put there, or into the lane that is there. */
  function onDoubleClick({ target, clientX, clientY }: MouseEvent<HTMLElement>): void {
    if (!isEditing || !(target instanceof Element) || !isPane(target)) return;
    const point = reactFlow.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
    useEditorStore.getState().askOnCanvas({ type: 'add', place: placeAt(drawing, graph, point) });
  }

  /** The line that a press on a dot or on the end of a line starts. */
  function lineFrom(target: Element): LineStart | undefined {
    const outlet = target.closest<HTMLElement>('[data-outlet]');
    const inlet = target.closest<HTMLElement>('[data-inlet]');
    const node = flow.nodes.find(({ id }) => id === (outlet?.dataset['outlet'] ?? inlet?.dataset['inlet']));
    if (node && outlet) {
      const arm = outlet.dataset['arm'];
      return { stageId: node.id, arm, direction: 'to', anchor: outletPoint(node, arm) };
    }
    if (node && inlet) return { stageId: node.id, arm: undefined, direction: 'from', anchor: inletPoint(node) };
    const end = target.closest<SVGElement>('[data-edge-end]');
    const edge = flow.edges.find(({ id }) => id === end?.dataset['edge']);
    const [from, to] = [edge, edge].map((one, index) =>
      flow.nodes.find(({ id }) => id === (index === 0 ? one?.source : one?.target)),
    );
    const replaced = edge && connectionOf(graph, edge.data.edge);
    if (!edge || !from || !to || !replaced || 'refusal' in replaced) return undefined;
    return end?.dataset['edgeEnd'] === 'to'
      ? {
          stageId: replaced.from,
          arm: replaced.arm,
          direction: 'to',
          anchor: outletPoint(from, replaced.arm),
          replaced,
        }
      : { stageId: replaced.to, arm: undefined, direction: 'from', anchor: inletPoint(to), replaced };
  }

  return { store, nodes, show, onPointerDownCapture, onMouseDownCapture, onDoubleClick };
}

function inletPoint({ position, data }: FlowNode) {
  const inlet = inletOf(data.node);
  return { x: position.x + inlet.x, y: position.y + inlet.y };
}

function isPane(target: Element | undefined): boolean {
  return target?.classList.contains('react-flow__pane') ?? false;
}
