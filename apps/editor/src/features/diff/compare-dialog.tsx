import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { toast } from 'sonner';
import { pipelineFileQuery, pipelinesQuery } from '../../api/queries.ts';
import { readTextFile } from '../../model/files/read-text-file.ts';
import type { ComparedText } from '../../store/diff-slice.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useComparison } from '../../store/use-comparison.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { ChangesView } from './changes-view.tsx';
import { type CompareChoice, chosenOf, toChoice } from './compare-choice.ts';

/** Compares the open pipeline with its saved file, with any other pipeline of the workspace, or with a file. */
export function CompareDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const queryClient = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const edited = useEditorStore((state) => state.edited);
  const compared = useEditorStore((state) => state.compared);
  const { compareWith, selectStage, showTab } = useEditorStore.getState();
  const comparison = useComparison();
  const others = (useQuery(pipelinesQuery).data ?? []).filter(({ id }) => id !== edited?.base.id);
  const askedCount = useRef(0);
  if (!edited || !comparison) return null;
  const { id: openId } = edited.base;
  const chosen = chosenOf(compared, others);

  /** What was asked for last counts, not what comes last. */
  async function take(find: () => Promise<ComparedText | undefined>): Promise<void> {
    askedCount.current += 1;
    const turn = askedCount.current;
    const found = await find();
    const isOvertaken = turn !== askedCount.current || useEditorStore.getState().edited?.base.id !== openId;
    if (!isOvertaken) compareWith(found);
  }
  async function choose(choice: CompareChoice): Promise<void> {
    if (choice === 'file') picker.current?.click();
    else if (choice === 'saved') await take(async () => ({ kind: 'saved' }));
    else {
      const pipelineId = choice.slice('id:'.length);
      await take(async () => {
        const { path, text } = await queryClient.fetchQuery({ ...pipelineFileQuery(pipelineId), staleTime: 0 });
        return { kind: 'other', label: path, text, pipelineId };
      });
    }
  }
  async function takeFile(file: File | undefined): Promise<void> {
    if (file) await take(async () => ({ kind: 'other', label: file.name, text: await readTextFile(file) }));
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
              void take(async () => undefined);
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
            { value: 'saved', label: 'The saved file' },
            ...others.map(({ id, path }) => ({ value: toChoice(id), label: path })),
            { value: 'file', label: chosen === 'file' ? comparison.label : 'A file of this computer…' },
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
