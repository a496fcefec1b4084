import type { PipelineGraph } from '@flowmason/pipeline-schema';
import { ClipboardPaste, Copy, Files, Pencil, Plus, Scissors, StickyNote, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Alignment } from '../../model/canvas/canvas-align.ts';
import { mayInsertInto } from '../../model/canvas/connect-edge.ts';
import type { DiagramEdge } from '../../model/canvas/stage-diagram.ts';
import { type KeyCommand, keysOf } from '../../model/document/keymap.ts';
import { createGhost } from '../../store/create-ghost.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { areDisabled } from '../../store/stage-gestures.ts';
import type { ContextItem } from '../../ui/context-menu.tsx';
import { copyStages, cutStages } from './clipboard.ts';
import { deleteNote } from './delete-note.ts';
import {
  alignStages,
  askToMove,
  deleteSelected,
  deleteStages,
  duplicateStages,
  layOut,
  toggleDisabled,
} from './stage-commands.ts';
import { tellRefusal } from './tell-refusal.ts';
import type { CanvasCommands } from './use-canvas-commands.ts';
import type { Drawing } from './use-diagram.ts';

type Groups = readonly (readonly ContextItem[])[];

type StageMenu = {
  readonly drawing: Drawing;
  readonly place: MenuPlace;
  readonly ids: readonly string[];
  /** The one that was pressed. */
  readonly stageId: string;
};

/** What can be done with a stage, or with several that are selected. */
export function stageItems({ drawing, place, ids, stageId }: StageMenu): Groups {
  const { askOnCanvas, startRenaming, shownDocument } = useEditorStore.getState();
  const node = drawing.diagram.nodes.find(({ id }) => id === stageId);
  if (node?.card.kind === 'ghost' && ids.length === 1) {
    return [
      [item('Create', <Plus size={14} />, undefined, () => tellRefusal(createGhost(stageId)))],
      [reveal(stageId)],
    ];
  }
  const isOne = ids.length === 1;
  const verb = areDisabled(shownDocument?.graph, ids) ? 'Enable' : 'Disable';
  return [
    [
      ...(isOne
        ? [
            item('Add stage behind it…', <Plus size={14} />, 'add', () =>
              askOnCanvas({ type: 'add', place: {}, at: stageId }),
            ),
            item('Connect to…', undefined, 'connect_to', () =>
              askOnCanvas({ type: 'connect', stageId, direction: 'to' }),
            ),
            item('Connect from…', undefined, 'connect_from', () =>
              askOnCanvas({ type: 'connect', stageId, direction: 'from' }),
            ),
          ]
        : []),
      item('Move to…', undefined, 'move_to', () => askToMove(ids)),
    ],
    [
      ...(isOne ? [item('Rename', <Pencil size={14} />, 'rename', () => startRenaming(stageId))] : []),
      item('Duplicate', <Files size={14} />, 'duplicate', () => duplicateStages(ids)),
      { ...item('Copy', <Copy size={14} />, undefined, () => copyStages(ids)), keys: 'Ctrl C' },
      { ...item('Cut', <Scissors size={14} />, undefined, () => cutStages(ids)), keys: 'Ctrl X' },
      { ...item('Paste', <ClipboardPaste size={14} />, undefined, place.paste), keys: 'Ctrl V' },
      item(verb, undefined, 'disable', () => toggleDisabled(ids)),
    ],
    [
      ...(isOne ? [] : [{ label: 'Align', items: alignItems(drawing, ids) }]),
      item(isOne ? 'Lay out automatically' : 'Lay out selection', undefined, 'lay_out_selection', () => layOut(ids)),
      ...(isOne && node?.card.kind === 'scope'
        ? [item(node.lanes.length > 0 ? 'Fold' : 'Unfold', undefined, 'fold', () => place.fold(stageId))]
        : []),
      item('Add note', <StickyNote size={14} />, 'note', () => place.addNote()),
      ...(isOne ? [reveal(stageId)] : []),
    ],
    [item('Delete', <Trash2 size={14} />, 'delete', () => deleteStages(ids))],
  ];
}

type EdgeMenu = { readonly drawing: Drawing; readonly graph: PipelineGraph; readonly edge: DiagramEdge };

/** What can be done with a line. */
export function edgeItems({ drawing, graph, edge }: EdgeMenu): Groups {
  const { askOnCanvas, selectStage } = useEditorStore.getState();
  const { from, to, arm } = edge;
  const between = { from, to, ...(arm !== undefined && { arm }) };
  return [
    [
      ...(mayInsertInto(graph, edge)
        ? [item('Insert stage…', <Plus size={14} />, undefined, () => askOnCanvas({ type: 'add', place: { between } }))]
        : []),
      item(`Go to ${from}`, undefined, undefined, () => selectStage(from)),
      item(`Go to ${to}`, undefined, undefined, () => selectStage(to)),
    ],
    [item('Disconnect', <Trash2 size={14} />, 'delete', () => deleteSelected(drawing, []))],
  ];
}

/** What can be done with a note; it is written by a double click, moved and drawn larger by hand. */
export function noteItems(noteId: string): Groups {
  return [[item('Delete note', <Trash2 size={14} />, 'delete', () => deleteNote(noteId))]];
}

/** What the menu does at the place where it was opened. */
export type MenuPlace = {
  readonly addStage: () => void;
  readonly addNote: () => void;
  readonly paste: () => void;
  readonly fold: (stageId: string) => void;
};

/** What can be done with the canvas itself. */
export function canvasItems(place: MenuPlace, commands: CanvasCommands): Groups {
  return [
    [
      item('Add stage…', <Plus size={14} />, 'add', place.addStage),
      item('Add note', <StickyNote size={14} />, 'note', place.addNote),
      { ...item('Paste', <ClipboardPaste size={14} />, undefined, place.paste), keys: 'Ctrl V' },
    ],
    [
      item('Select all', undefined, 'select_all', () => commands.select_all?.()),
      item('Find…', undefined, 'find', () => commands.find?.()),
      item('Lay out all', undefined, 'lay_out', () => layOut()),
      item('Fit the whole pipeline', undefined, 'fit', () => commands.fit?.()),
    ],
  ];
}

function alignItems(drawing: Drawing, ids: readonly string[]): readonly ContextItem[] {
  const ways: readonly (readonly [Alignment, string])[] = [
    ['left', 'Left edges'],
    ['center', 'Centres, left to right'],
    ['right', 'Right edges'],
    ['top', 'Top edges'],
    ['middle', 'Middles, top to bottom'],
    ['bottom', 'Bottom edges'],
    ['across', 'Distribute across'],
    ['down', 'Distribute down'],
  ];
  return ways.map(([alignment, label]) => ({
    label,
    isDisabled: (alignment === 'across' || alignment === 'down') && ids.length < 3,
    onSelect: () => alignStages(drawing, ids, alignment),
  }));
}

function reveal(stageId: string): ContextItem {
  return item('Reveal in JSON', undefined, undefined, () => {
    const { shownDocument, tab, showTab, revealPlace } = useEditorStore.getState();
    const place =
      shownDocument?.reading.pointerOfStage(stageId) ??
      shownDocument?.reading.ghosts.find(({ id }) => id === stageId)?.referencedBy[0]?.pointer;
    if (tab !== 'split') showTab('json');
    if (place !== undefined) revealPlace(place);
  });
}

function item(label: string, icon: ReactNode, command: KeyCommand | undefined, onSelect: () => void): ContextItem {
  return { label, icon, ...(command && { keys: keysOf(command) }), onSelect };
}
