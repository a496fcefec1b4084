import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  after,
  block,
  each,
  endsOf,
  fails,
  pipelineOf,
  RUN_ID,
  type StageInShort,
  start,
  takes,
  testComponents,
  testWorld,
} from './engine.test-support.ts';
import { resumeRun } from './run-pipeline.ts';
import { crash, interrupted, pass, post } from './undecided.test-support.ts';

const CHILD = RunId.parse('run-1.sub');
const BY = { by: 'ada' };
const statusOf = (stages: readonly StageInShort[]) =>
  interrupted(stages).then(async ({ run }) => (await run()).stages['p']?.status);
const loopOver = (rest: object, member = post('p')) => [
  each('each', { items: [1, 2], stages: ['p'], ...rest }),
  member,
];

describe('an unmarked POST that was interrupted', () => {
  it('waits for a person when nothing would handle its failure, and says what was on its way', async () => {
    const { run } = await interrupted([post('p'), after('b', 'p')]);
    const { status, undecided, stages } = await run();
    expect([status, undecided, stages['p']?.waiting, stages['b']?.status]).toEqual([
      'waiting',
      ['p'],
      { until: null, why: 'interrupted' },
      'pending',
    ]);
    expect(stages['p']?.error).toEqual({
      type: 'INTERRUPTED',
      message:
        'the runner stopped while POST deploy.test/v1/jobs was on its way (attempt 1, begun 1970-01-01T00:00:00.000Z), so nobody knows whether it arrived. A person has to decide what became of it: done, failed, or retry to send it again.',
      stage_id: 'p',
      attempt: 1,
      retryable: false,
      details: { method: 'POST', host: 'deploy.test', path: '/v1/jobs', started_at: '1970-01-01T00:00:00.000Z' },
    });
  });

  it.each<[string, string, readonly StageInShort[]]>([
    ['waits', 'in a try without catch', [block('t', { try: ['p'], finally: ['f'] }), post('p'), 'f']],
    ['fails', 'in a try with a catch', [block('t', { try: ['p'], catch: ['c'] }), post('p'), 'c']],
    [
      'waits',
      'in a try whose catch takes other errors',
      [block('t', { try: ['p'], catch: ['c'], catch_error_types: ['TIMEOUT'] }), post('p'), 'c'],
    ],
    [
      'fails',
      'in a try whose catch takes INTERRUPTED',
      [block('t', { try: ['p'], catch: ['c'], catch_error_types: ['INTERRUPTED'] }), post('p'), 'c'],
    ],
    [
      'fails',
      'in a finally inside a try with a catch',
      [block('o', { try: ['t'], catch: ['c'] }), block('t', { try: ['a'], finally: ['p'] }), 'a', post('p'), 'c'],
    ],
    ['waits', 'in a catch', [block('t', { try: ['a'], catch: ['p'] }), fails('a'), post('p')]],
    [
      'fails',
      'before a block that covers it',
      [post('p'), block('t', { try: ['m'], catch: ['c'] }), after('m', 'p'), 'c'],
    ],
    [
      'waits',
      'before a block that only some paths enter',
      [post('p'), block('t', { try: ['m'], catch: ['c'] }), after('m', 'p'), 'c', after('other', 'p')],
    ],
    ['fails', 'with on_error: continue', [post('p', 1000, { on_error: 'continue' })]],
    ['fails', 'with on_interrupt: fail', [post('p', 1000, { on_interrupt: 'fail' })]],
  ])('%s %s', async (verb, _where, stages) => {
    expect(await statusOf(stages)).toBe(verb === 'waits' ? 'waiting' : 'failed');
  });

  it('is sent again with on_interrupt: retry', async () => {
    const { handle } = await interrupted([post('p', 1000, { on_interrupt: 'retry' })]);
    expect((await handle.finished).status).toBe('succeeded');
  });

  it('waits under its address in a loop, while the others of the loop go on', async () => {
    const { run } = await interrupted(
      loopOver({ parallel: true }, { id: 'p', config: { ms: 1000, method: '{{ "POST" if index == 0 else "GET" }}' } }),
    );
    const { undecided, stages } = await run();
    expect([undecided, stages['each[0]/p']?.status, stages['each[1]/p']?.status]).toEqual([
      ['each[0]/p'],
      'waiting',
      'running',
    ]);
  });

  it('fails in a loop that collects failures', async () => {
    const { run } = await interrupted(loopOver({ break_on_error: false }));
    expect((await run()).stages['each[0]/p']?.status).toBe('failed');
  });

  it('lets other branches go on, and the run waits once they have ended', async () => {
    const { run, world } = await interrupted([post('p'), takes('a', 800), after('b', 'a')]);
    const before = await run();
    await pass(world, 5000);
    const later = await run();
    expect([before.status, later.status, endsOf(later)]).toEqual([
      'running',
      'waiting',
      { p: 'waiting', a: 'ok', b: 'ok' },
    ]);
  });

  it('still waits after another crash, and nothing is recorded anew', async () => {
    const { run, takeUp, handle, events } = await interrupted([post('p')]);
    const before = await events();
    await crash(handle);
    await takeUp();
    expect([(await run()).undecided, await events()]).toEqual([['p'], before]);
  });

  it('fails at once in a run that is being cancelled', async () => {
    const world = testWorld();
    const pipeline = pipelineOf([block('t', { try: ['a'], finally: ['p'] }), takes('a', 1000), post('p')]);
    const first = start(pipeline, world);
    await pass(world, 500);
    first.cancel('enough');
    await pass(world, 100);
    await crash(first);
    const run = await resumeRun(RUN_ID, pipeline, world.ports, testComponents).finished;
    expect([run.status, run.stages['p']?.error?.type]).toEqual(['cancelled', 'INTERRUPTED']);
  });

  it('fails at once in a run that began under the rules before', async () => {
    const world = testWorld();
    const pipeline = pipelineOf([post('p')]);
    const { events } = await interrupted([post('p')], { world });
    const started = (await events()).slice(0, 3);
    const old = testWorld();
    await old.journal.append(RUN_ID, 0, started, { pipeline, engineVersion: 1 });
    const run = await resumeRun(RUN_ID, pipeline, old.ports, testComponents).finished;
    expect([run.status, run.error?.type]).toEqual(['failed', 'INTERRUPTED']);
  });
});

describe('a decision on it', () => {
  it('as done succeeds the stage with the output that dependents read, and says who decided', async () => {
    const reader: StageInShort = {
      id: 'b',
      component: 'json_transform',
      depends_on: ['p'],
      config: { data: '{{ stages.p.output.job }}', expression: '@' },
    };
    const { handle, run } = await interrupted([post('p'), reader]);
    await handle.resolve('p', { as: 'done', output: { job: 7 }, note: 'saw it in the log', ...BY });
    const { status } = await handle.finished;
    const { stages } = await run();
    expect([status, stages['b']?.output, stages['p']?.resolved, stages['p']?.attempts]).toEqual([
      'succeeded',
      7,
      { as: 'done', by: 'ada', at: '1970-01-01T00:00:00.501Z', note: 'saw it in the log' },
      1,
    ]);
  });

  it('as done without an output gives null', async () => {
    const { handle } = await interrupted([post('p')]);
    await handle.resolve('p', { as: 'done', ...BY });
    expect((await handle.finished).stages['p']).toMatchObject({ status: 'succeeded', output: null, error: null });
  });

  it('as failed fails the run, after finally', async () => {
    const { handle } = await interrupted([block('t', { try: ['p'], finally: ['f'] }), post('p'), 'f', after('b', 't')]);
    await handle.resolve('p', { as: 'failed', note: 'it never came', ...BY });
    const run = await handle.finished;
    expect([run.status, run.error?.type, run.error?.message, endsOf(run)]).toEqual([
      'failed',
      'INTERRUPTED',
      'the runner stopped while this request was on its way, and ada decided that it failed: it never came',
      { t: 'failed', p: 'failed', f: 'ok', b: 'dependency_failed' },
    ]);
  });

  it('as retry makes another attempt', async () => {
    const { handle, events } = await interrupted([post('p'), after('b', 'p')]);
    await handle.resolve('p', { as: 'retry', ...BY });
    const run = await handle.finished;
    const retrying = (await events()).filter(({ type }) => type === 'stage.retrying');
    expect([run.status, run.stages['p']?.attempts, retrying]).toEqual([
      'succeeded',
      2,
      [
        expect.objectContaining({
          reason: 'ada decided to send it again',
          resolved: expect.objectContaining({ as: 'retry' }),
        }),
      ],
    ]);
  });

  it('as retry survives a crash before the next attempt has begun', async () => {
    const { handle, takeUp, world } = await interrupted([post('p'), takes('a', 60_000)], {
      settings: { max_parallel: 1 },
    });
    await handle.resolve('p', { as: 'retry', ...BY });
    await crash(handle);
    const again = await takeUp();
    await pass(world, 1);
    expect((await again.finished).stages['p']).toMatchObject({ status: 'succeeded', attempts: 2 });
  });

  it('does not take the time of deciding from the deadline of the stage', async () => {
    const { handle, world } = await interrupted([post('p', 1000, { deadline_ms: 2000 })]);
    await pass(world, 60_000);
    await handle.resolve('p', { as: 'retry', ...BY });
    expect((await handle.finished).status).toBe('succeeded');
  });

  it('counts once: of two at the same time the first one wins', async () => {
    const { handle } = await interrupted([post('p')]);
    const answers = await Promise.allSettled([
      handle.resolve('p', { as: 'done', ...BY }),
      handle.resolve('p', { as: 'failed', by: 'bob' }),
    ]);
    expect(answers).toMatchObject([
      { status: 'fulfilled' },
      {
        status: 'rejected',
        reason: { code: 'stage_not_waiting', message: expect.stringContaining('it is succeeded') },
      },
    ]);
    expect((await handle.finished).stages['p']?.resolved).toMatchObject({ as: 'done', by: 'ada' });
  });

  it.each([
    ['nowhere', 'stage_unknown', 'The run run-1 has no stage "nowhere". These stages of the run wait for one: p.'],
    [
      'b',
      'stage_not_waiting',
      'The stage b does not wait for a decision: it is pending. These stages of the run wait for one: p.',
    ],
  ])('on the stage %s is refused with what waits instead', async (key, code, message) => {
    const { handle } = await interrupted([post('p'), after('b', 'p')]);
    await expect(handle.resolve(key, { as: 'done', ...BY })).rejects.toMatchObject({ code, message });
  });

  it('with an output that the component could not have given is refused, and the stage goes on waiting', async () => {
    const request: StageInShort = {
      id: 'p',
      component: 'http_request',
      config: { url: 'https://x.test/', method: 'POST' },
    };
    const world = testWorld({ handler: () => ({ status: 200, delayMs: 1000 }) });
    const { handle, run } = await interrupted([request], { world });
    await expect(handle.resolve('p', { as: 'done', output: { status_code: 'yes' }, ...BY })).rejects.toMatchObject({
      code: 'output_invalid',
      message: expect.stringContaining('output.status_code'),
    });
    expect((await run()).undecided).toEqual(['p']);
  });

  it('is refused once the run has ended', async () => {
    const { handle } = await interrupted([post('p')]);
    await handle.resolve('p', { as: 'done', ...BY });
    await handle.finished;
    await expect(handle.resolve('p', { as: 'done', ...BY })).rejects.toMatchObject({ code: 'run_finished' });
  });
});

describe('a run with an undecided stage', () => {
  it('can be cancelled: finally runs', async () => {
    const { handle } = await interrupted([block('t', { try: ['p'], finally: ['f'] }), post('p'), 'f']);
    handle.cancel('enough');
    const run = await handle.finished;
    expect([run.status, endsOf(run), run.undecided]).toEqual([
      'cancelled',
      { t: 'cancelled', p: 'cancelled', f: 'ok' },
      undefined,
    ]);
  });

  it('still ends when its own time is up', async () => {
    const { handle } = await interrupted([post('p')], { settings: { timeout_ms: 10_000 } });
    expect((await handle.finished).error?.type).toBe('TIMEOUT');
  });

  it('does not return before the decision', async () => {
    const { handle, run, world } = await interrupted([
      post('p'),
      takes('a', 800),
      { id: 'r', component: 'return', depends_on: ['a'], config: { value: 1 } },
    ]);
    await pass(world, 5000);
    expect((await run()).undecided).toEqual(['p']);
    await handle.resolve('p', { as: 'done', ...BY });
    expect((await handle.finished).status).toBe('succeeded');
  });
});

describe('a child run with an undecided stage', () => {
  const child = pipelineOf([post('p')]);
  const sub = (rest: object = {}): StageInShort => ({
    id: 'sub',
    component: 'subpipeline',
    config: { pipeline: 'child' },
    ...rest,
  });

  it('waits, and is decided on under its own id', async () => {
    const { handle, run } = await interrupted([sub()], { world: testWorld({ pipelines: { child } }) });
    expect((await run(CHILD)).undecided).toEqual(['p']);
    const childRun = await handle.child(CHILD, new AbortController().signal);
    await childRun?.resolve('p', { as: 'done', output: 'x', ...BY });
    expect((await handle.finished).output).toBe('x');
  });

  it('is told of by its parent', async () => {
    const { events } = await interrupted([sub()], { world: testWorld({ pipelines: { child } }) });
    expect((await events()).filter(({ type }) => type === 'warning')).toMatchObject([
      { stage_id: 'sub', code: 'child_undecided', message: expect.stringContaining('run-1.sub waits until a person') },
    ]);
  });

  it.each<[string, readonly StageInShort[]]>([
    ['a catch around the stage that started it', [block('t', { try: ['sub'], catch: ['c'] }), sub(), 'c']],
    ['on_error: continue of the stage that started it', [sub({ on_error: 'continue' })]],
  ])('is none when %s deals with the failure', async (_what, stages) => {
    const { run, handle } = await interrupted(stages, { world: testWorld({ pipelines: { child } }) });
    await handle.finished;
    expect((await run(CHILD)).error?.type).toBe('INTERRUPTED');
  });
});
