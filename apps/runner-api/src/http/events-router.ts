import { Router } from 'express';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import { openEventStream } from './sse.ts';

/**
 * One stream for all runs, because a browser has only six connections to a server. Each message is an event with its
 * `run_id`; a message of type `reset` says that events were missed and what is shown has to be fetched anew.
 */
export function eventsRouter(runs: EmbeddedRuns): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const after = req.query['after'];
    const cursor = req.get('Last-Event-ID') ?? (typeof after === 'string' ? after : undefined);
    const stream = openEventStream(res);
    for await (const entry of runs.followAll(cursor, stream.closed)) {
      if (entry.type === 'reset') await stream.send(entry.cursor, {}, 'reset');
      else await stream.send(entry.cursor, entry.event);
    }
    stream.end();
  });
  return router;
}
