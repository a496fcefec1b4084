import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { interruptedRun, pipelineOf } from '../interrupted-runs.test-support.ts';
import { type OpenedStore, openTestStore } from '../run-store.test-support.ts';
import { type BenchOptions, openTurnBench, type TurnBench } from './turn-runs.test-support.ts';

const PARENT = RunId.parse('run-1');
const CHILD = RunId.parse('run-1.sub');
const DONE = { as: 'done', by: 'ada' } as const;

const sub = { id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } };
const post = { id: 'post', component: 'http_request', config: { url: 'https://x.test/post', method: 'POST' } };
const get = (id: string) => ({ id, component: 'http_request', config: { url: `https://x.test/${id}` } });

/** A run of the key `api`, killed while its child run was sending a POST that must not be sent again. */
async function killedInChild(beside: readonly { readonly id: string }[] = []): Promise<OpenedStore> {
  const store = await openTestStore();
  await interruptedRun(store, {
    runId: PARENT,
    pipeline: pipelineOf('parent', [sub, ...beside]),
    running: ['sub', ...beside.map(({ id }) => id)],
    concurrency: { key: 'api', policy: 'queue', limit: 1 },
  });
  const child = pipelineOf('child', [post, { ...get('after'), depends_on: ['post'] }]);
  await interruptedRun(store, { runId: CHILD, pipeline: child, running: ['post'], parent: PARENT });
  return store;
}

async function untilChildWaits({ runs }: TurnBench): Promise<void> {
  await expect.poll(async () => (await runs.get(CHILD)).status).toBe('waiting');
}

async function benchOn(store: OpenedStore, options: BenchOptions = {}): Promise<TurnBench> {
  const bench = await openTurnBench({ store, ...options });
  await untilChildWaits(bench);
  return bench;
}

describe('a run whose child run waits for a person', () => {
  it('is not replaced before that person has decided', async () => {
    const bench = await benchOn(await killedInChild());
    const { id } = await bench.start('2', { policy: 'replace' });
    await new Promise(setImmediate);
    expect((await bench.runs.get(id)).queue?.behind).toBe(PARENT);
    bench.answer('after', 'roll 2', 'clean 2');
    await bench.runs.resolve(CHILD, 'post', DONE);
    expect([(await bench.ended(PARENT)).status, (await bench.ended(id)).status]).toEqual(['succeeded', 'succeeded']);
    expect(bench.calls).toEqual(['after', 'roll 2', 'clean 2']);
  });

  it('is not replaced by a process that finds it waiting either', async () => {
    const store = await killedInChild();
    const before = await benchOn(store);
    await before.runs.leave(AbortSignal.abort());
    const bench = await benchOn(store);
    await bench.start('2', { policy: 'replace' });
    bench.answer('after');
    await bench.runs.resolve(CHILD, 'post', DONE);
    expect((await bench.ended(PARENT)).status).toBe('succeeded');
  });

  it('lends its place to others, and has it back when the person has decided', async () => {
    const bench = await benchOn(await killedInChild(), { limits: { atWork: 1 } });
    bench.answer('roll 2', 'clean 2');
    const lent = await bench.start('2', { isFree: true });
    expect((await bench.ended(lent.id)).status).toBe('succeeded');
    await bench.runs.resolve(CHILD, 'post', DONE);
    await bench.called('after');
    const late = await bench.start('3', { isFree: true });
    expect((await bench.runs.get(late.id)).queue).toMatchObject({ ahead: 0 });
    bench.answer('after', 'roll 3', 'clean 3');
    expect((await bench.ended(late.id)).status).toBe('succeeded');
    expect(bench.defects).toEqual([]);
  });

  it('keeps its place while it does something else', async () => {
    const bench = await benchOn(await killedInChild([get('beside')]), { limits: { atWork: 1 } });
    await bench.called('beside');
    const { id } = await bench.start('2', { isFree: true });
    await new Promise(setImmediate);
    expect((await bench.runs.get(id)).status).toBe('queued');
    bench.answer('beside', 'roll 2', 'clean 2');
    expect((await bench.ended(id)).status).toBe('succeeded');
    expect((await bench.runs.get(PARENT)).status).toBe('running');
  });
});
