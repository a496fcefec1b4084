import type { QueryClient } from '@tanstack/react-query';
import { documentQuery } from '../api/document-query.ts';

/** The page of a pipeline; in a file of its own, because the start page does without. */
export const loadPipelinePage = () => import('./pipeline-page.tsx');

/** The start page; apart from the first script, because the page of a pipeline does without it. */
export const loadWorkspacePage = () => import('../features/workspace/workspace-page.tsx');

/**
 * When the address is that of a pipeline, asks for its page, its file and the reader at once, before anything is drawn: one
 * after the other they would take three round trips. The start page too is asked for before anything is drawn.
 */
export function openEarly(queryClient: QueryClient, path: string): void {
  if (path === '/') {
    // As below, a failure shows where the page asks again.
    loadWorkspacePage().catch(() => undefined);
    return;
  }
  // An id with escapes in it, which may be malformed, is left to the page.
  const id = /^\/pipelines\/([^%]+)$/.exec(path)?.[1];
  if (id === undefined) return;
  // A failure shows where the page asks again for the same; here nobody waits for it.
  loadPipelinePage().catch(() => undefined);
  void queryClient.prefetchQuery(documentQuery(id));
}
