import type { PipelineGraph } from '@flowmason/pipeline-schema';
import { ReactFlow, ReactFlowProvider, type Viewport } from '@xyflow/react';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { firstViewport } from '../../model/canvas/first-viewport.ts';
import { keepFlow } from '../../model/canvas/keep-flow.ts';
import { toNoteBoxes, toNoteNodes } from '../../model/canvas/note-flow.ts';
import { toFlow } from '../../model/canvas/to-flow.ts';
import { CARD, type Point } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { CanvasGrid } from './canvas-grid.tsx';
import { CanvasMenu } from './canvas-menu.tsx';
import { EdgeMarkers } from './edge-markers.tsx';
import { useIsEditing } from './editing-context.ts';
import { FailureRoutes } from './failure-routes.tsx';
import { FarContext, useFarZoom } from './far-context.ts';
import { orFarNode } from './far-node.tsx';
import { FarPicture } from './far-picture.tsx';
import { FindBar } from './find-bar.tsx';
import { GhostNode } from './ghost-node.tsx';
import { HandOverlay } from './hand-overlay.tsx';
import { HandStoreContext } from './hand-store.ts';
import { NoteNode } from './note-node.tsx';
import { RemovedNode } from './removed-node.tsx';
import { RouteEdge } from './route-edge.tsx';
import { ScopeNode } from './scope-node.tsx';
import { StageNode } from './stage-node.tsx';
import { useCanvasCommands } from './use-canvas-commands.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useCarried } from './use-carried.ts';
import { useClipboard } from './use-clipboard.ts';
import type { Drawing } from './use-diagram.ts';
import { useFollow } from './use-follow.ts';
import { useGlide } from './use-glide.ts';
import { useHand } from './use-hand.ts';
import { useLightUp } from './use-light-up.ts';
import { usePanOnScroll } from './use-pan-on-scroll.ts';

type CanvasProps = {
  readonly drawing: Drawing;
  readonly opened: OpenedPipeline;
  readonly graph: PipelineGraph;
  /** What is drawn is not yet what the text says. */
  readonly isBehind: boolean;
};

/** The diagram itself: pan, zoom, select, walk, edit. Waits for its own size once, so that the first picture is the right one. */
export function Canvas(props: CanvasProps): ReactNode {
  const { drawing, opened } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState<Viewport>();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || viewport) return;
    const size = { width: element.clientWidth, height: element.clientHeight };
    const stages = [...drawing.layout.boxes.values()];
    const notes = toNoteBoxes(opened.reading.pipeline?.notes ?? []);
    setViewport(stages.length + notes.length > 0 ? firstViewport(stages, size, notes) : emptyViewport(size));
  }, [drawing, opened, viewport]);
  return (
    <div ref={frame} className="relative size-full">
      <EdgeMarkers />
      {viewport && (
        <ReactFlowProvider>
          <Flow {...props} viewport={viewport} />
        </ReactFlowProvider>
      )}
    </div>
  );
}

const NODE_TYPES = {
  stage: orFarNode(StageNode),
  scope: orFarNode(ScopeNode),
  ghost: orFarNode(GhostNode),
  removed: RemovedNode,
  note: NoteNode,
};
const EDGE_TYPES = { route: RouteEdge };
const NO_EDGES: never[] = [];
/** From this many nodes on only what is in view is drawn, and what is far away as plain shapes. */
const LARGE = 100;

function Flow({
  drawing,
  opened,
  graph,
  isBehind,
  viewport,
}: CanvasProps & { readonly viewport: Viewport }): ReactNode {
  const flow = useFlow(drawing);
  const isLarge = flow.nodes.length > LARGE;
  const isFar = useFarZoom(isLarge);
  const isEditing = useIsEditing();
  const frame = useRef<HTMLElement>(null);
  const follow = useFollow(drawing, frame);
  const { notes } = opened.reading.pipeline ?? {};
  const noteBoxes = useMemo(() => toNoteBoxes(notes ?? []), [notes]);
  const { commands, view } = useCanvasCommands({ drawing, noteBoxes, frame, follow, isEditing });
  useCanvasKeys(frame, { drawing, commands });
  usePanOnScroll(frame, follow);
  useClipboard(frame, { isEditing });
  useLightUp(frame, drawing);
  useOnlyOneSelection();
  useFocusWhenEmpty(frame, drawing.diagram.nodes.length === 0 && isEditing);
  const hand = useHand({ frame, drawing, graph, flow, isEditing });
  useCarried(frame, { drawing, graph, show: hand.show });
  const shown = useRef<ReadonlyMap<string, Point>>(NOWHERE);
  const glided = useGlide(flow, shown);
  // What is in the hand is where the hand is.
  const { nodes, edges } = hand.nodes ? { nodes: hand.nodes, edges: flow.edges } : glided;
  const noteInHand = useEditorStore((state) => state.noteInHand);
  const noteNodes = useMemo(() => toNoteNodes(notes ?? [], noteInHand), [notes, noteInHand]);
  const withNotes = useMemo(() => [...noteNodes, ...nodes], [noteNodes, nodes]);
  // What was begun here is not to go on in another pipeline.
  useEffect(() => () => useEditorStore.getState().writeNote(undefined), []);
  useEffect(() => {
    shown.current = new Map(nodes.map(({ id, position }) => [id, position]));
  }, [nodes]);
  return (
    <FarContext value={isFar}>
      <HandStoreContext value={hand.store}>
        <CanvasMenu drawing={drawing} graph={graph} commands={commands} isEditing={isEditing}>
          <section
            aria-label="Canvas"
            aria-busy={isBehind}
            className="size-full select-none outline-none"
            ref={frame}
            // The canvas itself can be come to while there is no stage to come to.
            tabIndex={drawing.diagram.nodes.length === 0 ? 0 : -1}
            onPointerDownCapture={hand.onPointerDownCapture}
            onMouseDownCapture={hand.onMouseDownCapture}
            onDoubleClick={hand.onDoubleClick}
          >
            <ReactFlow
              nodes={withNotes as never}
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
              panOnDrag={PAN_BUTTONS}
              // From far away a node is one element: to leave it is cheaper than to look which ones are in view.
              onlyRenderVisibleElements={isLarge && !isFar}
              // Without an event it was the page that moved the view, not the person.
              onMove={(event) => event && follow.stop()}
              onPaneClick={() => {
                const { selectStage, pickEdge } = useEditorStore.getState();
                selectStage(undefined);
                pickEdge(undefined);
                frame.current?.focus({ preventScroll: true });
              }}
              attributionPosition="bottom-left"
              deleteKeyCode={null}
              selectionKeyCode={null}
              multiSelectionKeyCode={null}
              zoomOnDoubleClick={false}
            >
              <CanvasGrid />
              {isFar && <FarPicture flow={hand.nodes ? flow : glided} base={flow} />}
              <FailureRoutes drawing={drawing} />
              <HandOverlay layout={drawing.layout} />
              <FindBar opened={opened} shown={drawing.shown} view={view} />
              <CanvasControls layout={drawing.layout} notes={noteBoxes} follow={follow} onFit={view.fitAll} />
            </ReactFlow>
          </section>
        </CanvasMenu>
      </HandStoreContext>
    </FarContext>
  );
}

const NOWHERE: ReadonlyMap<string, Point> = new Map();
/** The left button and the middle one. */
const PAN_BUTTONS = [0, 1];

/** The first stage of an empty pipeline comes to stand in the middle. */
function emptyViewport({ width, height }: { readonly width: number; readonly height: number }): Viewport {
  return { x: (width - CARD.width) / 2, y: (height - CARD.height) / 2, zoom: 1 };
}

/** A stage that is selected, here or elsewhere, takes the place of a line or note that was. */
function useOnlyOneSelection(): void {
  const selected = useEditorStore((state) => state.selectedStageId);
  useEffect(() => {
    if (selected !== undefined) useEditorStore.getState().pickEdge(undefined);
  }, [selected]);
}

/** On a page with nothing else to do the canvas has the focus, so that Tab adds the first stage. */
function useFocusWhenEmpty(frame: RefObject<HTMLElement | null>, isEmpty: boolean): void {
  useEffect(() => {
    if (isEmpty && document.activeElement === document.body) frame.current?.focus({ preventScroll: true });
  }, [frame, isEmpty]);
}

/** The drawing as React Flow takes it; what looks the same as before is the same object as before. */
function useFlow({ shown, layout }: Drawing): ReturnType<typeof toFlow> {
  const last = useRef<ReturnType<typeof toFlow>>(undefined);
  return useMemo(() => {
    last.current = keepFlow(last.current, toFlow(shown, layout));
    return last.current;
  }, [shown, layout]);
}
