import type { PipelineGraph } from '@flowmason/pipeline-schema';
import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useRef } from 'react';
import { type AddPlace, toAddChanges } from '../../model/canvas/canvas-add.ts';
import { mayInsertInto } from '../../model/canvas/connect-edge.ts';
import { type DropTarget, findEdge, findLane } from '../../model/canvas/drop-target.ts';
import { placeAt } from '../../model/canvas/place-at.ts';
import type { Point } from '../../model/layout/layout-sizes.ts';
import type { Carried } from '../../store/canvas-slice.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { nextStageId } from '../../store/next-stage-id.ts';
import type { Hand } from './hand.ts';
import { tellRefusal } from './tell-refusal.ts';
import { isInFrame } from './track-with-pan.ts';
import type { Drawing } from './use-diagram.ts';

type CarriedContext = {
  readonly drawing: Drawing;
  readonly graph: PipelineGraph;
  readonly show: (hand: Hand | undefined) => void;
};

/** Takes in a component that is dragged here from the list: into a line, into a lane, or where it is let go. */
export function useCarried(frame: RefObject<HTMLElement | null>, context: CarriedContext): void {
  const flow = useReactFlow();
  const latest = useRef(context);
  latest.current = context;
  useEffect(() => {
    function follow(carried: Carried): void {
      const { drawing, graph, show } = latest.current;
      const point = isInFrame(frame.current, carried.at)
        ? flow.screenToFlowPosition(carried.at, { snapToGrid: false })
        : undefined;
      const target = point && targetAt(drawing, graph, { point, reach: EDGE_REACH / flow.getZoom() });
      if (carried.phase === 'moving') {
        show(point && target ? { type: 'component', at: point, target } : undefined);
        return;
      }
      show(undefined);
      useEditorStore.getState().carry(undefined);
      if (point && target) drop(carried.component, toPlace({ drawing, graph, point, target }), graph);
    }
    return useEditorStore.subscribe(({ carried }, before) => {
      if (carried === before.carried) return;
      if (carried) follow(carried);
      else latest.current.show(undefined);
    });
  }, [flow, frame]);
}

/** How near to a line counts as on it, px of the screen. */
const EDGE_REACH = 12;

type Aim = { readonly point: Point; readonly reach: number };

function targetAt(drawing: Drawing, graph: PipelineGraph, { point, reach }: Aim): DropTarget {
  const edge = findEdge(drawing, point, reach);
  if (edge && mayInsertInto(graph, edge)) return { type: 'edge', edge };
  return findLane(drawing, { graph, point, ids: new Set() }) ?? { type: 'canvas' };
}

type Dropped = {
  readonly drawing: Drawing;
  readonly graph: PipelineGraph;
  readonly point: Point;
  readonly target: DropTarget;
};

function toPlace({ drawing, graph, point, target }: Dropped): AddPlace {
  if (target.type !== 'edge') return placeAt(drawing, graph, point);
  const { from, to, arm } = target.edge;
  return { between: { from, to, ...(arm !== undefined && { arm }) } };
}

function drop(component: string, place: AddPlace, graph: PipelineGraph): void {
  const id = nextStageId(component);
  tellRefusal(makeChange(toAddChanges(graph, place, { id, component }), { label: `Add ${id}`, select: [id] }));
}
