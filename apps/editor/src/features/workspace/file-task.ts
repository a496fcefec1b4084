import type { PipelineFile, PipelineSummary } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { draftedIdsQuery } from '../../api/drafted-ids-query.ts';
import { moveDrafts } from '../../api/drafts.ts';
import { liveSessions } from '../../api/edit-session.ts';
import { loadNow } from '../../api/load-patiently.ts';
import {
  createPipelineFile,
  deletePipelineFile,
  pipelineFileQuery,
  pipelinesQuery,
  savePipelineFile,
} from '../../api/queries.ts';
import { folderOf, freePipelineId, newPipelineText, proposePipelineId } from '../../model/files/new-pipeline.ts';

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

/** What the dialog starts with. */
export function firstAnswer(task: FileTask, takenIds: readonly string[]): FileAnswer {
  if (task.kind === 'new') return { name: '', id: '' };
  const { id, name } = task.subject;
  if (task.kind === 'rename') return { name, id };
  return { name: `${name} copy`, id: freePipelineId(`${id}-copy`, takenIds) };
}

/** The id that follows from a name, as long as the person has not chosen one: a new name in the same folder. */
export function proposedId(task: FileTask, name: string, takenIds: readonly string[]): string {
  if (task.kind === 'rename') return task.subject.id;
  if (task.kind === 'new') return proposePipelineId(name, takenIds);
  return proposePipelineId(name, takenIds, folderOf(task.subject.id));
}

/**
 * Does it, and gives back the file that it comes to. A file is moved by writing the new one and then removing the old one,
 * and only if nobody has changed it meanwhile: at no moment is there none.
 * @throws {Error} with a message for the person; nothing is lost then.
 */
export async function performFileTask(
  queryClient: QueryClient,
  task: FileTask,
  answer: FileAnswer,
): Promise<PipelineFile> {
  try {
    if (task.kind === 'new') return await createPipelineFile(answer.id, newPipelineText(answer.name));
    const source = await readNow(queryClient, task.subject.id);
    const sourceText = task.subject.text ?? source.text;
    const text = answer.name === task.subject.name ? sourceText : await retitle(sourceText, answer.name);
    if (task.kind === 'duplicate') return await createPipelineFile(answer.id, text);
    if (answer.id === source.id) return await savePipelineFile({ ...source, text });
    const moved = await createPipelineFile(answer.id, text);
    await deletePipelineFile(source);
    // What somebody left unsaved is found again under the new name.
    await moveDrafts(source.id, { ...moved, exceptOf: await liveSessions(source.id) }).catch(tellUnmoved);
    return moved;
  } finally {
    void queryClient.invalidateQueries({ queryKey: pipelinesQuery.queryKey });
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

/** The file itself has been moved. */
function tellUnmoved(error: unknown): void {
  toast.warning('Unsaved changes stayed under the old name.', {
    description: `The browser did not move its drafts: ${error instanceof Error ? error.message : String(error)}`,
  });
}

function readNow(queryClient: QueryClient, id: string): Promise<PipelineFile> {
  return queryClient.fetchQuery({ ...pipelineFileQuery(id), staleTime: 0 });
}

async function retitle(text: string, name: string): Promise<string> {
  // The reader is big, and the start page does without.
  const { retitlePipeline } = await loadNow(() => import('../../model/files/retitle-pipeline.ts'));
  const result = retitlePipeline(text, name);
  if (result.refusal !== undefined) {
    throw new Error(`The name stands in the document, and it cannot be changed there: ${result.refusal}`);
  }
  return result.text;
}
