import { foldRun, newRun, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import type { StageInShort, TestWorld } from './engine.test-support.ts';
import { after, pipelineOf, RUN_ID, start, takes, testComponents, testWorld } from './engine.test-support.ts';
import { resumeRun } from './run-pipeline.ts';

const NOW = AbortSignal.abort();
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
