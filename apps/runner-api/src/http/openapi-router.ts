import type { JsonObject } from '@flowmason/pipeline-schema';
import { Router } from 'express';
import { openApiDocument } from './openapi-document.ts';

/** The API's description, OpenAPI 3.1; made on the first request. */
export function openApiRouter(version: string): Router {
  let document: JsonObject | undefined;
  const router = Router();
  router.get('/', (_req, res) => {
    document ??= openApiDocument(version);
    res.json(document);
  });
  return router;
}
