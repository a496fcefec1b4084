import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import type { Component } from './component.ts';
import {
  after,
  block,
  each,
  endsOf,
  fails,
  idleComponents,
  pipelineOf,
  RUN_ID,
  runStages,
  start,
  startsOf,
  takes,
  task,
  testComponents,
  testWorld,
} from './engine.test-support.ts';
import { createMemoryJournal } from './memory-journal.ts';
import type { Journal } from './ports.ts';
import { resumeRun } from './run-pipeline.ts';

describe('a started run', () => {
  it('is accepted once it is durably known', async () => {
    const world = testWorld();
    const handle = start(pipelineOf([takes('a', 1000)]), world);
    await handle.accepted;
    expect((await world.journal.read(RUN_ID)).map(({ type }) => type)).toEqual(['run.queued']);
    await handle.finished;
  });

  it('records a result before a dependent starts', async () => {
    const { events } = await runStages(['a', after('b', 'a')]);
    const places = events.flatMap((event, index) => ('stage_id' in event ? [[event.type, event.stage_id, index]] : []));
    expect(places.map(([type, id]) => `${type} ${id}`)).toEqual([
      'stage.started a',
      'stage.succeeded a',
      'stage.started b',
      'stage.succeeded b',
    ]);
  });

  it('has the same definition hash whatever the order of keys', async () => {
    const hashOf = async (config: object) => {
      const world = testWorld();
      await start(pipelineOf([{ id: 'a', config: config as never }]), world).finished;
      const [queued] = await world.journal.read(RUN_ID);
      return queued?.type === 'run.queued' ? queued.definition_hash : undefined;
    };
    expect(await hashOf({ ms: 1, failures: 2 })).toBe(await hashOf({ failures: 2, ms: 1 }));
    expect(await hashOf({ ms: 1 })).not.toBe(await hashOf({ ms: 2 }));
  });

  it('rejects when its journal fails, and does nothing more', async () => {
    const journal = createMemoryJournal();
    let appends = 0;
    const failing: Journal = {
      ...journal,
      append: async (...args) => {
        if (++appends > 3) throw new Error('disk full');
        return journal.append(...args);
      },
    };
    const handle = start(pipelineOf(['a', after('b', 'a'), after('c', 'b')]), testWorld({ journal: failing }));
    await expect(handle.finished).rejects.toThrow('disk full');
    expect(appends).toBe(4);
  });

  it('takes one append for a row of stages that reach nothing outside', async () => {
    const { journal, appends } = watchedJournal();
    const pipeline = pipelineOf(['a', after('b', 'a')]);
    await start(pipeline, testWorld({ journal }), {}, idleComponents).finished;
    const stage = ['stage.started', 'stage.succeeded'];
    expect(appends).toEqual([['run.queued'], ['run.started', ...stage, ...stage, 'run.finished']]);
  });

  it('takes one append for a call, its end and the start of what comes next', async () => {
    const { journal, appends } = watchedJournal();
    const config = { url: 'https://api.example.com/x', method: 'GET' };
    const call = { component: 'http_request', config, timeout_ms: 1000 };
    const pipeline = pipelineOf([
      { id: 'a', ...call },
      { id: 'b', depends_on: ['a'], ...call },
    ]);
    await start(pipeline, testWorld({ journal })).finished;
    const end = ['effect', 'stage.succeeded'];
    expect(appends).toEqual([
      ['run.queued'],
      ['run.started', 'stage.started'],
      [...end, 'stage.started'],
      [...end, 'run.finished'],
    ]);
  });

  it('performs nothing that has an effect before all that led to it is recorded', async () => {
    const journal = createMemoryJournal();
    const performed: unknown[] = [];
    const effect: Component = {
      ...task,
      execute: async (_config, { stageId }) => {
        const events = await journal.read(RUN_ID);
        performed.push([stageId, events.at(-1)?.type, events.filter(({ type }) => type === 'stage.succeeded').length]);
        return null;
      },
    };
    const components = new Map([...idleComponents, ['effect', effect]]);
    const pipeline = pipelineOf(['a', { id: 'b', depends_on: ['a'], component: 'effect' }]);
    await start(pipeline, testWorld({ journal }), {}, components).finished;
    expect(performed).toEqual([['b', 'stage.started', 1]]);
  });

  it('cannot be written to by two at once', async () => {
    const world = testWorld();
    await start(pipelineOf(['a']), world).finished;
    await expect(start(pipelineOf(['a']), world).accepted).rejects.toMatchObject({ code: 'journal_conflict' });
  });

  it('that is cancelled before it is accepted records its beginning first', async () => {
    const journal = createMemoryJournal();
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    const slow: Journal = {
      ...journal,
      append: async (...args) => {
        await written;
        return journal.append(...args);
      },
    };
    const handle = start(pipelineOf(['a']), testWorld({ journal: slow }));
    handle.cancel('changed my mind');
    setImmediate(write); // after all that a cancel could set off
    expect((await handle.finished).status).toBe('cancelled');
    expect((await journal.read(RUN_ID)).map(({ type }) => type)).toEqual([
      'run.queued',
      'run.started',
      'run.cancelling',
      'stage.skipped',
      'run.finished',
    ]);
  });

  it('ignores a cancel after its end', async () => {
    const handle = start(pipelineOf(['a']), testWorld());
    const run = await handle.finished;
    handle.cancel('too late');
    expect(run.status).toBe('succeeded');
  });

  it('fails when its stages wait for each other, and leaves nothing pending', async () => {
    const { run } = await runStages([after('a', 'b'), after('b', 'a'), 'c']);
    expect([run.status, run.error?.type, run.error?.message, endsOf(run)]).toEqual([
      'failed',
      'VALIDATION',
      'these stages wait for each other: a → b → a',
      { a: 'run_stopped', b: 'run_stopped', c: 'ok' },
    ]);
  });

  it('fails a stage whose component does not exist', async () => {
    const { run } = await runStages([{ id: 'a', component: 'teleport' }]);
    expect([run.error?.type, run.error?.message]).toEqual(['VALIDATION', expect.stringContaining('"teleport"')]);
  });
});

/** A journal, and the types of the events of each append to it. */
function watchedJournal(): { readonly journal: Journal; readonly appends: readonly string[][] } {
  const journal = createMemoryJournal();
  const appends: string[][] = [];
  return {
    appends,
    journal: {
      ...journal,
      append: (runId, seq, events, pinned) => {
        appends.push(events.map(({ type }) => type));
        return journal.append(runId, seq, events, pinned);
      },
    },
  };
}

describe('a resumed run', () => {
  const interrupted = async (stage: object) => {
    const pipeline = pipelineOf([
      block('t', { try: ['a'], catch: ['c'] }),
      { id: 'a', component: 'http_request', config: { url: 'https://x.test/', method: 'POST' }, ...stage },
      'c',
    ]);
    const world = testWorld();
    const handle = start(pipeline, world);
    await handle.finished;
    const events = await world.journal.read(RUN_ID);
    const inFlight = events.findIndex((event) => event.type === 'stage.started' && event.stage_id === 'a') + 1;
    const keys: string[] = [];
    const next = testWorld({
      handler: (request) => {
        keys.push(request.headers['Idempotency-Key'] ?? '');
        return { status: 200 };
      },
    });
    await next.journal.append(RUN_ID, 0, events.slice(0, inFlight));
    return { run: await resumeRun(RUN_ID, pipeline, next.ports, testComponents).finished, keys };
  };

  it('ends an unmarked POST that was in flight as INTERRUPTED, which catch can handle', async () => {
    const { run, keys } = await interrupted({});
    expect([run.status, run.stages['a']?.error?.type, keys]).toEqual(['recovered', 'INTERRUPTED', []]);
  });

  it.each([{ idempotent: true }, { on_interrupt: 'retry' }, { config: { url: 'https://x.test/', method: 'PUT' } }])(
    'sends %j again with the same key',
    async (stage) => {
      const { run, keys } = await interrupted(stage);
      expect([run.status, keys, run.stages['a']?.attempts]).toEqual(['succeeded', ['run-1-a'], 1]);
    },
  );

  it('ends as INTERRUPTED what on_interrupt wants to fail', async () => {
    const { run } = await interrupted({ on_interrupt: 'fail', config: { url: 'https://x.test/', method: 'GET' } });
    expect(run.stages['a']?.error?.type).toBe('INTERRUPTED');
  });

  it('that was only queued records its start with the time of the resuming', async () => {
    const pipeline = pipelineOf(['a']);
    const world = testWorld();
    await start(pipeline, world).finished;
    const [queued] = await world.journal.read(RUN_ID);
    const next = testWorld({ startMs: 5000 });
    await next.journal.append(RUN_ID, 0, queued ? [queued] : []);
    await resumeRun(RUN_ID, pipeline, next.ports, testComponents).finished;
    const [, started] = await next.journal.read(RUN_ID);
    expect(started).toMatchObject({ type: 'run.started', at: '1970-01-01T00:00:05.000Z', t: 5000 });
  });

  it('is given back as it is when it has ended', async () => {
    const world = testWorld();
    const pipeline = pipelineOf(['a']);
    const run = await start(pipeline, world).finished;
    expect(await resumeRun(RUN_ID, pipeline, world.ports, testComponents).finished).toEqual(run);
  });

  it('is refused when nobody knows it', async () => {
    const handle = resumeRun(RunId.parse('gone'), pipelineOf([]), testWorld().ports, testComponents);
    await expect(handle.accepted).rejects.toMatchObject({ code: 'run_unknown' });
  });

  it('finds iterations where they were', async () => {
    const pipeline = pipelineOf([
      each('each', { items: [1, 2, 3], stages: ['a'] }),
      { id: 'a', config: { output: '{{item}}', ms: 5 } },
    ]);
    const world = testWorld();
    await start(pipeline, world).finished;
    const events = await world.journal.read(RUN_ID);
    const count = events.findIndex((event) => event.type === 'stage.succeeded' && event.instance === 'each[1]/a') + 1;
    const next = testWorld({ startMs: 10 });
    await next.journal.append(RUN_ID, 0, events.slice(0, count));
    const run = await resumeRun(RUN_ID, pipeline, next.ports, testComponents).finished;
    expect(run.stages['each']?.output).toMatchObject({ results: [1, 2, 3] });
    expect(startsOf((await next.journal.read(RUN_ID)).slice(count))).toEqual(['each[2]/a']);
  });
});

describe('limits', () => {
  it('end a run with more than 50,000 events as failed, finally included', async () => {
    const items = Array.from({ length: 30_000 }, (_, index) => index);
    const { run, events } = await runStages([
      block('t', { try: ['each'], finally: ['f'] }),
      each('each', { items, stages: ['a'] }),
      'a',
      'f',
    ]);
    expect([run.status, run.error?.type, endsOf(run)['f'], events.length <= 50_000]).toEqual([
      'failed',
      'LIMIT',
      'ok',
      true,
    ]);
  });

  it('cut a log line at 16 kB, and mark that', async () => {
    const { events } = await runStages([{ id: 'log', component: 'logger', config: { message: '{{input.text}}' } }], {
      input: { text: 'x'.repeat(100_000) },
    });
    const [message = ''] = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
    expect([message.length <= 16_384, message.endsWith('… [cut: 100000 characters]')]).toEqual([true, true]);
  });

  it('run at most 100 stages at once, whatever the settings say', async () => {
    const { run } = await runStages(
      Array.from({ length: 150 }, (_, index) => takes(`s${index}`, 10)),
      { settings: { max_parallel: 1000 } },
    );
    expect(run.duration_ms).toBe(20);
  });

  it.each(['chain', 'fan'])('let a %s of 10,000 stages run within five seconds', async (shape) => {
    const stages = Array.from({ length: 10_000 }, (_, index) =>
      after(`s${index}`, ...(index === 0 ? [] : [shape === 'fan' ? 's0' : `s${index - 1}`])),
    );
    const startedAt = performance.now();
    const { run } = await runStages(stages, { settings: { on_failure: 'finish' } });
    expect([run.status, performance.now() - startedAt < 5000]).toEqual(['succeeded', true]);
  });

  it('skip 10,000 stages behind a failure without filling the journal', async () => {
    const stages = Array.from({ length: 9_999 }, (_, index) =>
      after(`s${index}`, index === 0 ? 'bad' : `s${index - 1}`),
    );
    const { run } = await runStages([fails('bad'), ...stages]);
    expect([run.status, run.stages['s9998']?.reason]).toEqual(['failed', 'dependency_failed']);
  });
});
