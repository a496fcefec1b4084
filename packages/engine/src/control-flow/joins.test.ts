import { describe, expect, it } from 'vitest';
import { after, choice, endsOf, fails, runStages, startsOf, takes } from '../engine.test-support.ts';

const ends = async (...args: Parameters<typeof runStages>) => endsOf((await runStages(...args)).run);

describe('readiness', () => {
  it('starts a stage as soon as all its dependencies have settled, not in waves', async () => {
    const { events } = await runStages([
      takes('slow', 50),
      takes('quick', 1),
      after('next', 'quick'),
      after('last', 'next'),
    ]);
    const order = events.flatMap((event) => (event.type === 'stage.succeeded' ? [event.stage_id] : []));
    expect(order).toEqual(['quick', 'next', 'last', 'slow']);
  });

  it('runs at most settings.max_parallel stages at once', async () => {
    const stages = Array.from({ length: 7 }, (_, index) => takes(`s${index}`, 10));
    const { run } = await runStages(stages, { settings: { max_parallel: 3 } });
    expect(run.duration_ms).toBe(30);
  });

  it('gives a place to others while a stage waits for its next attempt', async () => {
    const retry = {
      max_attempts: 2,
      delay_seconds: 1,
      backoff: 1,
      max_delay_seconds: 60,
      jitter: false,
      on_exhausted: 'fail',
    } as const;
    const { run } = await runStages([fails('a', { retry }, { type: 'TIMEOUT', failures: 1 }), takes('b', 500)], {
      settings: { max_parallel: 1 },
    });
    expect(run.duration_ms).toBe(1000);
  });

  it('leaves no stage pending at the end', async () => {
    const found = await ends([fails('a'), after('b', 'a'), choice('c', true, { if_false: ['d'] }), 'd']);
    expect(Object.values(found)).not.toContain('pending');
  });
});

describe('join any', () => {
  const gate = (verdict: boolean) => choice('if', verdict, { if_true: ['a'], if_false: ['b'] });

  it('runs when one dependency succeeded and the others were skipped', async () => {
    expect(await ends([gate(true), 'a', 'b', after('c', 'a', 'b')])).toMatchObject({
      a: 'ok',
      b: 'branch_not_taken',
      c: 'ok',
    });
  });

  it('is skipped when all dependencies were skipped', async () => {
    expect(await ends([gate(true), 'a', 'b', after('c', 'b')])).toMatchObject({ c: 'dependency_skipped' });
  });

  it('is skipped when one dependency failed although another succeeded', async () => {
    expect(await ends(['a', fails('b'), after('c', 'a', 'b')], { settings: { on_failure: 'finish' } })).toMatchObject({
      c: 'dependency_failed',
    });
  });

  it('passes dependency_failed on, so that nothing follows a failure by a detour', async () => {
    const found = await ends([fails('a'), after('b', 'a'), after('c', 'b'), 'x', after('d', 'c', 'x')], {
      settings: { on_failure: 'finish' },
    });
    expect(found).toMatchObject({ b: 'dependency_failed', c: 'dependency_failed', d: 'dependency_failed' });
  });

  it('counts a skip in the wake of a failure as failed, also through a skipped decider', async () => {
    const found = await ends(
      [fails('a'), choice('if', true, { if_true: ['m'] }, { depends_on: ['a'] }), 'm', 'x', after('c', 'm', 'x')],
      {
        settings: { on_failure: 'finish' },
      },
    );
    expect(found).toMatchObject({ if: 'dependency_failed', m: 'dependency_skipped', c: 'dependency_failed' });
  });

  it('looks at the transitive reduction only', async () => {
    const found = await ends([
      gate(true),
      'a',
      'b',
      { id: 'x', depends_on: ['b'], join: 'always' },
      after('c', 'b', 'x'),
    ]);
    expect(found).toMatchObject({ b: 'branch_not_taken', x: 'ok', c: 'ok' });
  });

  it('counts a tolerated failure as success', async () => {
    expect(await ends([fails('a', { on_error: 'continue' }), after('b', 'a')])).toMatchObject({
      a: 'tolerated',
      b: 'ok',
    });
  });

  it('counts a disabled stage as success', async () => {
    expect(await ends([{ id: 'a', disabled: true }, after('b', 'a')])).toEqual({ a: 'disabled', b: 'ok' });
  });
});

describe('join all', () => {
  it('needs every dependency to have succeeded', async () => {
    const stages = [choice('if', true, { if_true: ['a'], if_false: ['b'] }), 'a', 'b'];
    expect(await ends([...stages, { id: 'c', depends_on: ['a', 'b'], join: 'all' as const }])).toMatchObject({
      c: 'dependency_skipped',
    });
  });
});

describe('join always', () => {
  it('runs once all dependencies have settled, whatever happened', async () => {
    expect(await ends([fails('a'), { id: 'c', depends_on: ['a'], join: 'always' }])).toEqual({ a: 'failed', c: 'ok' });
  });

  it('also runs after a failure elsewhere', async () => {
    const { run } = await runStages([fails('a'), takes('x', 5), { id: 'c', depends_on: ['x'], join: 'always' }]);
    expect([endsOf(run), run.status]).toEqual([{ a: 'failed', x: 'ok', c: 'ok' }, 'failed']);
  });

  it('stays skipped when its owner did not select it', async () => {
    expect(await ends([choice('if', false, { if_true: ['a'] }), { id: 'a', join: 'always' }])).toEqual({
      if: 'ok',
      a: 'branch_not_taken',
    });
  });
});

describe('selection', () => {
  it('needs at least one owner that selects', async () => {
    const found = await ends([choice('x', false, { if_true: ['m'] }), choice('y', true, { if_true: ['m'] }), 'm']);
    expect(found).toMatchObject({ m: 'ok' });
  });

  it('skips members of a skipped owner as dependency_skipped', async () => {
    const found = await ends([choice('x', false, { if_true: ['y'] }), choice('y', true, { if_true: ['m'] }), 'm']);
    expect(found).toMatchObject({ y: 'branch_not_taken', m: 'dependency_skipped' });
  });

  it('comes before the join', async () => {
    const found = await ends([fails('a'), choice('x', false, { if_true: ['m'] }), after('m', 'a')], {
      settings: { on_failure: 'finish' },
    });
    expect(found).toMatchObject({ m: 'branch_not_taken' });
  });

  it('skips members of a failed owner as dependency_failed', async () => {
    expect(await ends([choice('x', '{{input.gone}}', { if_true: ['m'] }), 'm'])).toEqual({
      x: 'failed',
      m: 'dependency_failed',
    });
  });
});

describe('precedence of skips', () => {
  it('puts the join before disabled', async () => {
    const found = await ends([fails('a'), { id: 'b', depends_on: ['a'], disabled: true }], {
      settings: { on_failure: 'finish' },
    });
    expect(found).toMatchObject({ b: 'dependency_failed' });
  });

  it('puts disabled before run_stopped', async () => {
    const found = await ends([
      fails('a'),
      takes('x', 5),
      { id: 'b', depends_on: ['x'], disabled: true },
      after('c', 'x'),
    ]);
    expect(found).toMatchObject({ b: 'disabled', c: 'run_stopped' });
  });
});

describe('the reason of a skip', () => {
  it('names the chain to the failure that caused it', async () => {
    const { run } = await runStages([fails('a'), after('b', 'a'), after('c', 'b')]);
    expect(run.stages['c']?.because).toEqual([
      { stage_id: 'b', what: 'skipped', detail: 'dependency_failed' },
      { stage_id: 'a', what: 'failed', detail: 'EXECUTION' },
    ]);
  });

  it('names the decision that caused it', async () => {
    const { run } = await runStages([choice('if', true, { if_false: ['a'] }), 'a', after('b', 'a')]);
    expect(run.stages['b']?.because).toEqual([
      { stage_id: 'a', what: 'skipped', detail: 'branch_not_taken' },
      { stage_id: 'if', what: 'decision', detail: 'true' },
    ]);
  });

  it('keeps the root of a chain that is too long to be told', async () => {
    const chain = Array.from({ length: 40 }, (_, index) => after(`s${index}`, index === 0 ? 'a' : `s${index - 1}`));
    const { run } = await runStages([fails('a'), ...chain]);
    expect(run.stages['s39']?.because?.at(-1)).toEqual({ stage_id: 'a', what: 'failed', detail: 'EXECUTION' });
    expect(run.stages['s39']?.because).toHaveLength(12);
  });
});

describe('an unhandled failure', () => {
  it('lets running stages end and starts nothing else', async () => {
    const { run, events } = await runStages([fails('a'), takes('x', 5), after('y', 'x')]);
    expect([endsOf(run), startsOf(events), run.status]).toEqual([
      { a: 'failed', x: 'ok', y: 'run_stopped' },
      ['a', 'x'],
      'failed',
    ]);
  });

  it('lets independent branches go on under on_failure: finish', async () => {
    const { run } = await runStages([fails('a'), takes('x', 5), after('y', 'x')], {
      settings: { on_failure: 'finish' },
    });
    expect([endsOf(run), run.status]).toEqual([{ a: 'failed', x: 'ok', y: 'ok' }, 'failed']);
  });

  it('is the error of the run', async () => {
    const { run } = await runStages([fails('a', {}, { type: 'SECURITY' })]);
    expect(run.error).toEqual({
      type: 'SECURITY',
      message: 'a was told to fail',
      stage_id: 'a',
      attempt: 1,
      retryable: false,
    });
  });

  it('leaves a tolerated failure out of the run', async () => {
    const { run } = await runStages([fails('a', { on_error: 'continue' })]);
    expect([run.status, run.error, run.stages['a']?.output]).toEqual(['succeeded', null, null]);
  });
});
