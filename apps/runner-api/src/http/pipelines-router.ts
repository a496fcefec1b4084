import { createHash } from 'node:crypto';
import type { ComponentCatalog, PipelineFile } from '@flowmason/pipeline-schema';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import type { FileExpectation, Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import { callerOf } from './caller.ts';
import { parse } from './parse.ts';
import { createPipelineSummaries } from './pipeline-summaries.ts';
import { jsonBody } from './request-body.ts';

/** Half a character has no place in a file: it would become another one. */
const FileText = z
  .string()
  .refine((text) => text.isWellFormed(), 'has half a character in it (a lone surrogate), which no file can hold');
const WrittenPipeline = z.strictObject({ text: FileText });
const NewPipeline = z.strictObject({ id: z.string().min(1), text: FileText });

export interface PipelinesRouterParts {
  readonly workspace: Workspace;
  readonly runs: EmbeddedRuns;
  readonly components: ComponentCatalog;
  readonly audit: Audit;
}

/** The pipeline files of the workspace. An id is a path, so it may be written with `/` or with `%2F`. */
export function pipelinesRouter({ workspace, runs, components, audit }: PipelinesRouterParts): Router {
  const summaries = createPipelineSummaries(components, runs);
  const router = Router();

  router.get('/', async (_req, res) => {
    res.json(await summaries(await workspace.listPipelines()));
  });

  router.post('/', async (req, res) => {
    const { id, text } = parse(NewPipeline, jsonBody(req));
    const file = await audit.record(callerOf(req), { action: 'pipeline.create', target: id }, (tell) => {
      tell({ before: null, after: sha256(text) });
      return workspace.writePipeline(id, text, 'absent');
    });
    res.status(201).location(`/api/v1/pipelines/${encodeURIComponent(file.id)}`);
    sendFile(res, file);
  });

  router.get('/*id', async (req, res) => {
    const reference = req.params.id.join('/');
    const file = await workspace.findPipelineFile(reference);
    if (file === undefined) {
      throw new RunnerError(
        'pipeline_not_found',
        `The workspace has no pipeline "${reference}". GET /api/v1/pipelines lists what it has.`,
      );
    }
    sendFile(res, file);
  });

  router.put('/*id', async (req, res) => {
    const id = req.params.id.join('/');
    const { text } = parse(WrittenPipeline, jsonBody(req));
    const before = (await workspace.listPipelines()).find((file) => file.id === id);
    const isNew = before === undefined;
    const action = isNew ? 'pipeline.create' : 'pipeline.update';
    const file = await audit.record(callerOf(req), { action, target: id }, (tell) => {
      tell({ before: isNew ? null : sha256(before.text), after: sha256(text) });
      return workspace.writePipeline(id, text, expectationOf(req));
    });
    res.status(isNew ? 201 : 200);
    sendFile(res, file);
  });

  router.delete('/*id', async (req, res) => {
    const id = req.params.id.join('/');
    const before = (await workspace.listPipelines()).find((file) => file.id === id);
    await audit.record(callerOf(req), { action: 'pipeline.delete', target: id }, (tell) => {
      tell({ before: before ? sha256(before.text) : null, after: null });
      return workspace.deletePipeline(id, expectationOf(req));
    });
    res.status(204).end();
  });

  return router;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sendFile(res: Response, file: PipelineFile): void {
  res.set('ETag', file.etag).set('Cache-Control', 'no-cache').json(file);
}

/**
 * `If-Match` names the content that may be changed, or with `*` any content that is there; `If-None-Match: *` says that
 * there must be none.
 */
function expectationOf(req: Request): FileExpectation | undefined {
  const etag = req.get('If-Match')?.trim();
  if (etag !== undefined) return etag === '*' ? 'present' : { etag };
  return req.get('If-None-Match')?.trim() === '*' ? 'absent' : undefined;
}
