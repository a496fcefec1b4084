import type { ComponentCatalog, Environments } from '@flowmason/pipeline-schema';
import compression from 'compression';
import express, { type Express, Router } from 'express';
import type { Identities } from '../access.ts';
import type { Audit } from '../audit.ts';
import type { Log } from '../log.ts';
import type { StoredSecrets, Workspace } from '../runner.ts';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import type { AccessPolicy } from './access-policy.ts';
import { auditRouter } from './audit-router.ts';
import {
  type AuthenticationParts,
  authenticate,
  createTokenRefusals,
  limitRate,
  refuseNobody,
} from './authenticate.ts';
import { componentsRouter } from './components-router.ts';
import { editorPages } from './editor-pages.ts';
import { environmentsRouter } from './environments-router.ts';
import { eventsRouter } from './events-router.ts';
import { guardRoutes, requireRole } from './guard-routes.ts';
import { healthRouter } from './health-router.ts';
import { limitAddress } from './limit-address.ts';
import { metricsRouter, type ReadMetrics } from './metrics-router.ts';
import { observeRequests, type ServedRequest } from './observe-requests.ts';
import { openApiRouter } from './openapi-router.ts';
import { checkOrigin } from './origin-check.ts';
import { pipelinesRouter } from './pipelines-router.ts';
import { probes, type Readiness } from './probes.ts';
import { answerErrors, refuseOtherMethods, refuseUnknownRoute } from './problem-response.ts';
import { refuseWhileStopping } from './refuse-while-stopping.ts';
import { createBodyReader } from './request-body.ts';
import { nameRequest } from './request-id.ts';
import { runsRouter } from './runs-router.ts';
import { secretsRouter } from './secrets-router.ts';
import { securityHeaders } from './security-headers.ts';
import { sessionRouter } from './session-router.ts';
import { validateRouter } from './validate-router.ts';

/** What the API serves; `main.ts` makes the parts. */
export interface AppParts {
  readonly components: ComponentCatalog;
  readonly workspace: Workspace;
  readonly runs: EmbeddedRuns;
  readonly audit: Audit;
  readonly identities: Identities;
  environments(): Promise<Environments>;
  readonly secrets: StoredSecrets;
  /** What leaves as the text of an error goes through it. */
  maskText(text: string): string;
  readonly version: string;
  /** Where the built editor is. */
  readonly editorFolder: string;
  readonly log: Log;
  readonly readiness: () => Readiness;
  /** True from the moment in which the process is told to end. */
  readonly isStopping: () => boolean;
  /** Told of every request when it is over. */
  readonly onServed: (request: ServedRequest) => void;
  readonly readMetrics: ReadMetrics;
}

/** The API under `/api/v1` and the editor beside it. Every request has passed the check of its host and origin first. */
export function createApp(parts: AppParts, policy: AccessPolicy): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  const refusals = createTokenRefusals(parts.audit);
  const authentication: AuthenticationParts = { identities: parts.identities, policy, refusals, log: parts.log };
  const whoAsks = authenticate(authentication);
  app.use(nameRequest, observeRequests(parts.onServed), securityHeaders(), limitAddress, probes(parts.readiness));
  app.use(refuseWhileStopping(parts.isStopping));
  app.use(checkOrigin(policy.allowedHosts), compression({ filter: isCompressible }));
  app.use('/metrics', whoAsks);
  app.use(metricsRouter(parts.readMetrics, requireRole('viewer', parts.audit)));
  app.use('/api/v1', whoAsks, limitRate(policy), apiRouter(parts, authentication));
  app.use('/api', refuseUnknownRoute);
  app.use(editorPages(parts.editorFolder));
  app.use(refuseUnknownRoute, answerErrors(parts.log, parts.maskText));
  return app;
}

function apiRouter(parts: AppParts, authentication: AuthenticationParts): Router {
  const { components, workspace, runs, audit, environments, secrets, version } = parts;
  const router = Router();
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.use('/session', guardRoutes('/session', sessionRouter(authentication, audit), audit));
  router.use(refuseNobody, createBodyReader());
  const resources: Readonly<Record<string, Router>> = {
    '/health': healthRouter(version),
    '/components': componentsRouter(components),
    '/validate': validateRouter(components),
    '/pipelines': pipelinesRouter({ workspace, runs, components, audit }),
    '/runs': runsRouter(runs, audit),
    '/events': eventsRouter(runs),
    '/environments': environmentsRouter(environments),
    '/audit': auditRouter(audit),
    '/secrets': secretsRouter({ secrets, workspace, components, audit }),
    '/openapi.json': openApiRouter(version),
  };
  for (const [path, resource] of Object.entries(resources)) router.use(path, guardRoutes(path, resource, audit));
  router.use(refuseOtherMethods);
  return router;
}

/** Events go out as they happen; a compressor would hold them back. */
const isCompressible: compression.CompressionFilter = (req, res) =>
  !String(res.getHeader('Content-Type')).startsWith('text/event-stream') && compression.filter(req, res);
