import { CancelRun, ResolveStage, RunId, RunStatus, StartRun } from '@flowmason/pipeline-schema';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Audit, AuditedAct } from '../audit.ts';
import type { RunQuery, StartOptions } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import { callerOf } from './caller.ts';
import { sendJsonArray } from './json-array.ts';
import { listOf, parse, Seq } from './parse.ts';
import { jsonBody } from './request-body.ts';
import { sendEventStream, wantsEventStream } from './sse.ts';

const ListQuery = z.object({
  pipeline: z.string('must be given once').min(1, 'names nothing').optional(),
  status: listOf(RunStatus).optional(),
  needs_person: z.literal('true', 'can only be true; leave it out for all runs').optional(),
  limit: z.coerce.number('must be a number from 1 to 200').int().min(1).max(200).optional(),
  cursor: z.string().max(200).optional(),
});
const IdempotencyKey = z.string().trim().min(1).max(255);
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const StageKey = z.string().min(1).max(500);

/** Starts, lists, shows, cancels and follows runs. */
export function runsRouter(runs: EmbeddedRuns, audit: Audit): Router {
  const router = Router();

  router.post('/', async (req, res) => {
    const request = parse(StartRun, jsonBody(req));
    const key = req.get('Idempotency-Key');
    const idempotencyKey = key === undefined ? {} : { idempotencyKey: parse(IdempotencyKey, key, 'Idempotency-Key') };
    const caller = callerOf(req);
    const act: AuditedAct = { action: 'run.start', target: request.pipeline ?? 'document' };
    const run = await audit.record(caller, act, async (tell) => {
      const started = await runs.start(
        { trigger: 'api', ...request },
        { ...idempotencyKey, ...traceparentOf(req), by: caller.name, isByAdmin: caller.role === 'admin' },
      );
      tell({
        target: started.id,
        ...(started.definition_hash !== undefined && { definition: started.definition_hash }),
      });
      return started;
    });
    res.status(202).location(`/api/v1/runs/${run.id}`).json(run);
  });

  router.get('/', async (req, res) => {
    res.json(await runs.list(toQuery(parse(ListQuery, req.query, 'The query'))));
  });

  router.get('/:id', async (req, res) => {
    res.json(await runs.get(runIdOf(req)));
  });

  router.post('/:id/cancel', async (req, res) => {
    const { reason, force } = parse(CancelRun, jsonBody(req));
    const runId = runIdOf(req);
    const caller = callerOf(req);
    const cancel = () => runs.cancel(runId, reason, { isForced: force, by: caller.name });
    const act: AuditedAct = { action: 'run.cancel', target: runId, ...(force && { detail: 'at once' }) };
    res.status(202).json(await audit.record(caller, act, cancel));
  });

  router.post('/:id/resume', async (req, res) => {
    parse(z.strictObject({}), jsonBody(req));
    const runId = runIdOf(req);
    const resume = () => runs.resume(runId);
    res.status(202).json(await audit.record(callerOf(req), { action: 'run.resume', target: runId }, resume));
  });

  router.post('/:id/stages/:sid/resolve', async (req, res) => {
    const decision = parse(ResolveStage, jsonBody(req));
    const [runId, stageKey] = [runIdOf(req), parse(StageKey, req.params['sid'], 'The stage')];
    if (decision.output !== undefined && decision.as !== 'done') {
      throw new RunnerError('request_invalid', 'Only a stage that is done has an output; leave it out.');
    }
    const caller = callerOf(req);
    const act: AuditedAct = { action: 'run.resolve', target: runId, detail: `${stageKey}: ${decision.as}` };
    const resolve = () => runs.resolve(runId, stageKey, { ...decision, by: caller.name });
    res.status(202).json(await audit.record(caller, act, resolve));
  });

  router.get('/:id/events', async (req, res) => {
    const runId = runIdOf(req);
    const afterSeq = parse(Seq, req.get('Last-Event-ID') || req.query['after'] || '0', 'The place to go on from');
    if (!wantsEventStream(req)) {
      await sendJsonArray(res, runs.events(runId, afterSeq));
      return;
    }
    await streamEvents(runs, runId, afterSeq, req, res);
  });

  return router;
}

/**
 * Sends what follows `afterSeq` until the run has ended. A browser that comes back for a run of which it has seen the
 * end gets 204, which tells it not to come again.
 */
async function streamEvents(runs: EmbeddedRuns, runId: RunId, afterSeq: number, req: Request, res: Response) {
  const run = await runs.get(runId);
  if (req.get('Last-Event-ID') !== undefined && run.finished_at !== null && afterSeq >= run.seq) {
    res.status(204).end();
    return;
  }
  await sendEventStream(res, (reader) => runs.followRun(runId, afterSeq, reader));
}

/** One that is not as the W3C has it is left aside, as its recommendation says. */
function traceparentOf(req: Request): Pick<StartOptions, 'traceparent'> {
  const traceparent = req.get('traceparent') ?? '';
  return TRACEPARENT.test(traceparent) ? { traceparent } : {};
}

function runIdOf(req: Request): RunId {
  return parse(RunId, req.params['id'], 'The run id');
}

function toQuery({ pipeline, status, needs_person, limit, cursor }: z.infer<typeof ListQuery>): RunQuery {
  return {
    ...(pipeline !== undefined && { pipeline }),
    ...(status !== undefined && { statuses: status }),
    ...(needs_person !== undefined && { needsPerson: true }),
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { cursor }),
  };
}
