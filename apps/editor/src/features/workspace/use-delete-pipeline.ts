import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toast } from 'sonner';
import { offerToPutBack } from './deletion-offers.ts';
import { deletePipeline } from './file-task.ts';
import { enterRow, leaveRow } from './row-focus.ts';

/** Deletes a pipeline's file at once; a toast puts it back. Resolves to whether it is gone. */
export function useDeletePipeline(): (subject: { readonly id: string; readonly title: string }) => Promise<boolean> {
  const queryClient = useQueryClient();
  return useCallback(
    async ({ id, title }) => {
      try {
        const putBack = await deletePipeline(queryClient, id);
        leaveRow(id);
        offerToPutBack(title, () => {
          putBack().then(
            () => {
              enterRow(id);
              toast.success(`${title} is back.`);
            },
            (error: unknown) => toast.error(`${title} could not be put back: ${messageOf(error)}`),
          );
        });
        return true;
      } catch (error) {
        toast.error(`${title} was not deleted: ${messageOf(error)}`);
        return false;
      }
    },
    [queryClient],
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
