import { LayoutGrid, PanelLeft, Plus, Redo2, Search, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { keysOf } from '../../model/document/keymap.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { redo, undo } from '../../store/gestures.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { CANVAS_TOOLS } from './canvas-focus.ts';
import { layOut } from './stage-commands.ts';

/** The tools of the canvas in a row above it, so that they cover no stage: what changes the pipeline, and what finds things. */
export function CanvasToolbar(): ReactNode {
  const isPaletteOpen = useEditorStore((state) => state.isPaletteOpen);
  const selected = useEditorStore((state) => state.selectedStageId);
  const { askOnCanvas, togglePalette, showFind } = useEditorStore.getState();
  return (
    <div
      role="toolbar"
      aria-label="Canvas tools"
      {...{ [CANVAS_TOOLS]: true }}
      className="flex shrink-0 items-center gap-0.5 border-line border-b bg-surface px-2 py-0.5"
    >
      <IconButton
        label={isPaletteOpen ? 'Hide components' : 'Show components'}
        keys={keysOf('components')}
        isActive={isPaletteOpen}
        aria-pressed={isPaletteOpen}
        onClick={togglePalette}
      >
        <PanelLeft size={14} />
      </IconButton>
      <Tooltip content="Add a stage; with one selected, behind it" keys={keysOf('add')} side="bottom">
        <Button
          variant="ghost"
          icon={<Plus size={14} />}
          onClick={() => askOnCanvas({ type: 'add', place: {}, ...(selected !== undefined && { at: selected }) })}
        >
          Add stage
        </Button>
      </Tooltip>
      <Separator />
      <HistoryButtons />
      <Separator />
      <IconButton label="Lay out all" keys={keysOf('lay_out')} onClick={() => layOut()}>
        <LayoutGrid size={14} />
      </IconButton>
      <IconButton label="Find" keys={keysOf('find')} onClick={() => showFind(true)}>
        <Search size={14} />
      </IconButton>
    </div>
  );
}

function HistoryButtons(): ReactNode {
  const undone = useEditorStore(({ edited }) => edited?.history.past.at(-1)?.label);
  const redone = useEditorStore(({ edited }) => edited?.history.future[0]?.label);
  return (
    <>
      <HistoryButton name="Undo" label={undone} keys={keysOf('undo')} onClick={undo}>
        <Undo2 size={14} />
      </HistoryButton>
      <HistoryButton name="Redo" label={redone} keys={keysOf('redo')} onClick={redo}>
        <Redo2 size={14} />
      </HistoryButton>
    </>
  );
}

/** The tooltip says what would be taken back; the name stays short, for those who look for the button by it. */
function HistoryButton(props: {
  readonly name: string;
  readonly label: string | undefined;
  readonly keys: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { name, label, keys, onClick, children } = props;
  return (
    <Tooltip
      content={label === undefined ? `Nothing to ${name.toLowerCase()}` : `${name}: ${label}`}
      keys={keys}
      side="bottom"
    >
      <button
        type="button"
        aria-label={name}
        // It keeps the focus when there is nothing more to take back, so it is not taken out of reach.
        aria-disabled={label === undefined}
        onClick={onClick}
        className="grid size-7 shrink-0 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink aria-disabled:opacity-45 aria-disabled:hover:bg-transparent"
      >
        {children}
      </button>
    </Tooltip>
  );
}

function Separator(): ReactNode {
  return <span aria-hidden className="mx-0.5 h-4 w-px bg-line" />;
}
