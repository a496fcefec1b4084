import type { Health } from '@flowmason/pipeline-schema';
import { Router } from 'express';

/** Says that the runner answers, which version it is, and for how long it has been up. */
export function healthRouter(version: string): Router {
  const startedAt = performance.now();
  const router = Router();
  router.get('/', (_req, res) => {
    const health: Health = { status: 'ok', version, uptime_ms: Math.round(performance.now() - startedAt) };
    res.json(health);
  });
  return router;
}
