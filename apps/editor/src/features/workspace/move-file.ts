import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ApiError } from '../../api/client.ts';
import { moveDrafts } from '../../api/drafts.ts';
import { liveSessions } from '../../api/edit-session.ts';
import { createPipelineFile, deletePipelineFile, pipelineFileQuery } from '../../api/queries.ts';

/**
 * Moves a file by writing the new one and then removing the old one, and only if nobody has changed it meanwhile: at no moment
 * is there none. What was left unsaved goes along. Refused, it leaves the old one alone.
 * @throws {Error} with a message for the person; nothing is lost then.
 */
export async function moveFile(
  queryClient: QueryClient,
  source: PipelineFile,
  { id, text }: Pick<PipelineFile, 'id' | 'text'>,
): Promise<PipelineFile> {
  const moved = await createPipelineFile(id, text);
  try {
    await deletePipelineFile(source);
  } catch (refusal) {
    // Somebody else may have removed the old one, or the server did it and could not say so: then the new one is all there is.
    if (await isThere(queryClient, source.id)) {
      await takeBack(moved, refusal);
      throw refusal;
    }
  }
  await moveUnsaved(source, moved).catch(tellUnmoved);
  return moved;
}

async function isThere(queryClient: QueryClient, id: string): Promise<boolean> {
  try {
    await queryClient.fetchQuery({ ...pipelineFileQuery(id), staleTime: 0, retry: false });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 404) return false;
    throw error;
  }
}

async function takeBack(moved: PipelineFile, refusal: unknown): Promise<void> {
  try {
    await deletePipelineFile(moved);
  } catch (error) {
    throw new Error(`${messageOf(refusal)} The new file ${moved.path} is left beside it: ${messageOf(error)}`, {
      cause: refusal,
    });
  }
}

/** What somebody left unsaved is found again under the new name. */
async function moveUnsaved(source: PipelineFile, moved: PipelineFile): Promise<void> {
  await moveDrafts(source.id, { ...moved, exceptOf: await liveSessions(source.id) });
}

/** The file itself has been moved. */
function tellUnmoved(error: unknown): void {
  toast.warning('Unsaved changes stayed under the old name.', {
    description: `The browser did not move its drafts: ${messageOf(error)}`,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
