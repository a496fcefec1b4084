import type { PipelineGraph } from '@flowmason/pipeline-schema';
import { useReactFlow } from '@xyflow/react';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { placeAt } from '../../model/canvas/place-at.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { type ContextItem, ContextMenu } from '../../ui/context-menu.tsx';
import { addNote } from './add-note.ts';
import { pasteFromMenu } from './clipboard.ts';
import { useFold } from './fold-context.ts';
import { canvasItems, edgeItems, type MenuPlace, noteItems, stageItems } from './menu-items.tsx';
import type { CanvasCommands } from './use-canvas-commands.ts';
import type { Drawing } from './use-diagram.ts';

type CanvasMenuProps = {
  readonly drawing: Drawing;
  readonly graph: PipelineGraph;
  readonly commands: CanvasCommands;
  readonly isEditing: boolean;
  readonly children: ReactNode;
};

type Opened = { readonly label: string; readonly groups: readonly (readonly ContextItem[])[] };

const CLOSED: Opened = { label: 'Canvas', groups: [] };

/** What can be done with what was pressed: a stage, several, a line, or the canvas at that place. */
export function CanvasMenu({ drawing, graph, commands, isEditing, children }: CanvasMenuProps): ReactNode {
  const [opened, setOpened] = useState(CLOSED);
  const flow = useReactFlow();
  const fold = useFold();

  function open(event: MouseEvent): void {
    const { target, clientX, clientY } = event;
    if (!isEditing || !(target instanceof Element) || target.closest('input, textarea')) {
      event.preventDefault();
      setOpened(CLOSED);
      return;
    }
    const at = { x: clientX, y: clientY };
    const place: MenuPlace = {
      addStage: () =>
        askOnCanvas({
          type: 'add',
          place: placeAt(drawing, graph, flow.screenToFlowPosition(at, { snapToGrid: false })),
        }),
      addNote: () => addNote({ flow, layout: drawing.layout }, { at }),
      paste: () => void pasteFromMenu(),
      fold,
    };
    const { askOnCanvas, selectedIds, selectStage, pickEdge } = useEditorStore.getState();
    const stageId = target.closest<HTMLElement>('[data-stage]')?.dataset['stage'];
    const edgeId = target.closest<SVGElement>('g[data-edge]')?.dataset['edge'];
    const noteId = target.closest<HTMLElement>('[data-note]')?.dataset['note'];
    const edge = drawing.diagram.edges.find(({ id }) => id === edgeId);
    if (stageId !== undefined) {
      const ids = selectedIds.includes(stageId) ? selectedIds : [stageId];
      if (!selectedIds.includes(stageId)) selectStage(stageId);
      setOpened({
        label: ids.length === 1 ? `Stage ${stageId}` : `${ids.length} stages`,
        groups: stageItems({ drawing, place, ids, stageId }),
      });
    } else if (noteId !== undefined) {
      setOpened({ label: 'Note', groups: noteItems(noteId) });
    } else if (edge) {
      selectStage(undefined);
      pickEdge(edge.id);
      setOpened({ label: 'Line', groups: edgeItems({ drawing, graph, edge }) });
    } else {
      setOpened({ label: 'Canvas', groups: canvasItems(place, commands) });
    }
  }

  return (
    <ContextMenu label={opened.label} groups={opened.groups} onContextMenu={open}>
      {children}
    </ContextMenu>
  );
}
