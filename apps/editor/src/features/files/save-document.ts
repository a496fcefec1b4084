import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ApiError, ConnectionError } from '../../api/client.ts';
import { connectionQuery, createPipelineFile, pipelineFileQuery, savePipelineFile } from '../../api/queries.ts';
import { findKnownRefusal } from '../../api/session.ts';
import { tellTabs } from '../../api/tab-news.ts';
import type { EditedDocument } from '../../store/document-slice.ts';
import { type EditorState, useEditorStore } from '../../store/editor-store.ts';

/**
 * Writes the text as it is now over the file that it is based on, and only over that: when somebody else has changed the
 * file meanwhile nothing is written and both sides are shown. While it is being written already, that comes first. Resolves to
 * whether the file now has the text.
 */
export async function saveDocument(queryClient: QueryClient): Promise<boolean> {
  const { edited } = useEditorStore.getState();
  if (!edited) return false;
  const refusal = findKnownRefusal(queryClient);
  if (refusal !== undefined) {
    toast.error('Not saved.', { id: 'save-failed', description: `${refusal} Your changes are kept in this browser.` });
    return false;
  }
  const { id } = edited.base;
  const earlier = underWay.get(id);
  // What was typed since is not part of that one.
  if (earlier) return (await earlier) && isOpen(id) ? saveDocument(queryClient) : false;
  const written = writeDocument(queryClient, edited).finally(() => underWay.delete(id));
  underWay.set(id, written);
  return written;
}

/** The files that are being written, by id. */
const underWay = new Map<string, Promise<boolean>>();

async function writeDocument(queryClient: QueryClient, { base, text }: EditedDocument): Promise<boolean> {
  const { diskChange, setSaving, showDialog } = useEditorStore.getState();
  if (diskChange?.kind === 'changed') {
    showDialog('conflict');
    return false;
  }
  if (text === base.text && !diskChange) return true;
  setSaving('saving');
  try {
    const file = diskChange ? await createPipelineFile(base.id, text) : await savePipelineFile({ ...base, text });
    await takeSaved(queryClient, file);
    return true;
  } catch (error) {
    if (isOpen(base.id)) useEditorStore.getState().setSaving('failed');
    if (isConflict(error)) await showConflict(queryClient, base.id);
    else tellFailure(queryClient, error);
    return false;
  }
}

/** True while the text differs from the file that it is based on, or that file is gone. */
export function isUnsaved({ edited, diskChange }: Pick<EditorState, 'edited' | 'diskChange'>): boolean {
  return edited !== undefined && (edited.text !== edited.base.text || diskChange?.kind === 'deleted');
}

/** The file has been written by this page: what is known of it is told to every view and to the other tabs. */
export async function takeSaved(queryClient: QueryClient, file: PipelineFile): Promise<void> {
  const { queryKey } = pipelineFileQuery(file.id);
  // An answer that was under way before the file was written would look like a change by somebody else.
  await queryClient.cancelQueries({ queryKey, exact: true });
  queryClient.setQueryData(queryKey, file);
  const { edited, rebaseDocument, setSaving, reportDiskChange } = useEditorStore.getState();
  if (edited?.base.id === file.id) {
    rebaseDocument(file);
    reportDiskChange(undefined);
    setSaving('idle');
  }
  void queryClient.invalidateQueries({ queryKey: ['pipelines'], exact: true });
  tellTabs({ kind: 'saved', pipelineId: file.id });
}

async function showConflict(queryClient: QueryClient, id: string): Promise<void> {
  const { reportDiskChange, showDialog } = useEditorStore.getState();
  try {
    const file = await queryClient.fetchQuery({ ...pipelineFileQuery(id), staleTime: 0 });
    // Another pipeline may have been opened meanwhile; what was not saved of this one is kept as its draft.
    if (!isOpen(id)) return;
    reportDiskChange({ kind: 'changed', file });
    showDialog('conflict');
  } catch (error) {
    if (!isGone(error)) tellFailure(queryClient, error);
    else if (isOpen(id)) reportDiskChange({ kind: 'deleted' });
  }
}

function isOpen(id: string): boolean {
  return useEditorStore.getState().edited?.base.id === id;
}

function tellFailure(queryClient: QueryClient, error: unknown): void {
  // The page says it for as long as it lasts; this only once.
  if (error instanceof ConnectionError) void queryClient.refetchQueries({ queryKey: connectionQuery.queryKey });
  const description =
    error instanceof ConnectionError
      ? 'The server does not answer. Your changes are kept in this browser; save again when it is back.'
      : `${error instanceof Error ? error.message : String(error)} Your changes are kept in this browser.`;
  toast.error('Not saved.', {
    id: 'save-failed',
    description,
    duration: 15_000,
    action: { label: 'Try again', onClick: () => void saveDocument(queryClient) },
  });
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && [409, 412].includes(error.problem.status);
}

/** True when the server says that there is no such file. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 404;
}
