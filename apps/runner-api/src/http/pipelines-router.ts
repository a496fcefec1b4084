import type { ComponentCatalog, PipelineFile } from '@flowmason/pipeline-schema';
import { Router } from 'express';
import type { Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import { createPipelineSummaries } from './pipeline-summaries.ts';

/** The pipeline files of the workspace. An id is a path, so it may be written with `/` or with `%2F`. */
export function pipelinesRouter(workspace: Workspace, runs: EmbeddedRuns, components: ComponentCatalog): Router {
  const summaries = createPipelineSummaries(components, runs);
  const router = Router();

  router.get('/', async (_req, res) => {
    res.json(await summaries(await workspace.listPipelines()));
  });

  router.get('/*id', async (req, res) => {
    const file = await findFile(workspace, req.params.id);
    res.set('ETag', file.etag).set('Cache-Control', 'no-cache').json(file);
  });

  return router;
}

async function findFile(workspace: Workspace, id: readonly string[]): Promise<PipelineFile> {
  const reference = id.join('/');
  const file = await workspace.findPipelineFile(reference);
  if (file !== undefined) return file;
  throw new RunnerError(
    'pipeline_not_found',
    `The workspace ${workspace.root} has no pipeline "${reference}". GET /api/v1/pipelines lists what it has.`,
  );
}
