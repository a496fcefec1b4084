import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, GitCompareArrows } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import type { OpenedPipeline } from '../api/document-query.ts';
import { useRefusal } from '../api/session.ts';
import { takeRenamed } from '../features/files/take-renamed.ts';
import { FileDialog } from '../features/workspace/file-dialog.tsx';
import type { FileTask } from '../features/workspace/file-task.ts';
import { fileMenu } from '../features/workspace/row-menu.tsx';
import { useDeletePipeline } from '../features/workspace/use-delete-pipeline.ts';
import { toPipelineTitle } from '../model/document/pipeline-title.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';

/** What can be done with the file of the open pipeline. */
export function PipelineMenu({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const [task, setTask] = useState<FileTask>();
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const deletePipeline = useDeletePipeline();
  const isRefused = useRefusal() !== undefined;
  const { compareWith, showDialog } = useEditorStore.getState();
  const { id, path } = opened.file;
  const title = toPipelineTitle(opened.reading.pipeline?.name, path);

  function ask(next: FileTask): void {
    const text = useEditorStore.getState().edited?.text;
    setTask(next.kind === 'duplicate' && text !== undefined ? { ...next, subject: { ...next.subject, text } } : next);
  }

  async function remove(): Promise<void> {
    if (await deletePipeline({ id, title })) navigate('/');
  }

  return (
    <>
      <Menu
        trigger={
          <IconButton label="More actions" className="max-sm:hidden">
            <Ellipsis size={16} />
          </IconButton>
        }
        groups={[
          [
            {
              label: 'Compare…',
              icon: <GitCompareArrows size={14} />,
              onSelect: () => {
                compareWith({ kind: 'saved' });
                showDialog('compare');
              },
            },
          ],
          ...fileMenu({ id, name: title }, { onAsk: ask, onDelete: () => void remove() }, { isRefused }),
        ]}
      />
      {task && (
        <FileDialog
          task={task}
          onClose={() => setTask(undefined)}
          onDone={(file, answer) => {
            setTask(undefined);
            if (task.kind === 'rename') {
              const name = answer.name === task.subject.name ? undefined : answer.name;
              void takeRenamed(queryClient, file, { from: id, name });
            }
            navigate(`/pipelines/${file.id}`);
          }}
        />
      )}
    </>
  );
}
