import {
  type ComponentCatalog,
  type PipelineFile,
  type PipelineSummary,
  type RunSummary,
  readPipeline,
} from '@flowmason/pipeline-schema';
import type { EmbeddedRuns } from '../runs/run-feed.ts';

type Reading = Omit<PipelineSummary, 'updated_at' | 'last_run'>;

/** Gives the row of each pipeline file. A file that has not changed since the last call is not read again. */
export function createPipelineSummaries(
  components: ComponentCatalog,
  runs: EmbeddedRuns,
): (files: readonly PipelineFile[]) => Promise<readonly PipelineSummary[]> {
  let known = new Map<string, { etag: string; reading: Reading }>();

  return async (files) => {
    const lastRuns = await lastRunsOf(runs);
    const next: typeof known = new Map();
    const rows = files.map((file): PipelineSummary => {
      const before = known.get(file.path);
      const reading = before?.etag === file.etag ? before.reading : summarise(file, components);
      next.set(file.path, { etag: file.etag, reading });
      return { ...reading, updated_at: file.updated_at, last_run: lastRuns.get(reading.name) ?? null };
    });
    known = next;
    return rows;
  };
}

async function lastRunsOf(runs: EmbeddedRuns): Promise<ReadonlyMap<string, RunSummary>> {
  const found = new Map<string, RunSummary>();
  for (const [pipeline, runId] of runs.lastRunIds()) {
    const { stages: _stages, input: _input, output: _output, ...summary } = await runs.get(runId);
    found.set(pipeline, summary);
  }
  return found;
}

function summarise(file: PipelineFile, components: ComponentCatalog): Reading {
  const { pipeline, diagnostics } = readPipeline(file.text, { components });
  const stages = pipeline?.stages ?? [];
  return {
    id: file.id,
    path: file.path,
    name: pipeline?.name || file.id,
    version: pipeline?.version ?? '',
    description: pipeline?.description ?? '',
    category: pipeline?.category ?? null,
    tags: [...(pipeline?.tags ?? [])],
    difficulty: pipeline?.difficulty ?? null,
    components: [...new Set(stages.map(({ component }) => component))],
    stage_count: stages.length,
    error_count: diagnostics.filter(({ severity }) => severity === 'error').length,
    warning_count: diagnostics.filter(({ severity }) => severity === 'warning').length,
  };
}
