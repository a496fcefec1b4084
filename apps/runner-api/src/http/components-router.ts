import { describeComponent } from '@flowmason/engine';
import type { ComponentCatalog, ComponentInfo } from '@flowmason/pipeline-schema';
import { Router } from 'express';

/** The components with their schemas; described once, on the first request. */
export function componentsRouter(components: ComponentCatalog): Router {
  let described: readonly ComponentInfo[] | undefined;
  const router = Router();
  router.get('/', (_req, res) => {
    described ??= [...components.values()].map(describeComponent);
    res.json(described);
  });
  return router;
}
