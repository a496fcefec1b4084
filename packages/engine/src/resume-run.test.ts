import { foldRun, newRun, type Pipeline, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  after,
  block,
  endsOf,
  pipelineOf,
  RUN_ID,
  start,
  takes,
  testComponents,
  testWorld,
} from './engine.test-support.ts';
import { resumeRun } from './run-pipeline.ts';

describe('a run that is resumed after its process ended', () => {
  const inFlightOf = (events: readonly RunEvent[], stageId: string) =>
    events.findIndex((event) => event.type === 'stage.started' && event.stage_id === stageId) + 1;

  it('gives its templates the time at which the repeated attempt began first', async () => {
    const pipeline = pipelineOf([
      { id: 'a', component: 'http_request', config: { url: 'https://x.test/{{ now() }}', method: 'PUT' } },
    ]);
    const world = testWorld({ startMs: 1_000_000_000_000 });
    await start(pipeline, world).finished;
    const events = await world.journal.read(RUN_ID);
    const next = testWorld({ startMs: 1_000_000_090_000 });
    await next.journal.append(RUN_ID, 0, events.slice(0, inFlightOf(events, 'a')));
    await resumeRun(RUN_ID, pipeline, next.ports, testComponents).finished;
    const configs = (await next.journal.read(RUN_ID)).flatMap((event) =>
      event.type === 'stage.started' ? [event.config] : [],
    );
    expect(configs).toHaveLength(2);
    expect(configs[1]).toEqual(configs[0]);
  });

  it('does not take the time in which nobody ran it from its finally blocks', async () => {
    const pipeline = pipelineOf([block('t', { try: ['a'], finally: ['f'] }), takes('a', 1000), takes('f', 1000)]);
    const world = testWorld();
    const handle = start(pipeline, world);
    await world.clock.sleep(500, new AbortController().signal);
    handle.cancel('enough');
    await handle.finished;
    const events = await world.journal.read(RUN_ID);
    const next = testWorld({ startMs: 3_600_000 });
    await next.journal.append(RUN_ID, 0, events.slice(0, inFlightOf(events, 'f')));
    const run = await resumeRun(RUN_ID, pipeline, next.ports, testComponents).finished;
    expect([run.status, endsOf(run)]).toEqual(['cancelled', { t: 'cancelled', a: 'cancelled', f: 'ok' }]);
  });

  it('never records a time before the last one, also with a clock that was set back', async () => {
    const pipeline = pipelineOf([takes('a', 1000), after('b', 'a'), takes('c', 2000, { depends_on: ['b'] })]);
    const world = testWorld({ startMs: 60_000 });
    await start(pipeline, world).finished;
    const events = await world.journal.read(RUN_ID);
    const next = testWorld({ startMs: 0 });
    await next.journal.append(RUN_ID, 0, events.slice(0, inFlightOf(events, 'c')));
    await resumeRun(RUN_ID, pipeline, next.ports, testComponents).finished;
    const times = (await next.journal.read(RUN_ID)).map(({ t }) => t);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('takes a child up with the definition that it began with, also when its file is gone', async () => {
    const parent = pipelineOf([{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }]);
    const child = pipelineOf([takes('a', 1000), after('b', 'a')]);
    const { next } = await leaveBehind(parent, child, 500);
    const run = await resumeRun(RUN_ID, parent, next.ports, testComponents).finished;
    expect(run.status).toBe('succeeded');
  });

  it('ends a child that was to be cancelled, after its finally', async () => {
    const parent = pipelineOf([{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }]);
    const child = pipelineOf([block('t', { try: ['a'], finally: ['f'] }), takes('a', 1000), 'f']);
    const { next, seq } = await leaveBehind(parent, child, 500);
    await next.journal.append(RUN_ID, seq, [
      { type: 'run.cancelling', at: new Date(500).toISOString(), t: 500, reason: 'x' },
    ]);
    const run = await resumeRun(RUN_ID, parent, next.ports, testComponents).finished;
    const childEvents = await next.journal.read(RunId.parse('run-1.sub'));
    const ends = endsOf(foldRun(newRun(RunId.parse('run-1.sub')), childEvents));
    expect([run.status, childEvents.at(-1)?.type, ends]).toEqual([
      'cancelled',
      'run.finished',
      { t: 'cancelled', a: 'cancelled', f: 'ok' },
    ]);
  });

  /** The journals of a parent and its child as a process leaves them that ends at `atMs`; the file of the child is gone. */
  async function leaveBehind(parent: Pipeline, child: Pipeline, atMs: number) {
    const world = testWorld({ pipelines: { child } });
    start(parent, world);
    await world.clock.sleep(atMs, new AbortController().signal);
    const next = testWorld({ startMs: atMs });
    for (const runId of [RUN_ID, RunId.parse('run-1.sub')]) {
      await next.journal.append(runId, 0, await world.journal.read(runId), await world.journal.pinned(runId));
    }
    return { next, seq: (await next.journal.read(RUN_ID)).length };
  }
});
