import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEditorStore } from '../store/editor-store.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** Opens the panel at the right for the pipeline itself, or closes it, so that the canvas has the room. */
export function SideToggle(): ReactNode {
  const isOpen = useEditorStore((state) => state.isSideOpen || state.selectedStageId !== undefined);
  const { selectStage, showSide } = useEditorStore.getState();
  function toggle(): void {
    if (isOpen) selectStage(undefined);
    showSide(!isOpen);
  }
  return (
    <IconButton
      label={isOpen ? 'Close the right panel' : 'Pipeline settings'}
      aria-expanded={isOpen}
      className="self-center"
      onClick={toggle}
    >
      {isOpen ? <PanelRightClose size={16} /> : <PanelRightOpen size={16} />}
    </IconButton>
  );
}
