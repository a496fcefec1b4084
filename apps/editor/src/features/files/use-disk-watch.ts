import type { PipelineFile } from '@flowmason/pipeline-schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toast } from 'sonner';
import { pipelineFileQuery } from '../../api/queries.ts';
import { hearTabs } from '../../api/tab-news.ts';
import { diffEdit } from '../../model/document/text-history.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { isGone } from './save-document.ts';

/** How often the file is looked at while the page is in front; coming back to the page looks at once. */
const LOOK_MS = 5_000;

/**
 * Notices when somebody else changes the file of the open pipeline: another tab at once, another program within seconds.
 * Without unsaved edits the new text is taken, as a gesture that undo takes back; with them nothing is touched, and the
 * store says what stands on the disk.
 */
export function useDiskWatch(pipelineId: string): void {
  const queryClient = useQueryClient();
  const { data, error } = useQuery({
    ...pipelineFileQuery(pipelineId),
    refetchInterval: LOOK_MS,
    refetchOnWindowFocus: 'always',
    staleTime: LOOK_MS,
    retry: false,
  });
  useEffect(
    () =>
      hearTabs((news) => {
        const isOurs = news.kind === 'saved' && news.pipelineId === pipelineId;
        if (isOurs) void queryClient.invalidateQueries({ queryKey: ['pipelines', pipelineId], exact: true });
      }),
    [pipelineId, queryClient],
  );
  const base = useEditorStore((state) => state.edited?.base);
  const isSaving = useEditorStore((state) => state.saving === 'saving');
  useEffect(() => {
    // While it is being written, the file may show either text.
    if (isSaving || base?.id !== pipelineId) return;
    if (isGone(error)) useEditorStore.getState().reportDiskChange({ kind: 'deleted' });
    else if (data) noticeFile(data);
  }, [data, error, base, isSaving, pipelineId]);
}

/** Compares what stands on the disk with what is open. */
function noticeFile(file: PipelineFile): void {
  const { edited, diskChange, rebaseDocument, reportDiskChange } = useEditorStore.getState();
  if (!edited) return;
  if (file.etag === edited.base.etag) {
    if (diskChange) reportDiskChange(undefined);
    return;
  }
  if (file.text === edited.text) {
    rebaseDocument(file);
    reportDiskChange(undefined);
    return;
  }
  if (edited.text !== edited.base.text) {
    reportDiskChange({ kind: 'changed', file });
    return;
  }
  makeEdit([diffEdit(edited.text, file.text)], { label: 'Reload from disk' });
  rebaseDocument(file);
  reportDiskChange(undefined);
  toast('Reloaded: the file was changed outside of this tab.', {
    id: `reloaded-${file.id}`,
    description: 'Undo brings back the text from before.',
  });
}
