import { FileDown } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import { lazyPart } from '../api/lazy-part.ts';
import { useConnection } from '../api/use-connection.ts';
import { useImportGestures } from '../features/files/use-import-gestures.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { Waiting } from '../ui/waiting.tsx';

const ImportDialog = lazyPart(async () => (await import('../features/files/import-dialog.tsx')).ImportDialog);
const ImportSourceDialog = lazyPart(
  async () => (await import('../features/files/import-source-dialog.tsx')).ImportSourceDialog,
);

/** Takes in files on every page: by key, by dropping one, and by whatever else starts an import. */
export function ImportGate(): ReactNode {
  const isOver = useImportGestures();
  const server = useConnection();
  const importing = useEditorStore((state) => state.importing);
  const startImport = useEditorStore((state) => state.startImport);
  const isPipelineOpen = useEditorStore((state) => state.edited !== undefined);
  const { compareWith, showDialog } = useEditorStore.getState();
  const [, navigate] = useLocation();
  const close = (): void => startImport(undefined);
  return (
    <>
      {isOver && (
        <div className="pointer-events-none fixed inset-3 z-50 grid animate-fade place-items-center rounded-xl border-2 border-accent border-dashed bg-accent-soft">
          <span className="flex items-center gap-2 rounded-lg bg-raised px-4 py-3 font-medium shadow-float">
            <FileDown size={18} className="text-accent" aria-hidden />
            Drop to import
          </span>
        </div>
      )}
      <Suspense fallback={<Waiting what="The dialog" server={server} isOver />}>
        {importing === 'ask' && <ImportSourceDialog onClose={close} onChosen={startImport} />}
        {importing !== undefined && importing !== 'ask' && (
          <ImportDialog
            // Another file that is dropped meanwhile goes under its own name.
            key={`${importing.fileName} ${importing.text}`}
            source={importing}
            onClose={close}
            onImported={({ id, path }) => {
              close();
              toast.success(`Imported as ${path}.`);
              navigate(`/pipelines/${id}`);
            }}
            onCompare={
              isPipelineOpen
                ? () => {
                    close();
                    compareWith({ kind: 'other', label: importing.fileName ?? 'a pasted text', text: importing.text });
                    showDialog('compare');
                  }
                : undefined
            }
          />
        )}
      </Suspense>
    </>
  );
}
