import type { JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  after,
  block,
  choice,
  each,
  endsOf,
  fails,
  pipelineOf,
  runStages,
  type StageInShort,
  start,
  startsOf,
  takes,
  testWorld,
} from '../engine.test-support.ts';
import { foreach } from './foreach.ts';

const echo = (id: string, output: string, rest: object = {}): StageInShort => ({ id, config: { output }, ...rest });
const brittle: readonly StageInShort[] = [
  choice('if', "{{item == 'bad'}}", { if_true: ['boom'], if_false: ['fine'] }),
  fails('boom'),
  echo('fine', '{{item}}'),
  { id: 'call', depends_on: ['boom', 'fine'], config: { output: '{{item}}' } },
];
const loop = (items: readonly string[], config: JsonObject = {}) =>
  each('each', { items: [...items], stages: ['if', 'call'], ...config });

describe('foreach', () => {
  it.each(['__proto__', '1st', 'a-b'])('refuses %s as the name of its item', (item_variable) => {
    expect(foreach.config.safeParse({ items: [], stages: ['a'], item_variable }).success).toBe(false);
  });

  it('runs its list once per item and keeps the results in input order', async () => {
    const { run } = await runStages([
      each('each', { items: [30, 10, 20], stages: ['a'], parallel: true }),
      takes('a', 1, { config: { ms: '{{item}}', output: '{{item * 2}}' } }),
    ]);
    expect(run.stages['each']?.output).toEqual({ total_items: 3, results: [60, 20, 40], errors: [] });
  });

  it('gives the output of the last listed member as result', async () => {
    const { run } = await runStages([
      each('each', { items: ['x'], stages: ['a', 'b'] }),
      echo('a', '1'),
      echo('b', 'of {{item}}'),
    ]);
    expect(run.stages['each']?.output).toMatchObject({ results: ['of x'] });
  });

  it('addresses its instances as loop[2]/member', async () => {
    const { run } = await runStages([
      each('each', { items: ['x', 'y', 'z'], stages: ['call'] }),
      echo('call', '{{item}}'),
    ]);
    expect(run.stages['each[2]/call']).toMatchObject({ status: 'succeeded', output: 'z' });
  });

  it('runs one iteration after the other by default', async () => {
    const { run } = await runStages([each('each', { items: [1, 2, 3], stages: ['a'] }), takes('a', 10)]);
    expect(run.duration_ms).toBe(30);
  });

  it('runs at most max_parallel iterations at once', async () => {
    const parallel = async (config: JsonObject) =>
      (
        await runStages([
          each('each', { items: Array.from({ length: 10 }, (_, i) => i), stages: ['a'], parallel: true, ...config }),
          takes('a', 10),
        ])
      ).run.duration_ms;
    expect([await parallel({}), await parallel({ max_parallel: 2 }), await parallel({ max_parallel: 10 })]).toEqual([
      20, 50, 10,
    ]);
  });

  it('gives each iteration its own names', async () => {
    const { run } = await runStages([
      each('each', { items: ['x', 'y'], stages: ['a', 'b'], item_variable: 'host', index_variable: 'n' }),
      echo('a', '{{host}}{{n}}'),
      echo('b', '{{stages.a.output}}/{{loop.last}}/{{item}}'),
    ]);
    expect(run.stages['each']?.output).toMatchObject({ results: ['x0/false/x', 'y1/true/y'] });
  });

  it('skips its members when the list is empty', async () => {
    const { run } = await runStages([each('each', { items: [], stages: ['a'] }), 'a', after('b', 'each')]);
    expect([endsOf(run), run.stages['each']?.output]).toEqual([
      { each: 'ok', a: 'dependency_skipped', b: 'ok' },
      { total_items: 0, results: [], errors: [] },
    ]);
  });

  it('fails with VALIDATION when items are missing', async () => {
    const { run } = await runStages([each('each', { items: '{{input.gone}}', stages: ['a'] }), 'a']);
    expect([endsOf(run), run.error?.type, run.error?.message]).toEqual([
      { each: 'failed', a: 'dependency_failed' },
      'VALIDATION',
      expect.stringContaining('config.items'),
    ]);
  });

  it('fails at the first failing iteration, and starts no other', async () => {
    const { run, events } = await runStages([loop(['ok', 'bad', 'ok']), ...brittle]);
    expect([run.status, run.stages['each']?.status, startsOf(events).some((key) => key.startsWith('each[2]'))]).toEqual(
      ['failed', 'failed', false],
    );
    expect(run.stages['each[1]/call']?.reason).toBe('dependency_failed');
  });

  it('collects failures with their index when break_on_error is false', async () => {
    const { run } = await runStages([
      loop(['ok', 'bad', 'fine'], { break_on_error: false }),
      ...brittle,
      after('next', 'each'),
    ]);
    expect(run.stages['each']?.output).toMatchObject({
      total_items: 3,
      results: ['ok', null, 'fine'],
      errors: [{ index: 1, error: { type: 'EXECUTION', stage_id: 'boom' } }],
    });
    expect([run.status, run.stages['next']?.status]).toEqual(['succeeded', 'succeeded']);
  });

  it('nests', async () => {
    const { run } = await runStages([
      each('outer', { items: [[1, 2], [3]], stages: ['inner'] }),
      each('inner', { items: '{{item}}', stages: ['m'], item_variable: 'x' }),
      echo('m', '{{x}} in {{item | length}}'),
    ]);
    expect(run.stages['outer[0]/inner[1]/m']?.output).toBe('2 in 2');
    expect(run.stages['outer']?.output).toMatchObject({
      results: [{ results: ['1 in 2', '2 in 2'] }, { results: ['3 in 1'] }],
    });
  });

  it('lets a trycatch inside an iteration deal with its failure', async () => {
    const { run } = await runStages([
      each('each', { items: ['ok', 'bad'], stages: ['t'] }),
      block('t', { try: ['if'], catch: ['c'], error_scope: 'continue' }),
      choice('if', "{{item == 'bad'}}", { if_true: ['boom'] }),
      fails('boom'),
      echo('c', '{{error.stage_id}}'),
    ]);
    expect([run.status, run.stages['each[1]/c']?.output, run.stages['each[0]/c']?.reason]).toEqual([
      'succeeded',
      'boom',
      'branch_not_taken',
    ]);
  });

  it('ends recovered when a failure was caught inside with propagate', async () => {
    const { run } = await runStages([
      each('each', { items: [1], stages: ['t'] }),
      block('t', { try: ['a'], catch: ['c'] }),
      fails('a'),
      'c',
      after('next', 'each'),
    ]);
    expect([run.status, run.stages['each']?.handled, run.stages['next']?.reason]).toEqual([
      'recovered',
      true,
      'dependency_failed',
    ]);
  });

  it('is a member failure of the try that it stands in', async () => {
    const { run } = await runStages([
      block('t', { try: ['each'], catch: ['c'] }),
      each('each', { items: [1, 2], stages: ['a'] }),
      fails('a'),
      'c',
    ]);
    expect([run.status, endsOf(run)]).toEqual([
      'recovered',
      { t: 'handled', each: 'handled', a: 'failed', c: 'ok', 'each[0]/a': 'handled' },
    ]);
  });

  it('lets members wait for stages outside', async () => {
    const { run, events } = await runStages([
      each('each', { items: [1], stages: ['a'] }),
      takes('x', 10),
      after('a', 'x'),
    ]);
    expect([run.status, startsOf(events)]).toEqual(['succeeded', ['each', 'x', 'each[0]/a']]);
  });

  it('skips members in every iteration when a stage outside failed', async () => {
    const { run } = await runStages([each('each', { items: [1, 2], stages: ['a'] }), fails('x'), after('a', 'x')], {
      settings: { on_failure: 'finish' },
    });
    expect([run.stages['each[0]/a']?.reason, run.stages['each[1]/a']?.reason, run.status]).toEqual([
      'dependency_failed',
      'dependency_failed',
      'failed',
    ]);
  });

  it('skips all that its body would have run when it is skipped itself', async () => {
    const { run } = await runStages([
      choice('if', false, { if_true: ['outer'] }),
      each('outer', { items: [1], stages: ['inner'] }),
      each('inner', { items: [1], stages: ['m'] }),
      'm',
    ]);
    expect(endsOf(run)).toEqual({
      if: 'ok',
      outer: 'branch_not_taken',
      inner: 'dependency_skipped',
      m: 'dependency_skipped',
    });
  });

  it('lets what depends on a member wait for the whole loop', async () => {
    const { run, events } = await runStages([
      each('each', { items: [1, 2], stages: ['a'] }),
      takes('a', 5),
      after('z', 'a'),
    ]);
    expect([run.status, startsOf(events)]).toEqual(['succeeded', ['each', 'each[0]/a', 'each[1]/a', 'z']]);
  });

  it('ends on cancel, and leaves nothing pending', async () => {
    const world = testWorld();
    const handle = start(
      pipelineOf([each('each', { items: [1, 2, 3], stages: ['a', 'b'] }), takes('a', 1000), 'b']),
      world,
    );
    await world.clock.sleep(1500, new AbortController().signal);
    handle.cancel('enough');
    const run = await handle.finished;
    expect([run.status, endsOf(run)]).toEqual([
      'cancelled',
      {
        each: 'cancelled',
        a: 'cancelled',
        b: 'run_stopped',
        'each[0]/a': 'ok',
        'each[0]/b': 'ok',
        'each[1]/a': 'cancelled',
        'each[1]/b': 'run_stopped',
      },
    ]);
  });

  it('fails when its time is up', async () => {
    const { run } = await runStages([
      each('each', { items: [1, 2], stages: ['a'], break_on_error: false }, { timeout_ms: 100 }),
      takes('a', 5000),
    ]);
    expect([run.status, run.error?.type, run.duration_ms]).toEqual(['failed', 'TIMEOUT', 100]);
  });
});
