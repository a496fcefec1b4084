import { foldRun, newRun, type Pipeline, Run, RunEvent } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsOf, pipelineOf, RUN_ID, start, testComponents, testWorld } from './engine.test-support.ts';
import { pipelines } from './random-pipelines.test-support.ts';
import { resumeRun } from './run-pipeline.ts';

async function runToEnd(pipeline: Pipeline) {
  const world = testWorld();
  const run = await start(pipeline, world).finished;
  return { run, events: await world.journal.read(RUN_ID) };
}

/** Resumes a run of which only the first `count` events were recorded, at the time of the last of them. */
async function resumeFrom(pipeline: Pipeline, events: readonly RunEvent[], count: number) {
  const known = events.slice(0, count);
  const world = testWorld({ startMs: known.at(-1)?.t ?? 0 });
  await world.journal.append(RUN_ID, 0, known);
  const run = await resumeRun(RUN_ID, pipeline, world.ports, testComponents).finished;
  return { run, events: await world.journal.read(RUN_ID) };
}

const settled = new Set(['stage.succeeded', 'stage.skipped', 'stage.cancelled', 'stage.failed']);

describe('a resumed run', () => {
  it('comes to the same end from every prefix of its journal, and executes nothing again that was recorded', async () => {
    await fc.assert(
      fc.asyncProperty(pipelines, fc.double({ min: 0, max: 1, noNaN: true }), async (pipeline, share) => {
        const whole = await runToEnd(pipeline);
        const count = 1 + Math.floor(share * (whole.events.length - 1));
        const resumed = await resumeFrom(pipeline, whole.events, count);
        expect({ status: resumed.run.status, ends: endsOf(resumed.run) }).toEqual({
          status: whole.run.status,
          ends: endsOf(whole.run),
        });
        const done = new Set(
          whole.events
            .slice(0, count)
            .flatMap((event) => (settled.has(event.type) && 'stage_id' in event ? [event.stage_id] : [])),
        );
        const again = resumed.events
          .slice(count)
          .filter((event) => event.type === 'stage.started' && done.has(event.stage_id));
        expect(again).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);
});

describe('the journal of any run', () => {
  it('holds valid events that fold to the run, leave nothing pending, and end with run.finished', async () => {
    await fc.assert(
      fc.asyncProperty(pipelines, async (pipeline) => {
        const { run, events } = await runToEnd(pipeline);
        for (const event of events) RunEvent.parse(event);
        expect(Run.parse(run)).toEqual(foldRun(newRun(RUN_ID), events));
        expect(Object.values(endsOf(run)).filter((end) => ['pending', 'running', 'waiting'].includes(end))).toEqual([]);
        expect(events.findIndex(({ type }) => type === 'run.finished')).toBe(events.length - 1);
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);
});

describe('a run that is cancelled', () => {
  it('ends cancelled, whenever that is, and runs finally of every block that had begun', async () => {
    await fc.assert(
      fc.asyncProperty(pipelines, fc.double({ min: 0, max: 0.999, noNaN: true }), async (pipeline, share) => {
        const whole = await runToEnd(pipeline);
        const atMs = Math.floor((whole.run.duration_ms ?? 0) * share);
        fc.pre(atMs < (whole.run.duration_ms ?? 0));
        const world = testWorld();
        const handle = start(pipeline, world);
        await world.clock.sleep(atMs, new AbortController().signal);
        handle.cancel('enough');
        const run = await handle.finished;
        const events = await world.journal.read(RUN_ID);
        expect(run.status).toBe('cancelled');
        expect(events.at(-1)?.type).toBe('run.finished');
        expect(Object.values(endsOf(run)).filter((end) => ['pending', 'running', 'waiting'].includes(end))).toEqual([]);
        const cancelledAt = events.findIndex(({ type }) => type === 'run.cancelling');
        const startedLater = events
          .slice(cancelledAt)
          .flatMap((event) => (event.type === 'stage.started' ? [event.stage_id] : []));
        expect(startedLater.filter((id) => !isInFinally(pipeline, id))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  it('stays cancelled when it is resumed after that', async () => {
    const world = testWorld();
    const pipeline = pipelineOf([
      { id: 't', component: 'trycatch', config: { try: ['a'], finally: ['f'] } },
      { id: 'a', config: { ms: 1000 } },
      'f',
    ]);
    const handle = start(pipeline, world);
    await world.clock.sleep(500, new AbortController().signal);
    handle.cancel('enough');
    await handle.finished;
    const events = await world.journal.read(RUN_ID);
    const count = events.findIndex(({ type }) => type === 'run.cancelling') + 1;
    const { run } = await resumeFrom(pipeline, events, count);
    expect([run.status, endsOf(run)]).toEqual(['cancelled', { t: 'cancelled', a: 'cancelled', f: 'ok' }]);
  });
});

function isInFinally(pipeline: Pipeline, id: string): boolean {
  return pipeline.stages.some(({ id: owner, config }) =>
    Object.entries(config).some(([key, list]) => {
      const lists = key === 'routes' && Array.isArray(list) ? list.map((route) => route.stages) : [list];
      if (!lists.some((members) => Array.isArray(members) && members.includes(id))) return false;
      return key === 'finally' || isInFinally(pipeline, owner);
    }),
  );
}
