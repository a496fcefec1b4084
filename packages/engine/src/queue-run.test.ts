import { foldRun, newRun, type RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  after,
  block,
  endsOf,
  pipelineOf,
  RUN_ID,
  start,
  type TestWorld,
  testComponents,
  testWorld,
} from './engine.test-support.ts';
import { cancelQueuedRun, queueRun, recordCancelledRun } from './queue-run.ts';
import { resumeRun } from './run-pipeline.ts';

const pipeline = pipelineOf([block('t', { try: ['a'], finally: ['f'] }), 'a', 'f', after('b', 'a')], {
  settings: { timeout_ms: 1000 },
});
const request = {
  runId: RUN_ID,
  pipeline,
  input: { n: 1 },
  trigger: 'test',
  host: { path: '/x' },
  concurrency: { key: 'api', policy: 'queue', limit: 1 },
} as const;

const eventsOf = (world: TestWorld) => world.journal.read(RUN_ID);
const typesOf = (events: readonly RunEvent[]) => events.map(({ type }) => type);

describe('a run that is queued', () => {
  it('is recorded with all that it needs, and does nothing', async () => {
    const world = testWorld();
    await queueRun(request, world.ports);
    const [queued, ...more] = await eventsOf(world);
    expect(more).toEqual([]);
    expect(queued).toMatchObject({ type: 'run.queued', input: { n: 1 }, concurrency: request.concurrency });
    expect(await world.journal.pinned(RUN_ID)).toMatchObject({ pipeline, host: { path: '/x' } });
  });

  it('goes as one that was started at once', async () => {
    const [queued, started] = [testWorld(), testWorld()];
    await queueRun(request, queued.ports);
    await resumeRun(RUN_ID, pipeline, queued.ports, testComponents).finished;
    await start(pipeline, started, request).finished;
    expect(await eventsOf(queued)).toEqual(await eventsOf(started));
  });

  it('has its whole time from its start on', async () => {
    const world = testWorld();
    await queueRun(request, world.ports);
    await world.clock.sleep(5000, new AbortController().signal);
    expect((await resumeRun(RUN_ID, pipeline, world.ports, testComponents).finished).status).toBe('succeeded');
  });

  it('is masked like every other', async () => {
    const world = testWorld();
    const secrets = { ...world.ports.secrets, mask: (): never => ({ masked: true }) as never };
    await queueRun(request, { ...world.ports, secrets });
    expect((await eventsOf(world))[0]).toMatchObject({ input: { masked: true } });
  });
});

describe('a queued run that is cancelled', () => {
  const cancel = (world: TestWorld) =>
    cancelQueuedRun({ runId: RUN_ID, pipeline, reason: 'enough' }, world.ports, testComponents);

  it('ends with one append, without having started anything', async () => {
    const world = testWorld();
    await queueRun(request, world.ports);
    await cancel(world);
    const events = await eventsOf(world);
    const run = foldRun(newRun(RUN_ID), events);
    expect([run.status, run.started_at, run.error?.message]).toEqual(['cancelled', null, 'enough']);
    expect(new Set(Object.values(endsOf(run)))).toEqual(new Set(['run_stopped']));
    expect(typesOf(events).filter((type) => !type.startsWith('stage.'))).toEqual([
      'run.queued',
      'run.cancelling',
      'run.finished',
    ]);
  });

  it('ends as cancelled also when it has waited for longer than it may run', async () => {
    const world = testWorld();
    await queueRun(request, world.ports);
    await world.clock.sleep(5000, new AbortController().signal);
    await cancel(world);
    expect(foldRun(newRun(RUN_ID), await eventsOf(world)).status).toBe('cancelled');
  });

  it('is left alone once it has started', async () => {
    const world = testWorld();
    await start(pipeline, world, request).finished;
    await expect(cancel(world)).rejects.toMatchObject({ code: 'journal_conflict' });
  });
});

describe('a run that is recorded as cancelled', () => {
  it('is complete from its first append on', async () => {
    const world = testWorld();
    const appends: number[] = [];
    const journal: TestWorld['journal'] = {
      ...world.journal,
      append(runId, seq, events, pinned) {
        appends.push(seq);
        return world.journal.append(runId, seq, events, pinned);
      },
    };
    await recordCancelledRun({ ...request, reason: 'busy' }, { ...world.ports, journal }, testComponents);
    const run = foldRun(newRun(RUN_ID), await eventsOf(world));
    expect([appends, run.status, run.error?.message, run.started_at]).toEqual([[0], 'cancelled', 'busy', null]);
    expect(await world.journal.pinned(RUN_ID)).toMatchObject({ pipeline });
  });
});

describe('a child with a concurrency of its own', () => {
  it('takes no turn, and says so', async () => {
    const child = pipelineOf(['a'], { settings: { concurrency: { key: 'k', policy: 'queue', limit: 1 } } });
    const world = testWorld({ pipelines: { child } });
    await start(pipelineOf([{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }]), world).finished;
    const events = await world.journal.read(`${RUN_ID}.sub` as typeof RUN_ID);
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.code] : []));
    expect([events[0], warnings]).toMatchObject([{ type: 'run.queued' }, ['concurrency-of-parent']]);
    expect(events[0]).not.toHaveProperty('concurrency');
  });
});
