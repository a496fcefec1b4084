import { useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { isUnsaved, saveDocument } from './save-document.ts';

/** Writes the file; only while there is something to write. */
export function SaveButton(): ReactNode {
  const queryClient = useQueryClient();
  const hasChanges = useEditorStore(isUnsaved);
  const isSaving = useEditorStore((state) => state.saving === 'saving');
  return (
    <Tooltip content={hasChanges ? 'Write the file' : 'Nothing to save'} keys="Ctrl S" side="bottom">
      <Button
        icon={<Save size={14} aria-hidden />}
        // Not disabled: it would drop the focus of who just pressed it.
        aria-disabled={!hasChanges || isSaving}
        className="aria-disabled:opacity-45"
        onClick={() => void saveDocument(queryClient)}
      >
        Save
      </Button>
    </Tooltip>
  );
}
