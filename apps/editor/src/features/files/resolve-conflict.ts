import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { createPipelineFile, pipelinesQuery } from '../../api/queries.ts';
import { diffEdit } from '../../model/document/text-history.ts';
import { freePipelineId } from '../../model/files/new-pipeline.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { saveDocument } from './save-document.ts';

/**
 * Goes on with `text` from the file as it is on the disk. Both sides stay in the history: one undo brings back what stands
 * on the disk, another one what was edited here.
 */
export function resolveConflict(
  theirs: PipelineFile,
  { text, label }: { readonly text: string; readonly label: string },
): void {
  const { edited, rebaseDocument, reportDiskChange, showDialog } = useEditorStore.getState();
  if (!edited) return;
  makeEdit([diffEdit(edited.text, theirs.text)], { label: 'Take the version on disk' });
  makeEdit([diffEdit(theirs.text, text)], { label });
  rebaseDocument(theirs);
  reportDiskChange(undefined);
  showDialog('none');
}

/** The same, and writes the file at once; refused like any saving when it has changed yet again. */
export async function resolveAndSave(
  queryClient: QueryClient,
  theirs: PipelineFile,
  resolution: { readonly text: string; readonly label: string },
): Promise<boolean> {
  resolveConflict(theirs, resolution);
  return saveDocument(queryClient);
}

/** A copy that was written, and whether the page then went on with what stands on the disk. */
export interface SavedCopy {
  readonly file: PipelineFile;
  readonly hasTakenTheirs: boolean;
}

/**
 * Writes what was edited here to a file of its own beside the other one, and goes on with what stands on the disk by then.
 * What the copy does not have, since somebody typed on while it was written, is never replaced: the conflict stays as it is.
 */
export async function saveAsCopy(queryClient: QueryClient, theirs: PipelineFile): Promise<SavedCopy | undefined> {
  const { edited } = useEditorStore.getState();
  if (edited?.base.id !== theirs.id) return undefined;
  const copied = edited.text;
  const pipelines = await queryClient.fetchQuery({ ...pipelinesQuery, staleTime: 0 });
  const id = freePipelineId(
    `${theirs.id}-copy`,
    pipelines.map((pipeline) => pipeline.id),
  );
  const file = await createPipelineFile(id, copied);
  void queryClient.invalidateQueries({ queryKey: pipelinesQuery.queryKey, exact: true });
  const now = useEditorStore.getState();
  const isStillOpen = now.edited?.base.id === theirs.id && now.edited.text === copied;
  if (!isStillOpen || now.diskChange?.kind !== 'changed') return { file, hasTakenTheirs: false };
  const { file: onDisk } = now.diskChange;
  resolveConflict(onDisk, { text: onDisk.text, label: 'Take the version on disk' });
  return { file, hasTakenTheirs: true };
}
