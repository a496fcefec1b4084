import { Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { type KeyCommand, keysOf } from '../model/document/keymap.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { Icon } from '../ui/icon.tsx';
import { PaletteGroup, PaletteItem } from './palette-item.tsx';

type CanvasItemsProps = { readonly close: (andThen: () => void) => () => void };

type Entry = {
  readonly command: KeyCommand;
  readonly label: string;
  readonly isOffered?: boolean;
  readonly onSelect: () => void;
};

/** What can be done with the open pipeline, and with the stages that are selected in it. */
export function PaletteCanvasItems({ close }: CanvasItemsProps): ReactNode {
  const selectedIds = useEditorStore((state) => state.selectedIds);
  const canUndo = useEditorStore(({ edited }) => (edited?.history.past.length ?? 0) > 0);
  const canRedo = useEditorStore(({ edited }) => (edited?.history.future.length ?? 0) > 0);
  const { askOnCanvas, startRenaming, togglePalette, toggleMap, showFind } = useEditorStore.getState();
  const stageId = selectedIds.at(-1);
  const what = selectedIds.length === 1 ? stageId : `${selectedIds.length} stages`;
  const hasStage = stageId !== undefined;
  const entries: readonly Entry[] = [
    {
      command: 'add',
      label: hasStage ? `Add stage behind ${stageId}…` : 'Add stage…',
      onSelect: () => askOnCanvas({ type: 'add', place: {}, ...(hasStage && { at: stageId }) }),
    },
    { command: 'undo', label: 'Undo', isOffered: canUndo, onSelect: () => void withGestures(({ undo }) => undo()) },
    { command: 'redo', label: 'Redo', isOffered: canRedo, onSelect: () => void withGestures(({ redo }) => redo()) },
    ...(hasStage ? stageEntries(stageId, what ?? '') : []),
    { command: 'lay_out', label: 'Lay out all', onSelect: () => void withStages(({ layOut }) => layOut()) },
    { command: 'find', label: 'Find on the canvas…', onSelect: () => showFind(true) },
    { command: 'components', label: 'Show or hide the components', onSelect: togglePalette },
    { command: 'map', label: 'Show or hide the map', onSelect: toggleMap },
  ];

  function stageEntries(id: string, name: string): readonly Entry[] {
    return [
      {
        command: 'connect_to',
        label: `Connect ${id} to…`,
        onSelect: () => askOnCanvas({ type: 'connect', stageId: id, direction: 'to' }),
      },
      {
        command: 'connect_from',
        label: `Connect ${id} from…`,
        onSelect: () => askOnCanvas({ type: 'connect', stageId: id, direction: 'from' }),
      },
      {
        command: 'move_to',
        label: `Move ${name} to…`,
        onSelect: () => void withStages(({ askToMove }) => askToMove(selectedIds)),
      },
      { command: 'rename', label: `Rename ${id}`, onSelect: () => startRenaming(id) },
      {
        command: 'duplicate',
        label: `Duplicate ${name}`,
        onSelect: () => void withStages(({ duplicateStages }) => duplicateStages(selectedIds)),
      },
      {
        command: 'disable',
        label: `Disable or enable ${name}`,
        onSelect: () => void withStages(({ toggleDisabled }) => toggleDisabled(selectedIds)),
      },
      {
        command: 'delete',
        label: `Delete ${name}`,
        onSelect: () => void withStages(({ deleteStages }) => deleteStages(selectedIds)),
      },
    ];
  }

  return (
    <PaletteGroup heading="Canvas">
      {entries
        .filter(({ isOffered = true }) => isOffered)
        .map(({ command, label, onSelect }) => (
          <PaletteItem
            key={command}
            value={`canvas ${label}`}
            icon={<Workflow size={16} />}
            keys={keysOf(command)}
            onSelect={close(() => {
              const { tab, showTab } = useEditorStore.getState();
              if (tab !== 'split') showTab('canvas');
              onSelect();
            })}
          >
            {label}
          </PaletteItem>
        ))}
    </PaletteGroup>
  );
}

/** The stages of the open pipeline as it is now, to go to. */
export function PaletteStageItems({ close }: CanvasItemsProps): ReactNode {
  const cards = useEditorStore(({ shownDocument }) => shownDocument?.cards);
  const { showTab, selectStage } = useEditorStore.getState();
  if (!cards || cards.length === 0) return null;
  return (
    <PaletteGroup heading="Stages">
      {cards.map((card) => (
        <PaletteItem
          key={card.id}
          value={`stage ${card.id} ${card.title}`}
          icon={<Icon name={card.icon} size={16} />}
          onSelect={close(() => {
            if (useEditorStore.getState().tab !== 'split') showTab('canvas');
            selectStage(card.id);
          })}
        >
          {card.title}
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}

/** The schema and the engine come with these: pages without a pipeline do not load them. */
async function withGestures(run: (gestures: typeof import('../store/gestures.ts')) => void): Promise<void> {
  run(await import('../store/gestures.ts'));
}

async function withStages(
  run: (commands: typeof import('../features/canvas/stage-commands.ts')) => void,
): Promise<void> {
  run(await import('../features/canvas/stage-commands.ts'));
}
