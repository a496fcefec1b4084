import type { ComponentCatalog, Environments } from '@flowmason/pipeline-schema';
import compression from 'compression';
import express, { type Express, Router } from 'express';
import type { Workspace } from '../runner.ts';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import { componentsRouter } from './components-router.ts';
import { editorPages } from './editor-pages.ts';
import { environmentsRouter } from './environments-router.ts';
import { eventsRouter } from './events-router.ts';
import { healthRouter } from './health-router.ts';
import type { Log } from './log.ts';
import { openApiRouter } from './openapi-router.ts';
import { checkOrigin } from './origin-check.ts';
import { pipelinesRouter } from './pipelines-router.ts';
import { answerErrors, refuseOtherMethods, refuseUnknownRoute } from './problem-response.ts';
import { readBody } from './request-body.ts';
import { runsRouter } from './runs-router.ts';
import { securityHeaders } from './security-headers.ts';
import { validateRouter } from './validate-router.ts';

/** What the API serves; `main.ts` makes the parts. */
export interface AppParts {
  readonly components: ComponentCatalog;
  readonly workspace: Workspace;
  readonly runs: EmbeddedRuns;
  environments(): Promise<Environments>;
  readonly version: string;
  /** Where the built editor is. */
  readonly editorFolder: string;
  readonly log: Log;
}

/** The API under `/api/v1` and the editor beside it. Every request has passed the check of its host and origin first. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(securityHeaders(), checkOrigin, compression({ filter: isCompressible }));
  app.use('/api/v1', apiRouter(parts));
  app.use('/api', refuseUnknownRoute);
  app.use(editorPages(parts.editorFolder));
  app.use(refuseUnknownRoute, answerErrors(parts.log));
  return app;
}

function apiRouter({ components, workspace, runs, environments, version }: AppParts): Router {
  const router = Router();
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  }, readBody);
  router.use('/health', healthRouter(version));
  router.use('/components', componentsRouter(components));
  router.use('/validate', validateRouter(components));
  router.use('/pipelines', pipelinesRouter(workspace, runs, components));
  router.use('/runs', runsRouter(runs));
  router.use('/events', eventsRouter(runs));
  router.use('/environments', environmentsRouter(environments));
  router.use('/openapi.json', openApiRouter(version));
  router.use(refuseOtherMethods);
  return router;
}

/** Events go out as they happen; a compressor would hold them back. */
const isCompressible: compression.CompressionFilter = (req, res) =>
  !String(res.getHeader('Content-Type')).startsWith('text/event-stream') && compression.filter(req, res);
