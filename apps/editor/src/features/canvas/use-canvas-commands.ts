import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { wholeViewport } from '../../model/canvas/first-viewport.ts';
import { revealViewport } from '../../model/canvas/reveal-viewport.ts';
import { type Direction, findNeighbour } from '../../model/canvas/walk-diagram.ts';
import type { KeyCommand } from '../../model/document/keymap.ts';
import { type Box, CARD, type Size } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { focusWhenDrawn } from '../../ui/focus-when-drawn.ts';
import { addNote } from './add-note.ts';
import { useFold } from './fold-context.ts';
import { glideMs } from './glide.ts';
import { askToMove, deleteSelected, duplicateStages, layOut, nudgeStages, toggleDisabled } from './stage-commands.ts';
import type { Drawing } from './use-diagram.ts';
import type { Follow } from './use-follow.ts';

/** What each key of the canvas does. Gives false when there was nothing to do, and the key keeps its own meaning. */
export type CanvasCommands = Readonly<Partial<Record<KeyCommand, () => unknown>>>;

type CommandContext = {
  readonly drawing: Drawing;
  readonly noteBoxes: readonly Box[];
  readonly frame: RefObject<HTMLElement | null>;
  readonly follow: Follow;
  readonly isEditing: boolean;
};

/** How far an arrow key moves stages, px. */
const NUDGE = 20;
/** The least zoom at which a card that was searched for can be read. */
const READABLE = 0.7;

/** Everything that the canvas can be told to do, by key, menu or button. A stage that is selected elsewhere is brought into view. */
export function useCanvasCommands({ drawing, noteBoxes, frame, follow, isEditing }: CommandContext) {
  const flow = useReactFlow();
  const fold = useFold();
  const selected = useEditorStore((state) => state.selectedStageId);
  // Another tab may leave the canvas more or less room.
  const tab = useEditorStore((state) => state.tab);
  const latest = useRef({ drawing, noteBoxes, follow });
  latest.current = { drawing, noteBoxes, follow };
  const hasBox = selected !== undefined && drawing.layout.boxes.has(selected);

  const view = useMemo(() => {
    const nowDrawing = () => latest.current.drawing;

    function reveal(id: string): void {
      const box = nowDrawing().layout.boxes.get(id);
      const element = frame.current;
      if (!box || !element) return;
      // React Flow would take the size that its pane had before a panel beside it opened.
      const viewport = revealViewport(box, toSize(element), flow.getViewport());
      if (viewport) void flow.setViewport(viewport, { duration: glideMs() });
    }

    function center(id: string): void {
      const box = nowDrawing().layout.boxes.get(id);
      if (!box) return;
      latest.current.follow.stop();
      const zoom = Math.max(flow.getZoom(), READABLE);
      void flow.setCenter(box.x + CARD.width / 2, box.y + CARD.height / 2, { zoom, duration: glideMs() });
    }

    function fitAll(): void {
      const element = frame.current;
      if (!element) return;
      latest.current.follow.stop();
      const boxes = [...nowDrawing().layout.boxes.values(), ...latest.current.noteBoxes];
      void flow.setViewport(wholeViewport(boxes, toSize(element)), { duration: glideMs() });
    }

    function zoom(once: typeof flow.zoomIn): void {
      latest.current.follow.stop();
      void once({ duration: glideMs() });
    }

    function focusStage(id: string): void {
      const selector = `[data-stage="${CSS.escape(id)}"]`;
      const card = frame.current?.querySelector<HTMLElement>(selector);
      // In a large pipeline a card is drawn when the view has come to it.
      if (card) card.focus({ preventScroll: true });
      else focusWhenDrawn(selector);
    }

    function walk(direction: Direction): void {
      const { diagram, layout } = nowDrawing();
      const { selectedStageId, selectStage } = useEditorStore.getState();
      const from = focusedStage() ?? selectedStageId ?? diagram.nodes[0]?.id;
      const to = from === undefined ? undefined : findNeighbour(diagram, layout.boxes, from, direction);
      if (to === undefined) return;
      latest.current.follow.stop();
      reveal(to);
      if (selectedStageId !== undefined) selectStage(to);
      focusStage(to);
    }

    return { reveal, center, fitAll, zoom, focusStage, walk };
  }, [flow, frame]);

  useEffect(() => {
    if (selected !== undefined && hasBox) view.reveal(selected);
  }, [selected, hasBox, tab, view]);

  const commands = useMemo((): CanvasCommands => {
    const state = useEditorStore.getState;
    const nowDrawing = () => latest.current.drawing;
    const nudge = (x: number, y: number) => () => nudgeStages(nowDrawing(), state().selectedIds, { x, y });
    /** The stage that a command for one stage is about: what has the focus, else what is selected. */
    const subject = (): string | undefined => focusedStage() ?? state().selectedStageId;
    const subjects = (): readonly string[] => {
      const [focused, { selectedIds }] = [focusedStage(), state()];
      return selectedIds.length > 0 || focused === undefined ? selectedIds : [focused];
    };
    const looking: CanvasCommands = {
      walk_left: () => view.walk('left'),
      walk_right: () => view.walk('right'),
      walk_up: () => view.walk('up'),
      walk_down: () => view.walk('down'),
      close: () => {
        const { pickedEdgeId, pickedNoteId, pickEdge, selectStage } = state();
        if (pickedEdgeId !== undefined || pickedNoteId !== undefined) pickEdge(undefined);
        else selectStage(undefined);
      },
      fit: () => view.fitAll(),
      fold: () => {
        const id = subject();
        return (
          nowDrawing().diagram.nodes.some((node) => node.id === id && node.card.kind === 'scope') && fold(id ?? '')
        );
      },
      life_size: () => view.zoom((options) => flow.zoomTo(1, options)),
      zoom_in: () => view.zoom(flow.zoomIn),
      zoom_out: () => view.zoom(flow.zoomOut),
      map: () => state().toggleMap(),
      find: () => state().showFind(true),
      follow: () => latest.current.follow.isOffered && latest.current.follow.toggle(),
    };
    if (!isEditing) return looking;
    return {
      ...looking,
      add: () => {
        // Behind what is selected, not behind what has the focus: after Escape a stage is added that is connected with nothing.
        const id = state().selectedStageId;
        return state().askOnCanvas({ type: 'add', place: {}, ...(id !== undefined && { at: id }) });
      },
      connect_to: () => askToConnect(subject(), 'to'),
      connect_from: () => askToConnect(subject(), 'from'),
      pick_line: () => walkLines(nowDrawing(), subject(), frame.current),
      delete: () => deleteSelected(nowDrawing(), subjects()),
      rename: () => {
        const id = subject();
        const node = nowDrawing().diagram.nodes.find((one) => one.id === id);
        // The field is on the card: not on one that is only named, and far away there is none.
        if (id === undefined || !node || node.card.kind === 'ghost') return false;
        if (flow.getZoom() < READABLE) view.center(id);
        return state().startRenaming(id);
      },
      duplicate: () => duplicateStages(subjects()),
      disable: () => toggleDisabled(subjects()),
      move_to: () => subjects().length > 0 && askToMove(subjects()),
      note: () => addNote({ flow, layout: nowDrawing().layout }, { frame: frame.current }),
      select_all: () => state().selectStages(nowDrawing().diagram.nodes.map(({ id }) => id)),
      extend: () => {
        const id = focusedStage();
        return id !== undefined && state().toggleStage(id);
      },
      nudge_left: nudge(-NUDGE, 0),
      nudge_right: nudge(NUDGE, 0),
      nudge_up: nudge(0, -NUDGE),
      nudge_down: nudge(0, NUDGE),
      lay_out: () => layOut(),
      lay_out_selection: () => layOut(subjects()),
      components: () => state().togglePalette(),
    };
  }, [flow, fold, frame, isEditing, view]);

  return { commands, view };
}

/** The view of the canvas, as its commands move it. */
export type CanvasViewControl = ReturnType<typeof useCanvasCommands>['view'];

function focusedStage(): string | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement.dataset['stage'] : undefined;
}

function toSize({ clientWidth, clientHeight }: HTMLElement): Size {
  return { width: clientWidth, height: clientHeight };
}

function askToConnect(stageId: string | undefined, direction: 'to' | 'from'): boolean {
  if (stageId === undefined) return false;
  useEditorStore.getState().askOnCanvas({ type: 'connect', stageId, direction });
  return true;
}

/** Goes to the next line of the stage, or of the stage whose line has the focus: those that leave it, then those that enter it. */
function walkLines({ diagram }: Drawing, stageId: string | undefined, frame: HTMLElement | null): boolean {
  const { pickedEdgeId, pickEdge, selectStage } = useEditorStore.getState();
  const focused = diagram.edges.find(({ id }) => id === pickedEdgeId);
  const at = stageId ?? focused?.from;
  const lines = [...diagram.edges.filter(({ from }) => from === at), ...diagram.edges.filter(({ to }) => to === at)];
  const next = lines[(lines.findIndex(({ id }) => id === pickedEdgeId) + 1) % Math.max(1, lines.length)];
  if (!next) return false;
  selectStage(undefined);
  pickEdge(next.id);
  frame?.querySelector<SVGElement>(`g[data-edge="${CSS.escape(next.id)}"]`)?.focus({ preventScroll: true });
  return true;
}
