import { builtinComponents, type Clock, createSimulateGate, createVirtualClock, type Secrets } from '@flowmason/engine';
import { type NewRunEvent, type Pipeline, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { AT, interruptedRun, pipelineOf } from './interrupted-runs.test-support.ts';
import type { OwnedRuns } from './run-feed.ts';
import { createRunService } from './run-service.ts';
import { type OpenedStore, openTestStore } from './run-store.test-support.ts';
import type { OpenWorld } from './run-world.ts';

const RUN = RunId.parse('run-1');
const CHILD = RunId.parse('run-1.sub');
const LOCAL = { by: 'local' };
const call = { id: 'call', component: 'http_request', config: { url: 'https://deploy.test/jobs', method: 'POST' } };
const tidy = { id: 'tidy', component: 'logger', config: { message: 'tidy' } };
const guarded = [{ id: 'guard', component: 'trycatch', config: { try: ['call'], finally: ['tidy'] } }, call, tidy];

/** The run of these tests, whose process ended while these stages were under way. */
const interrupted = (store: OpenedStore, pipeline: Pipeline, running: readonly string[]): Promise<void> =>
  interruptedRun(store, { runId: RUN, pipeline, running });

const workspace: Workspace = {
  root: '/workspace',
  findPipeline: async () => undefined,
  findPipelineFile: async () => undefined,
  readFile: async () => undefined,
  listPipelines: async () => [],
  writePipeline: () => Promise.reject(new Error('no test writes')),
  deletePipeline: () => Promise.reject(new Error('no test deletes')),
};

const open: OpenWorld = async () => ({
  gate: createSimulateGate({ handler: () => ({ status: 201 }), clock: createVirtualClock() }),
  secrets: { find: () => undefined, mask: (value) => value },
  env: {},
  profile: undefined,
  sandbox: undefined,
  close: async () => undefined,
});
const refuse: OpenWorld = async () => {
  throw new RunnerError('profile_not_found', 'There is no profile "staging".');
};

/** Time does not pass: neither the minutes that finally has nor any other time-out end a call. */
const STANDING_CLOCK: Clock = {
  now: () => Date.parse('2026-11-22T09:00:00.000Z'),
  sleep: (_ms, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true })),
};

/** What the process knows to be secret, whatever has become of the world of a run. */
const hideSecret: Secrets['mask'] = (value) =>
  JSON.parse(JSON.stringify(value).replaceAll('hunter2hunter2', '•••TOKEN'));

function serviceOn(store: OpenedStore, openWorld: OpenWorld = open): OwnedRuns {
  const runs = createRunService({
    store,
    components: builtinComponents,
    workspace,
    openWorld,
    now: () => Date.parse('2026-11-22T09:00:00.000Z'),
    mask: hideSecret,
    onDefect: (_runId, error) => {
      throw error;
    },
  });
  onTestFinished(() => runs.leave(AbortSignal.abort()));
  return runs;
}

async function ended(runs: OwnedRuns, runId: RunId) {
  for await (const _ of runs.follow(runId, 0, AbortSignal.timeout(10_000)));
  return runs.get(runId);
}

async function recovered(stages: readonly unknown[], running: readonly string[]) {
  const store = await openTestStore();
  await interrupted(store, pipelineOf('deploy', stages), running);
  const runs = serviceOn(store);
  await runs.recover();
  await expect.poll(async () => (await runs.get(RUN)).status).toBe('waiting');
  return runs;
}

describe('deciding for a stage', () => {
  it('lets a run go on that waited for it, which its page and the list had said', async () => {
    const runs = await recovered(guarded, ['guard', 'call']);
    const { items } = await runs.list({});
    expect([(await runs.get(RUN)).undecided, items[0]?.undecided]).toEqual([['call'], ['call']]);
    await runs.resolve(RUN, 'call', { as: 'done', ...LOCAL });
    expect(await ended(runs, RUN)).toMatchObject({ status: 'succeeded', stages: { call: { resolved: LOCAL } } });
  });

  it('takes a run up that nobody works on', async () => {
    const store = await openTestStore();
    await interrupted(store, pipelineOf('deploy', guarded), ['guard', 'call']);
    const runs = serviceOn(store);
    await runs.resolve(RUN, 'call', { as: 'failed', ...LOCAL });
    expect(await ended(runs, RUN)).toMatchObject({ status: 'failed', error: { type: 'INTERRUPTED' } });
  });

  /** A run and its child, whose POST was under way when the process ended. */
  async function interruptedChild() {
    const store = await openTestStore();
    const parent = pipelineOf('parent', [{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }]);
    await interrupted(store, parent, ['sub']);
    const child = pipelineOf('child', [call]);
    await interruptedRun(store, { runId: CHILD, pipeline: child, running: ['call'], parent: RUN });
    return serviceOn(store);
  }

  it('reaches a child run whose parent nobody works on', async () => {
    const runs = await interruptedChild();
    await runs.resolve(CHILD, 'call', { as: 'done', ...LOCAL });
    expect([(await ended(runs, RUN)).status, (await runs.get(CHILD)).status]).toEqual(['succeeded', 'succeeded']);
  });

  it('is made in the child run that waits for it, which the parent names until then', async () => {
    const runs = await interruptedChild();
    await runs.recover();
    await expect.poll(async () => (await runs.get(CHILD)).undecided).toEqual(['call']);
    const waiting = [{ stage: 'sub', run_id: CHILD, undecided: ['call'] }];
    const listed = (await runs.list({})).items.find(({ id }) => id === RUN);
    expect([(await runs.get(RUN)).undecided_children, listed?.undecided_children]).toEqual([waiting, waiting]);
    await expect(runs.resolve(RUN, 'sub', { as: 'done', ...LOCAL })).rejects.toMatchObject({
      code: 'stage_not_waiting',
      message: expect.stringContaining("fm resolve run-1.sub 'call' --as"),
    });
    await runs.resolve(CHILD, 'call', { as: 'done', ...LOCAL });
    expect('undecided_children' in (await ended(runs, RUN))).toBe(false);
  });

  it.each([
    ['nowhere', 'stage_not_found'],
    ['tidy', 'stage_not_waiting'],
  ])('is refused for the stage %s', async (key, code) => {
    const runs = await recovered(guarded, ['guard', 'call']);
    await expect(runs.resolve(RUN, key, { as: 'done', ...LOCAL })).rejects.toMatchObject({ code });
  });

  it('is refused the second time', async () => {
    const runs = await recovered([call, { ...tidy, depends_on: ['call'] }], ['call']);
    const answers = await Promise.allSettled(['ada', 'bob'].map((by) => runs.resolve(RUN, 'call', { as: 'done', by })));
    expect(answers).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: expect.stringMatching(/^(stage_not_waiting|run_finished)$/) } },
    ]);
  });

  it('says why a run cannot go on that is held', async () => {
    const store = await openTestStore();
    await interrupted(store, pipelineOf('deploy', guarded), ['guard', 'call']);
    const runs = serviceOn(store, refuse);
    const decision = runs.resolve(RUN, 'call', { as: 'done', ...LOCAL });
    await expect(decision).rejects.toMatchObject({ code: 'profile_not_found' });
  });
});

/** A world that counts what is called. */
function countingWorld(calls: string[]): OpenWorld {
  const handler = ({ method, url }: { readonly method: string; readonly url: string }) => {
    calls.push(`${method} ${new URL(url).pathname}`);
    return { status: 201 };
  };
  return async (request) => ({
    ...(await open(request)),
    gate: { ...createSimulateGate({ handler, clock: createVirtualClock() }), clock: STANDING_CLOCK },
  });
}

const put = { id: 'put', component: 'http_request', config: { url: 'https://deploy.test/put', method: 'PUT' } };
const RESTORED = { kind: 'restored', reason: 'It was restored.' } as const;

describe('a decision on a run that nobody works on', () => {
  /** The run, held or only left, whose POST and PUT were under way, and what it calls from now on. */
  async function left(hold?: typeof RESTORED) {
    const store = await openTestStore();
    await interrupted(store, pipelineOf('deploy', [call, put]), ['call', 'put']);
    if (hold) await store.hold(RUN, hold);
    const calls: string[] = [];
    const runs = serviceOn(store, countingWorld(calls));
    if (hold) await runs.recover();
    return { store, runs, calls };
  }

  it.each([
    ['call', { as: 'done' }],
    ['call', { as: 'failed' }],
    ['call', { as: 'done', output: { status_code: 200 } }],
    ['put', { as: 'failed' }],
  ] as const)('is refused for %s as %j while the run is held, and sends nothing', async (key, decision) => {
    const { store, runs, calls } = await left(RESTORED);
    await expect(runs.resolve(RUN, key, { ...decision, ...LOCAL })).rejects.toMatchObject({ code: 'run_held' });
    expect([store.openRuns()[0]?.hold, (await runs.get(RUN)).held, calls]).toEqual([RESTORED, RESTORED.reason, []]);
  });

  it('can be made once a held run was resumed, which sends what may be repeated and no more', async () => {
    const { runs, calls } = await left(RESTORED);
    await runs.resume(RUN);
    await expect.poll(async () => (await runs.get(RUN)).undecided).toEqual(['call']);
    await expect.poll(() => calls).toEqual(['PUT /put']);
    await runs.resolve(RUN, 'call', { as: 'done', ...LOCAL });
    expect([(await ended(runs, RUN)).status, calls]).toEqual(['succeeded', ['PUT /put']]);
  });

  it('is refused for a child run whose parent is held', async () => {
    const store = await openTestStore();
    const parent = pipelineOf('parent', [{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }]);
    await interrupted(store, parent, ['sub']);
    const child = pipelineOf('child', [call, put]);
    await interruptedRun(store, { runId: CHILD, pipeline: child, running: ['call', 'put'], parent: RUN });
    await store.hold(RUN, RESTORED);
    const calls: string[] = [];
    const runs = serviceOn(store, countingWorld(calls));
    const decision = runs.resolve(CHILD, 'call', { as: 'done', ...LOCAL });
    await expect(decision).rejects.toMatchObject({
      code: 'run_held',
      message: expect.stringContaining('fm resume run-1"'),
    });
    expect(calls).toEqual([]);
  });

  it.each([
    ['call', { as: 'done', output: { status_code: 200 } }, 'output_invalid'],
    ['put', { as: 'failed' }, 'stage_not_waiting'],
  ] as const)('is judged for %s as %j before the run is taken up', async (key, decision, code) => {
    const { runs, calls } = await left();
    const { seq } = await runs.get(RUN);
    await expect(runs.resolve(RUN, key, { ...decision, ...LOCAL })).rejects.toMatchObject({ code });
    expect([(await runs.get(RUN)).seq, calls]).toEqual([seq, []]);
  });
});

describe('cancelling a held run', () => {
  const undo = { id: 'undo', component: 'http_request', config: { url: 'https://deploy.test/undo', method: 'PUT' } };
  const again = { ...call, retry: { max_attempts: 3 } };
  const block = { id: 'guard', component: 'trycatch', config: { try: ['put', 'call'], finally: ['undo'] } };

  it('sends nothing of it again, neither what was under way nor a retry that is due, and runs its finally', async () => {
    const store = await openTestStore();
    await interrupted(store, pipelineOf('deploy', [block, put, again, undo]), ['guard', 'put', 'call']);
    const retrying: NewRunEvent = {
      ...AT,
      type: 'stage.retrying',
      stage_id: 'call',
      attempt: 1,
      reason: 'error',
      error: { type: 'CONNECTIVITY', message: '503', stage_id: 'call', attempt: 1, retryable: true },
      delay_ms: 10,
    };
    await store.journal.append(RUN, 5, [retrying]);
    await store.hold(RUN, RESTORED);
    const calls: string[] = [];
    const runs = serviceOn(store, countingWorld(calls));
    await runs.recover();
    await runs.cancel(RUN, 'enough');
    expect([(await ended(runs, RUN)).status, calls]).toEqual(['cancelled', ['PUT /undo']]);
  });

  it('sends nothing of its child runs again', async () => {
    const store = await openTestStore();
    const sub = { id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } };
    const around = { ...block, config: { try: ['sub'], finally: ['undo'] } };
    await interrupted(store, pipelineOf('parent', [around, sub, undo]), ['guard', 'sub']);
    const child = pipelineOf('child', [put, call]);
    await interruptedRun(store, { runId: CHILD, pipeline: child, running: ['put', 'call'], parent: RUN });
    await store.hold(RUN, RESTORED);
    const calls: string[] = [];
    const runs = serviceOn(store, countingWorld(calls));
    await runs.recover();
    await runs.cancel(RUN, 'enough');
    expect([(await ended(runs, RUN)).status, (await runs.get(CHILD)).status]).toEqual(['cancelled', 'cancelled']);
    expect(calls).toEqual(['PUT /undo']);
  });

  it('leaves it as it is held when it cannot be taken up', async () => {
    const store = await openTestStore();
    await interrupted(store, pipelineOf('deploy', [put]), ['put']);
    await store.hold(RUN, RESTORED);
    const runs = serviceOn(store, refuse);
    await runs.recover();
    await expect(runs.cancel(RUN, 'enough')).rejects.toMatchObject({ code: 'profile_not_found' });
    expect(store.openRuns()[0]?.hold).toEqual(RESTORED);
  });
});

describe('why a run is ended, and by whom', () => {
  const cancelled = { type: 'run.cancelling', reason: 'it printed •••TOKEN', by: 'ada' };
  const options = { by: 'ada' };

  it('is recorded without secrets for a run that has not begun', async () => {
    const store = await openTestStore();
    await interruptedRun(store, { runId: RUN, pipeline: pipelineOf('deploy', [call]), isQueued: true });
    const runs = serviceOn(store, refuse);
    await runs.cancel(RUN, 'it printed hunter2hunter2', options);
    expect(await store.journal.read(RUN)).toContainEqual(expect.objectContaining(cancelled));
  });

  it('is recorded without secrets for a run that is ended at once', async () => {
    const store = await openTestStore();
    await interrupted(store, pipelineOf('deploy', [call]), ['call']);
    const runs = serviceOn(store, refuse);
    await runs.cancel(RUN, 'it printed hunter2hunter2', { ...options, isForced: true });
    expect(await store.journal.read(RUN)).toContainEqual(expect.objectContaining({ ...cancelled, forced: true }));
  });
});

describe('ending a run at once', () => {
  it('needs nothing of what it ran with, and starts nothing', async () => {
    const store = await openTestStore();
    await interrupted(store, pipelineOf('deploy', guarded), ['guard', 'call']);
    const runs = serviceOn(store, refuse);
    await runs.recover();
    const run = await runs.cancel(RUN, 'enough', { isForced: true });
    const events = await store.journal.read(RUN, 4);
    expect([run.status, run.stages['tidy']?.status]).toEqual(['cancelled', 'skipped']);
    expect(events.filter(({ type }) => type === 'stage.started')).toHaveLength(0);
    expect(events).toContainEqual(expect.objectContaining({ code: 'finally_not_run' }));
  });

  it('does not wait for a finally that hangs', async () => {
    const store = await openTestStore();
    const stages = [
      { id: 'guard', component: 'trycatch', config: { try: ['call'], finally: ['hangs'] } },
      call,
      { id: 'hangs', component: 'http_request', config: { url: 'https://never.test/', method: 'PUT' } },
    ];
    await interrupted(store, pipelineOf('deploy', stages), ['guard', 'call']);
    const handler = () => new Promise<{ status: number }>(() => undefined);
    const runs = serviceOn(store, async (request) => ({
      ...(await open(request)),
      gate: { ...createSimulateGate({ handler, clock: createVirtualClock() }), clock: STANDING_CLOCK },
    }));
    await runs.recover();
    await runs.cancel(RUN, 'enough');
    await expect.poll(async () => (await runs.get(RUN)).stages['hangs']?.status).toBe('running');
    const run = await runs.cancel(RUN, 'at once', { isForced: true });
    expect([run.status, run.stages['hangs']?.status]).toEqual(['cancelled', 'cancelled']);
  });
});
