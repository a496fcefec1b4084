import { RunEvent, RunId } from '@flowmason/pipeline-schema';
import { Router } from 'express';
import { z } from 'zod';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import { listOf, parse } from './parse.ts';
import { sendEventStream } from './sse.ts';

/** `run`, `stage`, … and `run.started`, `stage.failed`, …: what a reader can choose by. */
const EVENT_TYPES = [
  ...new Set(RunEvent.options.flatMap(({ shape }) => [shape.type.value.split('.')[0] ?? '', shape.type.value])),
];
const EventType = z.enum(EVENT_TYPES, { error: () => `can be ${EVENT_TYPES.join(', ')}` });

export const FeedParameters = {
  after: z.string().max(100),
  runs: listOf(RunId),
  types: listOf(EventType),
  others: listOf(EventType),
};
const Query = z.object(FeedParameters).partial();

/** One stream for all runs, because a browser has only six connections to a server; `sse.ts` says what it tells. */
export function eventsRouter(runs: EmbeddedRuns): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const { after, runs: runIds, types, others } = parse(Query, req.query, 'The query');
    const query = {
      cursor: req.get('Last-Event-ID') ?? after,
      runs: runIds && new Set(runIds),
      types,
      others,
    };
    await sendEventStream(res, (reader) => runs.followAll(query, reader));
  });
  return router;
}
