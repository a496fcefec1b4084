import type { PipelineFile, PipelineSummary } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { draftedIdsQuery } from '../../api/drafted-ids-query.ts';
import { loadNow } from '../../api/load-patiently.ts';
import {
  createPipelineFile,
  deletePipelineFile,
  pipelineFileQuery,
  pipelinesQuery,
  savePipelineFile,
} from '../../api/queries.ts';
import { folderOf, newPipelineText, proposePipelineId } from '../../model/files/new-pipeline.ts';
import { moveFile } from './move-file.ts';

/** A pipeline of the workspace, as far as its file is concerned. */
export type FileSubject = Pick<PipelineSummary, 'id' | 'name'> & {
  /** What a copy is made of when it is not what the file says now. */
  readonly text?: string;
};

/** Something that is asked for a name and a place. */
export type FileTask =
  | { readonly kind: 'new' }
  | { readonly kind: 'rename'; readonly subject: FileSubject }
  | { readonly kind: 'duplicate'; readonly subject: FileSubject };

/** What a person answers: the name of the pipeline and the id of its file. */
export interface FileAnswer {
  readonly name: string;
  readonly id: string;
}

/** The name that the dialog starts with. */
export function firstName(task: FileTask): string {
  if (task.kind === 'new') return '';
  return task.kind === 'rename' ? task.subject.name : `${task.subject.name} copy`;
}

/** The id that follows from a name, as long as the person has not chosen one: a new name in the same folder. */
export function proposedId(task: FileTask, name: string, takenIds: readonly string[]): string {
  if (task.kind === 'rename') return task.subject.id;
  if (task.kind === 'new') return proposePipelineId(name, takenIds);
  return proposePipelineId(name, takenIds, folderOf(task.subject.id));
}

/**
 * Does it, and gives back the file that it comes to.
 * @throws {Error} with a message for the person; nothing is lost then.
 */
export async function performFileTask(
  queryClient: QueryClient,
  task: FileTask,
  answer: FileAnswer,
): Promise<PipelineFile> {
  try {
    if (task.kind === 'new') return await createPipelineFile(answer.id, newPipelineText(answer.name));
    const { subject } = task;
    const name = answer.name === subject.name ? undefined : answer.name;
    if (task.kind === 'duplicate') {
      const text = subject.text ?? (await readNow(queryClient, subject.id)).text;
      return await createPipelineFile(answer.id, await retitle(text, name));
    }
    const source = await readNow(queryClient, subject.id);
    const text = await retitle(source.text, name);
    if (answer.id === source.id) return await savePipelineFile({ ...source, text });
    return await moveFile(queryClient, source, { id: answer.id, text });
  } finally {
    // What was read of files is old, but nobody is to ask at once for one that may have just been moved away.
    void queryClient.invalidateQueries({ queryKey: pipelinesQuery.queryKey, refetchType: 'none' });
    void queryClient.invalidateQueries({ queryKey: pipelinesQuery.queryKey, exact: true });
    void queryClient.invalidateQueries({ queryKey: draftedIdsQuery.queryKey });
  }
}

/** Removes the file, and gives back what puts it back as it was. */
export async function deletePipeline(queryClient: QueryClient, id: string): Promise<() => Promise<PipelineFile>> {
  const source = await readNow(queryClient, id);
  await deletePipelineFile(source);
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: pipelinesQuery.queryKey, exact: true });
  refresh();
  return async () => {
    const file = await createPipelineFile(source.id, source.text);
    refresh();
    return file;
  };
}

function readNow(queryClient: QueryClient, id: string): Promise<PipelineFile> {
  return queryClient.fetchQuery({ ...pipelineFileQuery(id), staleTime: 0 });
}

async function retitle(text: string, name: string | undefined): Promise<string> {
  if (name === undefined) return text;
  // The reader is big, and the start page does without.
  const { retitlePipeline } = await loadNow(() => import('../../model/files/retitle-pipeline.ts'));
  const result = retitlePipeline(text, name);
  if (result.refusal !== undefined) {
    throw new Error(`The name stands in the document, and it cannot be changed there: ${result.refusal}`);
  }
  return result.text;
}
