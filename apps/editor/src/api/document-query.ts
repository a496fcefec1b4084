import type { PipelineFile } from '@flowmason/pipeline-schema';
import { queryOptions } from '@tanstack/react-query';
import type { PipelineDocument } from '../model/document/pipeline-document.ts';
import { pipelineFileQuery } from './queries.ts';

/** A file of the workspace together with what the reader made of it. */
export interface OpenedPipeline extends PipelineDocument {
  readonly file: PipelineFile;
}

/**
 * A pipeline, fetched and read. The reader is as big as the rest of the page, so it is loaded while the file is on its way
 * and only where a pipeline is opened.
 */
export function documentQuery(id: string) {
  return queryOptions({
    queryKey: ['pipelines', id, 'document'],
    queryFn: async ({ client }): Promise<OpenedPipeline> => {
      const reader = import('../model/document/pipeline-document.ts');
      const file = await client.fetchQuery({ ...pipelineFileQuery(id), staleTime: 0 });
      const { openPipelineDocument } = await reader;
      return { file, ...openPipelineDocument(file.text) };
    },
    // What is open is edited; that the file has changed is noticed apart from this.
    staleTime: Number.POSITIVE_INFINITY,
    // Positions and graph hold maps and functions; comparing them deeply would cost more than drawing.
    structuralSharing: (before, after) => (isSameFile(before, after) ? before : after),
  });
}

function isSameFile(before: unknown, after: unknown): boolean {
  return etagOf(before) !== undefined && etagOf(before) === etagOf(after);
}

function etagOf(opened: unknown): string | undefined {
  return (opened as OpenedPipeline | undefined)?.file.etag; // both are results of the query above, or not there yet
}
