import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { toast } from 'sonner';
import { pipelineFileQuery, pipelinesQuery } from '../../api/queries.ts';
import { readTextFile } from '../../model/files/read-text-file.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useComparison } from '../../store/use-comparison.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { ChangesView } from './changes-view.tsx';

const SAVED = 'saved';
const FILE = 'file';

/** Compares the open pipeline with its saved file, with any other pipeline of the workspace, or with a file. */
export function CompareDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const queryClient = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const edited = useEditorStore((state) => state.edited);
  const compared = useEditorStore((state) => state.compared);
  const { compareWith, selectStage, showTab } = useEditorStore.getState();
  const comparison = useComparison();
  const others = (useQuery(pipelinesQuery).data ?? []).filter(({ id }) => id !== edited?.base.id);
  if (!edited || !comparison) return null;
  const chosen = compared?.kind === 'other' ? (others.find(({ path }) => path === compared.label)?.id ?? FILE) : SAVED;

  async function choose(value: string): Promise<void> {
    if (value === SAVED) compareWith({ kind: 'saved' });
    else if (value === FILE) picker.current?.click();
    else {
      const { path, text } = await queryClient.fetchQuery({ ...pipelineFileQuery(value), staleTime: 0 });
      compareWith({ kind: 'other', label: path, text });
    }
  }
  async function takeFile(file: File | undefined): Promise<void> {
    if (file) compareWith({ kind: 'other', label: file.name, text: await readTextFile(file) });
  }
  const tell = (error: unknown): void => {
    toast.error(`It cannot be compared: ${error instanceof Error ? error.message : String(error)}`);
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Compare"
      description={`What has changed since ${comparison.label}. The canvas shows it too, until you stop comparing.`}
      className="max-w-280"
      footer={
        <>
          <Button
            onClick={() => {
              compareWith(undefined);
              onClose();
            }}
          >
            Stop comparing
          </Button>
          <Button variant="primary" onClick={onClose}>
            Show on the canvas
          </Button>
        </>
      }
    >
      <div className="mb-1 flex items-center gap-2">
        <span className="text-muted">Compare with</span>
        <Select
          label="Compare with"
          value={chosen}
          onChange={(value) => void choose(value).catch(tell)}
          options={[
            { value: SAVED, label: 'The saved file' },
            ...others.map(({ id, path }) => ({ value: id, label: path })),
            { value: FILE, label: chosen === FILE ? comparison.label : 'A file of this computer…' },
          ]}
        />
        <Button icon={<FileUp size={14} aria-hidden />} onClick={() => picker.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          aria-label="File to compare with"
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            void takeFile(target.files?.[0]).catch(tell);
            target.value = '';
          }}
        />
      </div>
      <ChangesView
        before={{ label: comparison.label, text: comparison.text }}
        after={{ label: 'now', text: edited.text }}
        onShowStage={(stageId) => {
          onClose();
          showTab('canvas');
          selectStage(stageId);
        }}
      />
    </Dialog>
  );
}
