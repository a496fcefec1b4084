import { queryOptions } from '@tanstack/react-query';
import { readDraftedIds } from './drafts.ts';

/** The pipelines with a draft in this browser. It asks nobody but the browser; where that keeps nothing there is none to show. */
export const draftedIdsQuery = queryOptions({
  queryKey: ['drafted-ids'],
  queryFn: readDraftedIds,
  staleTime: 0,
  retry: false,
  structuralSharing: false,
});
