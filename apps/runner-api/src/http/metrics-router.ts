import { type RequestHandler, Router } from 'express';

/** Figures in the text format of Prometheus. */
export type ReadMetrics = () => Promise<{ readonly contentType: string; readonly text: string }>;

/** `GET /metrics`, for whoever `guard` lets pass: the names of pipelines and hosts are among the labels. */
export function metricsRouter(read: ReadMetrics, guard: RequestHandler): Router {
  const router = Router();
  router.get('/metrics', guard, async (_req, res) => {
    const { contentType, text } = await read();
    res.set({ 'Content-Type': contentType, 'Cache-Control': 'no-store' }).send(text);
  });
  return router;
}
