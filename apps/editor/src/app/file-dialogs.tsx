import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useState } from 'react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import { lazyPart } from '../api/lazy-part.ts';
import { resolveAndSave, resolveConflict, saveAsCopy } from '../features/files/resolve-conflict.ts';
import { useEditorStore } from '../store/editor-store.ts';

const ConflictDialog = lazyPart(async () => (await import('../features/diff/conflict-dialog.tsx')).ConflictDialog, {
  isLoadedAhead: true,
});
const CompareDialog = lazyPart(async () => (await import('../features/diff/compare-dialog.tsx')).CompareDialog, {
  isLoadedAhead: true,
});

/** The dialogs about the file of the open pipeline, each when it is asked for. */
export function FileDialogs(): ReactNode {
  const dialog = useEditorStore((state) => state.openDialog);
  const showDialog = useEditorStore((state) => state.showDialog);
  return (
    <Suspense fallback={null}>
      {dialog === 'compare' && <CompareDialog onClose={() => showDialog('none')} />}
      {dialog === 'conflict' && <Conflict />}
    </Suspense>
  );
}

function Conflict(): ReactNode {
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const [isBusy, setBusy] = useState(false);
  const edited = useEditorStore((state) => state.edited);
  const change = useEditorStore((state) => state.diskChange);
  const showDialog = useEditorStore((state) => state.showDialog);
  if (!edited || change?.kind !== 'changed') return null;
  const theirs = change.file;
  const mine = edited.text;

  async function perform(task: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await task();
    } catch (error) {
      toast.error(`It was not done: ${error instanceof Error ? error.message : String(error)}`);
    }
    setBusy(false);
  }

  return (
    <ConflictDialog
      base={edited.base.text}
      mine={mine}
      theirs={theirs.text}
      path={edited.base.path}
      isBusy={isBusy}
      onClose={() => showDialog('none')}
      onMerge={(text) =>
        void perform(() => resolveAndSave(queryClient, theirs, { text, label: 'Merge with the version on disk' }))
      }
      onKeepMine={() =>
        void perform(() => resolveAndSave(queryClient, theirs, { text: mine, label: 'Keep my version' }))
      }
      onTakeTheirs={() => resolveConflict(theirs, { text: theirs.text, label: 'Take the version on disk' })}
      onSaveCopy={() =>
        void perform(async () => {
          const copy = await saveAsCopy(queryClient, theirs);
          if (!copy) return;
          const { file, hasTakenTheirs } = copy;
          toast.success(`Your version is in ${file.path}.`, {
            description: hasTakenTheirs ? undefined : 'It has been edited since: what is open is left as it is.',
            action: { label: 'Open', onClick: () => navigate(`/pipelines/${file.id}`) },
          });
        })
      }
    />
  );
}
