import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { FileDialog } from '../features/workspace/file-dialog.tsx';
import { useEditorStore } from '../store/editor-store.ts';

/** Asks for the name of a new pipeline and opens it; on every page. */
export function NewPipelineDialog(): ReactNode {
  const isOpen = useEditorStore((state) => state.openDialog === 'new');
  const showDialog = useEditorStore((state) => state.showDialog);
  const [, navigate] = useLocation();
  if (!isOpen) return null;
  return (
    <FileDialog
      task={{ kind: 'new' }}
      onClose={() => showDialog('none')}
      onDone={({ id }) => {
        showDialog('none');
        navigate(`/pipelines/${id}`);
      }}
    />
  );
}
