import { useQueryClient } from '@tanstack/react-query';
import { FileWarning } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { saveDocument } from './save-document.ts';

/** Says when the file of the open pipeline is no longer what is being edited: changed by somebody else, or removed. */
export function DiskBanner(): ReactNode {
  const change = useEditorStore((state) => state.diskChange);
  const showDialog = useEditorStore((state) => state.showDialog);
  const queryClient = useQueryClient();
  if (!change) return null;
  const isDeleted = change.kind === 'deleted';
  return (
    <div
      role="alert"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-recovered/12 px-4 py-1"
    >
      <FileWarning size={14} className="shrink-0 text-recovered" aria-hidden />
      <span className="min-w-0 flex-1">
        <strong className="font-semibold">
          {isDeleted ? 'This file was removed from the disk.' : 'This file changed on disk.'}
        </strong>{' '}
        <span className="text-muted">
          {isDeleted
            ? 'What you see is only here; saving writes it again.'
            : 'Your changes are kept; nothing is overwritten.'}
        </span>
      </span>
      <Button
        size="sm"
        variant="primary"
        onClick={() => (isDeleted ? void saveDocument(queryClient) : showDialog('conflict'))}
      >
        {isDeleted ? 'Save again' : 'Review'}
      </Button>
    </div>
  );
}
