import { DatabaseSync } from 'node:sqlite';
import { builtinComponents, createSimulateGate, createVirtualClock, ENGINE_VERSION } from '@flowmason/engine';
import { type NewRunEvent, type Pipeline, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { heldWithDamaged } from '../damaged-run.ts';
import { scratchDirectory } from '../journal/sqlite-store.test-support.ts';
import type { Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { AT, pipelineOf, queuedEvent } from './interrupted-runs.test-support.ts';
import type { OwnedRuns } from './run-feed.ts';
import { createRunService, type RunServiceParts } from './run-service.ts';
import { type OpenedStore, openTestStore } from './run-store.test-support.ts';
import type { OpenWorld, RunWorld } from './run-world.ts';

const idOf = (number: number) => RunId.parse(`run-${number}`);
const GREET = pipelineOf('greet', [{ id: 'say', component: 'logger', config: { message: 'hello' } }]);

/** A run that an earlier process has accepted and not begun. */
async function accepted(
  { journal }: OpenedStore,
  runId: RunId,
  {
    pipeline = GREET,
    parent,
    engineVersion = ENGINE_VERSION,
  }: { pipeline?: Pipeline; parent?: RunId; engineVersion?: number } = {},
): Promise<void> {
  await journal.append(runId, 0, [queuedEvent(pipeline, { parent })], {
    pipeline,
    engineVersion,
    host: { profile: 'staging' },
  });
}

const workspace: Workspace = {
  root: '/workspace',
  findPipeline: async () => undefined,
  findPipelineFile: async () => undefined,
  readFile: async () => undefined,
  listPipelines: async () => [],
  writePipeline: () => Promise.reject(new Error('no test writes')),
  deletePipeline: () => Promise.reject(new Error('no test deletes')),
};

function emptyWorld(answered: Promise<void> = Promise.resolve()): RunWorld {
  const handler = async () => {
    await answered;
    return { status: 200 };
  };
  return {
    gate: createSimulateGate({ handler, clock: createVirtualClock() }),
    secrets: { find: () => undefined, mask: (value) => value },
    env: {},
    profile: undefined,
    sandbox: undefined,
    close: async () => undefined,
  };
}

type TestService = { readonly runs: OwnedRuns; readonly defects: readonly unknown[] };

function serviceOn(
  store: OpenedStore,
  openWorld: OpenWorld = async () => emptyWorld(),
  limits?: RunServiceParts['limits'],
): TestService {
  const defects: unknown[] = [];
  const runs = createRunService({
    store,
    components: builtinComponents,
    workspace,
    openWorld,
    now: () => Date.parse('2026-11-22T09:00:00.000Z'),
    mask: (value) => value,
    ...(limits && { limits }),
    onDefect: (_runId, error) => defects.push(error),
  });
  onTestFinished(() => runs.leave(AbortSignal.abort()));
  return { runs, defects };
}

async function ended(runs: OwnedRuns, runId: RunId) {
  for await (const _ of runs.follow(runId, 0, new AbortController().signal));
  return runs.get(runId);
}

const refuse: OpenWorld = async () => {
  throw new RunnerError('profile_not_found', 'There is no profile "staging".');
};

describe('recovery', () => {
  it('takes every open run to its end', async () => {
    const store = await openTestStore();
    for (let number = 1; number <= 40; number++) await accepted(store, idOf(number));
    const { runs, defects } = serviceOn(store);
    await runs.recover();
    for (let number = 1; number <= 40; number++) expect((await ended(runs, idOf(number))).status).toBe('succeeded');
    expect([store.openRuns(), defects]).toEqual([[], []]);
  });

  it('takes up sixteen at once and no more', async () => {
    const store = await openTestStore();
    for (let number = 1; number <= 40; number++) await accepted(store, idOf(number));
    let [opening, most] = [0, 0];
    const { runs } = serviceOn(store, async () => {
      most = Math.max(most, ++opening);
      await new Promise(setImmediate);
      opening -= 1;
      return emptyWorld();
    });
    await runs.recover();
    expect(most).toBe(16);
  });

  it('makes the world of a run from what was pinned with it', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    const asked: unknown[] = [];
    const { runs } = serviceOn(store, async (request) => {
      asked.push(request);
      return emptyWorld();
    });
    await runs.recover();
    expect(asked).toEqual([{ profile: 'staging', sandbox: undefined, isByAdmin: true }]);
  });

  it('holds a run that cannot go on, says why once, and tries again at the next start', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    for (const _start of [1, 2]) await serviceOn(store, refuse).runs.recover();
    const held = await serviceOn(store).runs.get(idOf(1));
    expect([held.status, held.held, held.seq]).toEqual(['waiting', expect.stringContaining('no profile "staging"'), 2]);
    const { runs } = serviceOn(store);
    await runs.recover();
    expect(await ended(runs, idOf(1))).toMatchObject({ status: 'succeeded' });
  });

  it('does not begin a run that a newer interpreter has started', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1), { engineVersion: ENGINE_VERSION + 1 });
    const { runs } = serviceOn(store);
    await runs.recover();
    expect((await runs.get(idOf(1))).held).toContain('newer version');
  });

  it('leaves a run alone that is quarantined, until a person resumes it', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    await store.hold(idOf(1), { kind: 'quarantined', reason: 'it takes the process down' });
    for (const _start of [1, 2]) await serviceOn(store).runs.recover(); // which says so, once
    const { runs } = serviceOn(store);
    expect(await runs.get(idOf(1))).toMatchObject({ seq: 2, status: 'waiting', held: 'it takes the process down' });
    await runs.resume(idOf(1));
    expect((await ended(runs, idOf(1))).status).toBe('succeeded');
  });

  it('ends a held run that is cancelled', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    await store.hold(idOf(1), { kind: 'quarantined', reason: 'it takes the process down' });
    const { runs } = serviceOn(store);
    await runs.cancel(idOf(1), 'enough');
    expect((await ended(runs, idOf(1))).status).toBe('cancelled');
  });

  it('tells a person why a run still cannot go on', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    await expect(serviceOn(store, refuse).runs.resume(idOf(1))).rejects.toMatchObject({ code: 'profile_not_found' });
  });

  it('leaves a child to its parent', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    await accepted(store, idOf(2), { parent: idOf(1) });
    await store.hold(idOf(1), { kind: 'quarantined', reason: 'it takes the process down' });
    const { runs } = serviceOn(store);
    await runs.recover();
    await expect(runs.resume(idOf(2))).rejects.toMatchObject({
      message: expect.stringContaining('part of the run run-1'),
    });
  });

  it('holds the children of a held run with it, and releases them with it', async () => {
    const store = await openTestStore();
    const sub = { id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } };
    await accepted(store, idOf(1), { pipeline: pipelineOf('parent', [sub]) });
    const childId = RunId.parse('run-1.sub');
    const begun: NewRunEvent[] = [
      { ...AT, type: 'run.started' },
      { ...AT, type: 'stage.started', stage_id: 'sub', attempt: 1, config: sub.config },
    ];
    await store.journal.append(idOf(1), 1, begun);
    const call = { id: 'call', component: 'http_request', config: { url: 'https://x.test/', method: 'POST' } };
    await accepted(store, childId, { parent: idOf(1), pipeline: pipelineOf('child', [call]) });
    const sent: NewRunEvent = { ...AT, type: 'stage.started', stage_id: 'call', attempt: 1, config: call.config };
    await store.journal.append(childId, 1, [{ ...AT, type: 'run.started' }, sent]);
    await store.hold(idOf(1), { kind: 'restored', reason: 'It was restored.' });
    const { runs } = serviceOn(store);
    await runs.recover();
    expect(await runs.get(childId)).toMatchObject({ status: 'waiting', held: expect.stringContaining('run run-1,') });
    await runs.resume(idOf(1));
    await expect.poll(async () => (await runs.get(childId)).undecided).toEqual(['call']);
    expect([(await runs.get(idOf(1))).held, (await runs.get(childId)).held]).toEqual([undefined, undefined]);
  });

  it('holds a run of which what is stored is damaged, and those it has started, for a person to see', async () => {
    const path = `${scratchDirectory()}/journal.db`;
    const store = await openTestStore(path);
    const parent = pipelineOf('parent', [{ id: 'sub', component: 'subpipeline', config: { pipeline: 'greet' } }]);
    await accepted(store, idOf(1), { pipeline: parent });
    await accepted(store, idOf(2), { parent: idOf(1) });
    await accepted(store, idOf(3));
    for (const number of [1, 2]) await store.journal.append(idOf(number), 1, [{ ...AT, type: 'run.started' }]);
    const database = new DatabaseSync(path);
    database.exec("UPDATE runs SET summary = replace(summary, 'parent', 'Parent') WHERE id = 'run-1'");
    database.close();
    const { runs, defects } = serviceOn(store);
    await runs.recover();
    expect((await ended(runs, idOf(3))).status).toBe('succeeded');
    expect(await runs.list({ needsPerson: true })).toMatchObject({
      items: [{ id: 'run-1', status: 'waiting', held: expect.stringContaining('is damaged') }],
    });
    expect(store.countOpen().filter(({ isHeld }) => isHeld)).toMatchObject([{ count: 1 }]);
    expect(await runs.get(idOf(2))).toMatchObject({ status: 'waiting', held: heldWithDamaged(idOf(1)) });
    expect(defects).toMatchObject([{ code: 'data_unusable' }]);
  });

  it('ends a child whose parent has ended', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    await store.journal.append(idOf(1), 1, [
      { ...AT, type: 'run.finished', status: 'failed', output: null, error: null },
    ]);
    await accepted(store, idOf(2), { parent: idOf(1) });
    const { runs } = serviceOn(store);
    await runs.recover();
    expect((await ended(runs, idOf(2))).status).toBe('cancelled');
  });

  it('goes on with the others when one of them is a mistake of ours', async () => {
    const store = await openTestStore();
    for (const number of [1, 2]) await accepted(store, idOf(number));
    let count = 0;
    const { runs, defects } = serviceOn(store, async () => {
      if (++count === 1) throw new TypeError('x is undefined');
      return emptyWorld();
    });
    await runs.recover();
    expect([(await ended(runs, idOf(2))).status, (await runs.get(idOf(1))).status]).toEqual(['succeeded', 'waiting']);
    expect(defects).toHaveLength(1);
  });

  it('takes up nothing more once the runs are being left', async () => {
    const store = await openTestStore();
    for (let number = 1; number <= 40; number++) await accepted(store, idOf(number));
    let opened = 0;
    let left: Promise<void> | undefined;
    const { runs } = serviceOn(store, async () => {
      opened += 1;
      left ??= runs.leave(AbortSignal.abort());
      return emptyWorld();
    });
    await runs.recover();
    await left;
    expect(opened).toBe(16);
  });

  it('keeps no place for a run that ends while others are being held', async () => {
    const store = await openTestStore();
    for (const number of [1, 2, 3, 4]) {
      await accepted(store, idOf(number));
      await store.journal.append(idOf(number), 1, [{ ...AT, type: 'run.started' }]);
      if (number < 4) await store.hold(idOf(number), { kind: 'restored', reason: 'It was restored.' });
    }
    const { runs } = serviceOn(store, undefined, { open: 4 });
    const recovered = runs.recover();
    await runs.cancel(idOf(4), 'enough', { isForced: true });
    await recovered;
    const { id } = await runs.start({ document: { name: 'p', version: '1.0.0', stages: [] } });
    expect((await ended(runs, id)).status).toBe('succeeded');
  });

  it('has nothing to take up twice', async () => {
    const store = await openTestStore();
    await accepted(store, idOf(1));
    const { runs } = serviceOn(store);
    await Promise.all([runs.recover(), runs.recover()]);
    const run = await ended(runs, idOf(1));
    expect([run.status, run.stages['say']?.attempts]).toEqual(['succeeded', 1]);
  });
});

describe('a run that somebody else writes to', () => {
  it('is set aside, and can be resumed', async () => {
    const store = await openTestStore();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { runs, defects } = serviceOn(store, async () => emptyWorld(answered));
    const stages = [{ id: 'a', component: 'http_request', config: { url: 'https://x.test/' } }];
    const { id } = await runs.start({ document: { name: 'p', version: '1.0.0', stages } });
    await expect.poll(() => store.find(id)?.seq).toBe(3); // its request is on its way
    await store.journal.append(id, 3, [{ ...AT, type: 'warning', code: 'x', message: 'from elsewhere' }]);
    answer();
    await expect.poll(async () => (await runs.get(id)).held).toContain('made a mistake');
    expect(defects).toMatchObject([{ code: 'journal_conflict' }]);
    await runs.resume(id);
    expect((await ended(runs, id)).status).toBe('succeeded');
  });
});
