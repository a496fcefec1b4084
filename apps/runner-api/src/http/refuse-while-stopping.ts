import type { RequestHandler } from 'express';
import { RunnerError } from '../runner-error.ts';

const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * While the server is being stopped, what runs have under way comes to its end: then nothing new is begun, what only looks is
 * answered, and no connection is kept.
 */
export function refuseWhileStopping(isStopping: () => boolean): RequestHandler {
  return (req, res, next) => {
    if (!isStopping()) return next();
    res.set('Connection', 'close');
    if (CHANGES_NOTHING.has(req.method)) return next();
    throw new RunnerError('stopping', 'The server is being stopped, so nothing was done. Try again when it is back.');
  };
}
