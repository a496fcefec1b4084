import { ReactFlow, ReactFlowProvider, type Viewport } from '@xyflow/react';
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { firstViewport } from '../../model/first-viewport.ts';
import { toFlow } from '../../model/to-flow.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { CanvasGrid } from './canvas-grid.tsx';
import { EdgeMarkers } from './edge-markers.tsx';
import { FailureRoutes } from './failure-routes.tsx';
import { FarContext, useFarZoom } from './far-context.ts';
import { orFarNode } from './far-node.tsx';
import { FarPicture } from './far-picture.tsx';
import { GhostNode } from './ghost-node.tsx';
import { RouteEdge } from './route-edge.tsx';
import { ScopeNode } from './scope-node.tsx';
import { StageNode } from './stage-node.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import type { Drawing } from './use-diagram.ts';
import { useFollow } from './use-follow.ts';
import { usePanOnScroll } from './use-pan-on-scroll.ts';

/** The diagram itself: pan, zoom, select, walk. Waits for its own size once, so that the first picture is the right one. */
export function Canvas({ drawing }: { readonly drawing: Drawing }): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState<Viewport>();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || viewport) return;
    setViewport(
      firstViewport([...drawing.layout.boxes.values()], { width: element.clientWidth, height: element.clientHeight }),
    );
  }, [drawing, viewport]);
  return (
    <div ref={frame} className="relative size-full">
      <EdgeMarkers />
      {viewport && (
        <ReactFlowProvider>
          <Flow drawing={drawing} viewport={viewport} />
        </ReactFlowProvider>
      )}
    </div>
  );
}

const NODE_TYPES = { stage: orFarNode(StageNode), scope: orFarNode(ScopeNode), ghost: orFarNode(GhostNode) };
const EDGE_TYPES = { route: RouteEdge };
const NO_EDGES: never[] = [];
/** From this many nodes on only what is in view is drawn, and what is far away as plain shapes. */
const LARGE = 100;

function Flow({ drawing, viewport }: { readonly drawing: Drawing; readonly viewport: Viewport }): ReactNode {
  const { nodes, edges } = useMemo(() => toFlow(drawing.diagram, drawing.layout), [drawing]);
  const isLarge = nodes.length > LARGE;
  const isFar = useFarZoom(isLarge);
  const selectStage = useEditorStore((state) => state.selectStage);
  const frame = useRef<HTMLElement>(null);
  const follow = useFollow(drawing, frame);
  const keys = useCanvasKeys(drawing, { frame, follow });
  usePanOnScroll(frame, follow);
  return (
    <FarContext value={isFar}>
      <section aria-label="Canvas" className="size-full" onKeyDown={keys.onKeyDown} ref={frame}>
        <ReactFlow
          nodes={nodes as never}
          edges={isFar ? NO_EDGES : edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          defaultViewport={viewport}
          minZoom={0.02}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          // From far away a node is one element: to leave it is cheaper than to look which ones are in view.
          onlyRenderVisibleElements={isLarge && !isFar}
          // Without an event it was the page that moved the view, not the person.
          onMove={(event) => event && follow.stop()}
          onPaneClick={() => selectStage(undefined)}
          attributionPosition="bottom-left"
          deleteKeyCode={null}
          zoomOnDoubleClick={false}
        >
          <CanvasGrid />
          {isFar && <FarPicture nodes={nodes} edges={edges} />}
          <FailureRoutes drawing={drawing} />
          <CanvasControls layout={drawing.layout} follow={follow} onFit={keys.fitAll} />
        </ReactFlow>
      </section>
    </FarContext>
  );
}
