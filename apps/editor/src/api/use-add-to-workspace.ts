import type { PipelineFile } from '@flowmason/pipeline-schema';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { proposePipelineId } from '../model/files/new-pipeline.ts';
import { createPipelineFile, pipelinesQuery } from './queries.ts';

/** A document that is to become a file of the workspace. */
export interface NewFile {
  /** Under this name, or one that counts on from it where it is taken. */
  readonly name: string;
  readonly text: string;
}

/** Writes a document as a new file of the workspace; no file that is there is touched. */
export function useAddToWorkspace(): UseMutationResult<PipelineFile, Error, NewFile> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, text }) => {
      const known = await queryClient.fetchQuery({ ...pipelinesQuery, staleTime: 0 });
      const id = proposePipelineId(
        name,
        known.map((pipeline) => pipeline.id),
      );
      return createPipelineFile(id, text);
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: pipelinesQuery.queryKey }),
  });
}
