import { foldRun, newRun, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StageInShort, TestWorld } from './engine.test-support.ts';
import { after, pipelineOf, RUN_ID, start, takes, testComponents, testWorld } from './engine.test-support.ts';
import { createMemoryJournal } from './memory-journal.ts';
import type { Journal } from './ports.ts';
import { resumeRun } from './run-pipeline.ts';

const NOW = AbortSignal.abort();
/** Each is a turn of the microtask queue, every tenth one of the event loop: enough for a child run to begin. */
const MOMENTS = 80;
const CHILD = RunId.parse('run-1.sub');
const typesOf = (events: readonly RunEvent[]) => events.map(({ type }) => type);
const post = (ms: number): StageInShort => ({ id: 'post', config: { ms, method: 'POST' } });

/** Starts the stages, leaves the run after `atMs` and gives what it had recorded when it was left. */
async function leave(stages: readonly StageInShort[], atMs: number, limit: AbortSignal, world = testWorld()) {
  const handle = start(pipelineOf(stages), world);
  await world.clock.sleep(atMs, new AbortController().signal);
  handle.leave(limit);
  await expect(handle.finished).rejects.toMatchObject({ code: 'run_left' });
  return { world, events: await world.journal.read(RUN_ID) };
}

async function resume(stages: readonly StageInShort[], world: TestWorld) {
  return resumeRun(RUN_ID, pipelineOf(stages), world.ports, testComponents).finished;
}

describe('a run that is left', () => {
  it('records nothing of what is under way, which is repeated when it is resumed', async () => {
    const stages = [takes('a', 1000), after('b', 'a')];
    const { world, events } = await leave(stages, 500, new AbortController().signal);
    expect(typesOf(events)).toEqual(['run.queued', 'run.started', 'stage.started']);
    expect((await resume(stages, world)).status).toBe('succeeded');
  });

  it('lets what must not be repeated come to its end, and starts nothing after it', async () => {
    const stages = [post(1000), after('b', 'post')];
    const { world, events } = await leave(stages, 500, new AbortController().signal);
    expect(typesOf(events).slice(-2)).toEqual(['stage.started', 'stage.succeeded']);
    const run = await resume(stages, world);
    expect([run.status, run.stages['post']?.attempts]).toEqual(['succeeded', 1]);
  });

  it('does not wait for that longer than it is given time', async () => {
    const stages = [post(1000)];
    const { world, events } = await leave(stages, 500, NOW);
    expect(typesOf(events).at(-1)).toBe('stage.started');
    resumeRun(RUN_ID, pipelineOf(stages), world.ports, testComponents);
    await world.clock.sleep(1, new AbortController().signal);
    expect(typesOf(await world.journal.read(RUN_ID)).slice(-2)).toEqual(['stage.waiting', 'run.waiting']);
  });

  it('comes to its end when the last stage was waited for', async () => {
    const world = testWorld();
    const handle = start(pipelineOf([post(1000)]), world);
    await world.clock.sleep(500, new AbortController().signal);
    handle.leave(new AbortController().signal);
    expect((await handle.finished).status).toBe('succeeded');
  });

  it('keeps the wait for a retry, which is over at the time that it was for', async () => {
    const retry = { max_attempts: 2, delay_seconds: 60, backoff: 1, jitter: false, max_delay_seconds: 60 };
    const flaky = { type: 'CONNECTIVITY', failures: 1 };
    const stages: StageInShort[] = [{ id: 'a', config: flaky, retry: { ...retry, on_exhausted: 'fail' } }];
    const { world } = await leave(stages, 1000, NOW);
    const run = await resume(stages, world);
    expect([run.status, run.duration_ms]).toEqual(['succeeded', 60_000]);
  });

  it('leaves its child too, which neither ends nor is cancelled', async () => {
    const child = pipelineOf([post(1000), after('b', 'post')]);
    const stages: StageInShort[] = [{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }];
    const world = testWorld({ pipelines: { child } });
    await leave(stages, 500, new AbortController().signal, world);
    expect(typesOf(await world.journal.read(CHILD)).slice(-2)).toEqual(['stage.started', 'stage.succeeded']);
    const run = await resume(stages, world);
    const childRun = foldRun(newRun(CHILD), await world.journal.read(CHILD));
    expect([run.status, childRun.status, childRun.stages['post']?.attempts]).toEqual(['succeeded', 'succeeded', 1]);
  });
});

const turnOfEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A journal that takes its time, as a disk does. */
function slowJournal(): Journal {
  const journal = createMemoryJournal();
  return { ...journal, append: (...args) => turnOfEventLoop().then(() => journal.append(...args)) };
}

/** Leaves a run that has a time limit at a moment of its start, and resumes it. */
async function leaveAfter(moment: number, stages: readonly StageInShort[]) {
  const pipelines = { child: pipelineOf([takes('c', 1000)]) };
  const world = testWorld({ pipelines, journal: slowJournal() });
  const end = await world.clock.hold(async () => {
    const handle = start(pipelineOf(stages, { settings: { timeout_ms: 60_000 } }), world);
    for (let hop = 0; hop < moment; hop++) await (hop % 10 === 9 ? turnOfEventLoop() : undefined);
    handle.leave(new AbortController().signal);
    await handle.accepted;
    await turnOfEventLoop(); // a rejection that nobody listens to is told of by now
    return handle.finished.catch((error: unknown) => error);
  });
  await turnOfEventLoop();
  return { end, leftAtMs: world.clock.now(), run: await resume(stages, world) };
}

describe('a run that is left while it is starting', () => {
  it.each<[string, readonly StageInShort[]]>([
    ['it', [takes('a', 1000), after('b', 'a')]],
    ['its child run', [{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }, after('b', 'sub')]],
  ])(
    'is left at every moment of the start of %s, tells nobody but those who ask, and sets no alarm',
    async (_of, stages) => {
      const unheard: unknown[] = [];
      const listen = (error: unknown) => void unheard.push(error);
      process.on('unhandledRejection', listen);
      onTestFinished(() => void process.off('unhandledRejection', listen));
      for (let moment = 0; moment < MOMENTS; moment++) {
        const { end, leftAtMs, run } = await leaveAfter(moment, stages);
        expect([moment, end, leftAtMs, run.status]).toMatchObject([moment, { code: 'run_left' }, 0, 'succeeded']);
      }
      expect(unheard).toEqual([]);
    },
  );
});
