import type { RequestHandler } from 'express';
import { requestIdOf } from './request-id.ts';
import { routePatternOf } from './route-pattern.ts';

/** A request that has been answered, or whose client has gone. */
export interface ServedRequest {
  /** Also in the answer's `X-Request-Id`. */
  readonly requestId: string;
  /** One of the known methods, else `other`. */
  readonly method: string;
  /** `routePatternOf`: never the path itself, which may hold anything. */
  readonly route: string;
  readonly status: number;
  /** The client went away before the answer was complete. */
  readonly isBrokenOff: boolean;
  readonly ms: number;
  /** It was a stream of events, which lasts as long as its reader stays. */
  readonly isStream: boolean;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Tells `onServed` of every request when it is over. */
export function observeRequests(onServed: (request: ServedRequest) => void): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(req);
    const route = routePatternOf(req.path);
    res.on('close', () => {
      onServed({
        requestId,
        method: METHODS.has(req.method) ? req.method : 'other',
        route,
        status: res.statusCode,
        isBrokenOff: !res.writableFinished,
        ms: performance.now() - startedAt,
        isStream: String(res.getHeader('Content-Type')).startsWith('text/event-stream'),
      });
    });
    next();
  };
}
