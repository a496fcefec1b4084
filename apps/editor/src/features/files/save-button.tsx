import { useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRefusal } from '../../api/session.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useIsNarrowScreen } from '../../ui/use-is-narrow-screen.ts';
import { isUnsaved, saveDocument } from './save-document.ts';

/** Writes the file; only while there is something to write. Where there is no room to edit it shows only then. */
export function SaveButton(): ReactNode {
  const queryClient = useQueryClient();
  const hasChanges = useEditorStore(isUnsaved);
  const isNarrow = useIsNarrowScreen();
  const isSaving = useEditorStore((state) => state.saving === 'saving');
  const refusal = useRefusal();
  if (isNarrow && !hasChanges && !isSaving) return null;
  return (
    <Tooltip content={refusal ?? (hasChanges ? 'Write the file' : 'Nothing to save')} keys="Ctrl S" side="bottom">
      <Button
        icon={<Save size={14} aria-hidden />}
        // Not disabled: it would drop the focus of who just pressed it.
        aria-disabled={!hasChanges || isSaving || refusal !== undefined}
        className="aria-disabled:opacity-45"
        onClick={() => refusal === undefined && void saveDocument(queryClient)}
      >
        Save
      </Button>
    </Tooltip>
  );
}
