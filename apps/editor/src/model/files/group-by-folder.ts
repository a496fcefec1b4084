import type { PipelineSummary } from '@flowmason/pipeline-schema';
import { folderOf } from './new-pipeline.ts';

/** A folder of the workspace with the pipelines that stand right in it. */
export interface PipelineFolder {
  /** Path with `/` and without one at the end; empty for the workspace itself. */
  readonly path: string;
  readonly pipelines: readonly PipelineSummary[];
}

/** The pipelines by folder: the workspace itself first, then the folders by path; in a folder, by name. */
export function groupByFolder(pipelines: readonly PipelineSummary[]): readonly PipelineFolder[] {
  return [...Map.groupBy(pipelines, ({ id }) => folderOf(id).replace(/\/$/, ''))]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([path, inFolder]) => ({ path, pipelines: inFolder.toSorted((a, b) => a.name.localeCompare(b.name)) }));
}
