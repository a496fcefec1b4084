import type { PipelineSummary } from '@flowmason/pipeline-schema';

/** The pipelines in which every word of `search` occurs somewhere, in the order given; all for an empty search. */
export function findPipelines(pipelines: readonly PipelineSummary[], search: string): readonly PipelineSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return pipelines.filter((pipeline) => {
    const text = searchedText(pipeline);
    return words.every((word) => text.includes(word));
  });
}

function searchedText(pipeline: PipelineSummary): string {
  const { name, path, description, category, tags, components } = pipeline;
  return [name, path, description, category ?? '', ...tags, ...components].join('\n').toLowerCase();
}
