import { Router } from 'express';

/** What the runner says of itself to whoever decides whether it gets work. */
export interface Readiness {
  /** True when all of `checks` are `ok`. */
  readonly isReady: boolean;
  /** By name; texts from a fixed list, without names or paths of anything. */
  readonly checks: {
    /** `starting` until open runs of earlier processes have been taken up. */
    readonly recovery: 'ok' | 'starting';
    /** `full` while there is no room for new runs, `failed` when nothing can be recorded any more. */
    readonly storage: 'ok' | 'full' | 'failed';
    /** `failed` while the tokens cannot be read, so that nobody who needs one is let in. */
    readonly access: 'ok' | 'failed';
    readonly process: 'ok' | 'stopping';
  };
}

/**
 * `/healthz` (the process answers) and `/readyz` (it takes work; else 503). Both say nothing that could be of use to
 * anybody else and change nothing, so they answer without a token and under any host name: a prober knows only an address.
 */
export function probes(readiness: () => Readiness): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', (_req, res) => {
    const { isReady, checks } = readiness();
    res
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: isReady ? 'ready' : 'not_ready', checks });
  });
  return router;
}
