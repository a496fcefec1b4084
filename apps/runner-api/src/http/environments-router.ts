import type { Environments } from '@flowmason/pipeline-schema';
import { Router } from 'express';

/** What a run may be started against: profiles of the workspace, situations of the simulated services. */
export function environmentsRouter(environments: () => Promise<Environments>): Router {
  const router = Router();
  router.get('/', async (_req, res) => {
    res.json(await environments());
  });
  return router;
}
