import { describe, expect, it } from 'vitest';
import {
  after,
  block,
  choice,
  endsOf,
  fails,
  pipelineOf,
  runStages,
  start,
  startsOf,
  takes,
  testWorld,
} from '../engine.test-support.ts';

const run = async (...args: Parameters<typeof runStages>) => (await runStages(...args)).run;
const ends = async (...args: Parameters<typeof runStages>) => endsOf(await run(...args));

describe('the lists of a trycatch', () => {
  it('run one after the other, in their order', async () => {
    const { events } = await runStages([block('t', { try: ['b', 'a'] }), takes('a', 1), takes('b', 5)]);
    expect(startsOf(events)).toEqual(['t', 'b', 'a']);
  });

  it('let a member follow everything that the one before it owns', async () => {
    const { events } = await runStages([
      block('t', { try: ['if', 'last'] }),
      choice('if', true, { if_true: ['slow'] }),
      takes('slow', 50),
      'last',
    ]);
    expect(startsOf(events)).toEqual(['t', 'if', 'slow', 'last']);
  });

  it('do not spread a skip along their order', async () => {
    const found = await ends([
      block('t', { try: ['a', 'b'] }),
      choice('if', false, { if_true: ['x'] }),
      'x',
      after('a', 'x'),
      'b',
    ]);
    expect(found).toMatchObject({ a: 'dependency_skipped', b: 'ok', t: 'ok' });
  });

  it('may be graphs', async () => {
    const { events } = await runStages([block('t', { try: ['b', 'a'] }), 'a', after('b', 'a')]);
    expect(startsOf(events)).toEqual(['t', 'a', 'b']);
  });

  it('start together with parallel: true', async () => {
    const found = await run([block('t', { try: ['a', 'b'], parallel: true }), takes('a', 10), takes('b', 10)]);
    expect(found.duration_ms).toBe(10);
  });

  it('wait for their dependencies outside', async () => {
    const { events } = await runStages([block('t', { try: ['a'] }), takes('x', 20), after('a', 'x')]);
    expect(startsOf(events)).toEqual(['t', 'x', 'a']);
  });

  it('order in catch and finally, but do not gate', async () => {
    const found = await ends([
      block('t', { try: ['a'], catch: ['c', 'd'], finally: ['f'] }),
      fails('a'),
      fails('c'),
      after('d', 'c', 'a'),
      after('f', 'a'),
    ]);
    expect(found).toMatchObject({ c: 'failed', d: 'ok', f: 'ok' });
  });

  it('drop the edge from a member to its own trycatch', async () => {
    expect(await ends([block('t', { try: ['a'] }), after('a', 't')])).toEqual({ t: 'ok', a: 'ok' });
  });
});

describe('a failure in try', () => {
  const stages = [block('t', { try: ['a', 'b'], catch: ['c'], finally: ['f'] }), fails('a'), 'b', 'c', 'f'];

  it('skips the rest of try, then runs catch and finally', async () => {
    expect(await ends(stages)).toEqual({ t: 'handled', a: 'handled', b: 'try_aborted', c: 'ok', f: 'ok' });
  });

  it('ends the run recovered', async () => {
    expect((await run(stages)).status).toBe('recovered');
  });

  it('lets running members end', async () => {
    const found = await ends([
      block('t', { try: ['a', 'b', 'd'], catch: ['c'], parallel: true }),
      fails('a', {}, { ms: 1 }),
      takes('b', 9),
      after('d', 'b'),
      'c',
    ]);
    expect(found).toMatchObject({ b: 'ok', d: 'try_aborted', c: 'ok' });
  });

  it('skips also members with join: always', async () => {
    const found = await ends([
      block('t', { try: ['a', 'b'], catch: ['c'] }),
      fails('a'),
      { id: 'b', join: 'always' },
      'c',
    ]);
    expect(found).toMatchObject({ b: 'try_aborted' });
  });

  it('skips stages that a decider in the list owns', async () => {
    const found = await ends([
      block('t', { try: ['a', 'if'], catch: ['c'] }),
      fails('a'),
      choice('if', true, { if_true: ['x'] }),
      'x',
      'c',
    ]);
    expect(found).toMatchObject({ if: 'try_aborted', x: 'try_aborted' });
  });

  it('comes only after the retries of the member', async () => {
    const retry = {
      max_attempts: 3,
      delay_seconds: 1,
      backoff: 2,
      max_delay_seconds: 60,
      jitter: true,
      on_exhausted: 'fail',
    } as const;
    const found = await ends([
      block('t', { try: ['a'], catch: ['c'] }),
      fails('a', { retry }, { type: 'TIMEOUT', failures: 2 }),
      'c',
    ]);
    expect(found).toEqual({ t: 'ok', a: 'ok', c: 'branch_not_taken' });
  });

  it('puts `error` in scope for catch and finally', async () => {
    const { events } = await runStages([
      block('t', { try: ['a'], catch: ['c'], finally: ['f'] }),
      fails('a'),
      { id: 'c', component: 'logger', config: { message: '{{error.type}} of {{error.stage_id}}' } },
      { id: 'f', component: 'logger', config: { message: '{{error.message}}' } },
    ]);
    const messages = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
    expect(messages).toEqual(['EXECUTION of a', 'a was told to fail']);
  });

  it('skips dependents of the failed member outside the block', async () => {
    const found = await ends([...stages, after('notify', 'a'), after('told', 'b')]);
    expect(found).toMatchObject({ notify: 'dependency_failed', told: 'dependency_failed' });
  });

  it('lets stages after catch and finally members run, but not the dependents of the block', async () => {
    const found = await ends([...stages, after('analyse', 'c'), after('close', 'f'), after('next', 't')]);
    expect(found).toMatchObject({ analyse: 'ok', close: 'ok', next: 'dependency_failed' });
  });

  it('lets the dependents of the block run with error_scope: continue', async () => {
    const found = await run([
      block('t', { try: ['a'], catch: ['c'], error_scope: 'continue' }),
      fails('a'),
      'c',
      after('next', 't'),
    ]);
    expect([endsOf(found), found.status]).toEqual([{ t: 'ok', a: 'handled', c: 'ok', next: 'ok' }, 'succeeded']);
    expect(found.stages['t']?.output).toMatchObject({ status: 'caught', error: { stage_id: 'a' }, recovered: true });
  });

  it('is caught only by a block that has a catch list', async () => {
    const found = await run([
      block('t', { try: ['a', 'b'], finally: ['f'] }),
      fails('a'),
      'b',
      'f',
      after('next', 't'),
    ]);
    expect([endsOf(found), found.status, found.error?.stage_id]).toEqual([
      { t: 'failed', a: 'failed', b: 'try_aborted', f: 'ok', next: 'dependency_failed' },
      'failed',
      'a',
    ]);
  });

  it('is caught only if its type is among catch_error_types', async () => {
    const limited = (type: string) =>
      ends([
        block('t', { try: ['a'], catch: ['c'], catch_error_types: ['TIMEOUT'] }),
        fails('a', {}, { type, retryable: false }),
        'c',
      ]);
    expect(await limited('SECURITY')).toEqual({ t: 'failed', a: 'failed', c: 'branch_not_taken' });
    expect(await limited('TIMEOUT')).toEqual({ t: 'handled', a: 'handled', c: 'ok' });
  });

  it('does not count when it is tolerated', async () => {
    expect(
      await ends([block('t', { try: ['a', 'b'], catch: ['c'] }), fails('a', { on_error: 'continue' }), 'b', 'c']),
    ).toEqual({
      t: 'ok',
      a: 'tolerated',
      b: 'ok',
      c: 'branch_not_taken',
    });
  });
});

describe('a try that succeeds', () => {
  it('leaves catch out and runs finally', async () => {
    const found = await run([
      block('t', { try: ['a'], catch: ['c'], finally: ['f'] }),
      'a',
      'c',
      'f',
      after('next', 't'),
    ]);
    expect(endsOf(found)).toEqual({ t: 'ok', a: 'ok', c: 'branch_not_taken', f: 'ok', next: 'ok' });
    expect(found.stages['t']?.output).toEqual({ status: 'succeeded', error: null, recovered: false });
  });

  it('is skipped, without catch and finally, when all members were skipped without a failure', async () => {
    const found = await ends([
      choice('if', false, { if_true: ['x'] }),
      'x',
      block('t', { try: ['a'], catch: ['c'], finally: ['f'] }),
      after('a', 'x'),
      'c',
      'f',
    ]);
    expect(found).toMatchObject({
      t: 'dependency_skipped',
      a: 'dependency_skipped',
      c: 'dependency_skipped',
      f: 'dependency_skipped',
    });
  });
});

describe('a failure in catch or finally', () => {
  it('does not stop those after it', async () => {
    const found = await ends([
      block('t', { try: ['a'], catch: ['c', 'd'], finally: ['f', 'g'] }),
      fails('a'),
      fails('c'),
      'd',
      fails('f'),
      'g',
    ]);
    expect(found).toMatchObject({ d: 'ok', g: 'ok' });
  });

  it('fails the run and keeps the first error', async () => {
    const found = await run([
      block('t', { try: ['a'], catch: ['c'] }),
      fails('a', {}, { type: 'SECURITY' }),
      fails('c'),
    ]);
    expect([found.status, found.error?.stage_id, found.stages['t']?.error?.stage_id]).toEqual(['failed', 'a', 'a']);
    expect(found.stages['t']?.output).toMatchObject({ status: 'caught', recovered: false });
  });

  it('fails a block whose try succeeded', async () => {
    const found = await run([block('t', { try: ['a'], finally: ['f'] }), 'a', fails('f')]);
    expect([found.status, endsOf(found)]).toEqual(['failed', { t: 'failed', a: 'ok', f: 'failed' }]);
  });

  it('is caught by an enclosing try', async () => {
    const found = await run([
      block('outer', { try: ['t'], catch: ['rescue'], error_scope: 'continue' }),
      block('t', { try: ['a'], catch: ['c'] }),
      fails('a'),
      fails('c'),
      'rescue',
    ]);
    expect([found.status, endsOf(found)]).toEqual([
      'succeeded',
      { outer: 'ok', t: 'handled', a: 'handled', c: 'handled', rescue: 'ok' },
    ]);
  });
});

describe('nested blocks', () => {
  it('make an inner propagate a member failure of the outer try', async () => {
    const found = await run([
      block('outer', { try: ['t', 'later'], catch: ['rescue'] }),
      block('t', { try: ['a'], catch: ['c'] }),
      fails('a'),
      'c',
      'later',
      'rescue',
    ]);
    expect([found.status, endsOf(found)]).toEqual([
      'recovered',
      { outer: 'handled', t: 'handled', a: 'handled', c: 'ok', later: 'try_aborted', rescue: 'ok' },
    ]);
  });

  it('hand a failure that the inner one does not catch to the outer one', async () => {
    const found = await run([
      block('outer', { try: ['t'], catch: ['rescue'] }),
      block('t', { try: ['a'], finally: ['f'] }),
      fails('a'),
      'f',
      'rescue',
    ]);
    expect([found.status, endsOf(found)]).toEqual([
      'recovered',
      { outer: 'handled', t: 'handled', a: 'handled', f: 'ok', rescue: 'ok' },
    ]);
  });

  it('skip the members of a block that was not reached', async () => {
    const found = await ends([
      block('outer', { try: ['x', 't'], catch: ['rescue'] }),
      fails('x'),
      block('t', { try: ['a'], finally: ['f'] }),
      'a',
      'f',
      'rescue',
    ]);
    expect(found).toMatchObject({ t: 'try_aborted', a: 'dependency_skipped', f: 'dependency_skipped' });
  });
});

describe('a failure outside the block', () => {
  const incident = (rest: Parameters<typeof runStages>[0] = []) => [
    fails('restart'),
    after('restore', 'restart'),
    block('t', { try: ['verify'], catch: ['escalate'], finally: ['note'] }),
    after('verify', 'restore'),
    'escalate',
    'note',
    ...rest,
  ];

  it('counts for the try phase when every path from it enters the block through a member', async () => {
    const found = await run(incident());
    expect([found.status, endsOf(found)]).toEqual([
      'recovered',
      {
        restart: 'handled',
        restore: 'dependency_failed',
        t: 'handled',
        verify: 'dependency_failed',
        escalate: 'ok',
        note: 'ok',
      },
    ]);
  });

  it('is nobody’s when one path leads around the block', async () => {
    const found = await run(incident([after('tell', 'restore')]));
    expect([found.status, endsOf(found)['restart'], endsOf(found)['escalate']]).toEqual([
      'failed',
      'failed',
      'dependency_skipped',
    ]);
  });

  it('does not enter by a path straight into the block stage', async () => {
    const found = await run([
      fails('restart'),
      block('t', { try: ['verify'], catch: ['c'] }, { depends_on: ['restart'] }),
      after('verify', 'restart'),
      'c',
    ]);
    expect([found.status, endsOf(found)['t']]).toEqual(['failed', 'dependency_failed']);
  });

  it('becomes unhandled when the block is then skipped', async () => {
    const found = await run([
      takes('slow', 10),
      choice('if', false, { if_true: ['t'] }, { depends_on: ['slow'] }),
      fails('restart'),
      block('t', { try: ['verify'], catch: ['c'] }),
      after('verify', 'restart'),
      'c',
    ]);
    expect([found.status, endsOf(found)['restart'], endsOf(found)['t']]).toEqual([
      'failed',
      'failed',
      'branch_not_taken',
    ]);
  });

  it('is unhandled when the block is skipped at the moment of the failure', async () => {
    const found = await run([
      block('deploy', { try: ['roll-out'], finally: ['unlock'] }),
      'roll-out',
      fails('unlock'),
      block('t', { try: ['verify'], catch: ['c'] }, { depends_on: ['unlock'] }),
      after('verify', 'deploy'),
      'c',
    ]);
    expect([found.status, endsOf(found)['deploy'], endsOf(found)['t']]).toEqual([
      'failed',
      'failed',
      'dependency_failed',
    ]);
  });

  it('aborts the try only once the impossible member’s waits have settled', async () => {
    const { events } = await runStages([
      fails('restart'),
      block('t', { try: ['first', 'verify', 'last'], catch: ['c'] }),
      takes('first', 20),
      after('verify', 'restart'),
      'last',
      'c',
    ]);
    expect(startsOf(events)).toEqual(['t', 'restart', 'first', 'c']);
  });
});

describe('cancelling a run with a trycatch', () => {
  it('aborts try, leaves catch out, runs finally, and ends cancelled', async () => {
    const world = testWorld();
    const stages = [
      block('t', { try: ['a', 'b'], catch: ['c'], finally: ['f'] }),
      takes('a', 60_000),
      'b',
      'c',
      takes('f', 10),
    ];
    const handle = start(pipelineOf(stages), world);
    await world.clock.sleep(1000, new AbortController().signal);
    handle.cancel('not needed any more');
    const found = await handle.finished;
    expect([found.status, found.duration_ms, endsOf(found)]).toEqual([
      'cancelled',
      1010,
      { t: 'cancelled', a: 'cancelled', b: 'run_stopped', c: 'run_stopped', f: 'ok' },
    ]);
  });

  it('does not run finally of a block that had not begun', async () => {
    const world = testWorld();
    const handle = start(
      pipelineOf([takes('x', 60_000), block('t', { try: ['a'], finally: ['f'] }, { depends_on: ['x'] }), 'a', 'f']),
      world,
    );
    await world.clock.sleep(1000, new AbortController().signal);
    handle.cancel('enough');
    expect(endsOf(await handle.finished)).toMatchObject({ t: 'run_stopped', f: 'run_stopped' });
  });

  it('ends finally blocks that take longer than their five minutes', async () => {
    const world = testWorld();
    const handle = start(
      pipelineOf([block('t', { try: ['a'], finally: ['f'] }), takes('a', 60_000), takes('f', 86_400_000)]),
      world,
    );
    await world.clock.sleep(1000, new AbortController().signal);
    handle.cancel('enough');
    const found = await handle.finished;
    expect([found.status, found.duration_ms, endsOf(found)['f']]).toEqual(['cancelled', 301_000, 'cancelled']);
  });

  it('runs finally also when the run’s time is up', async () => {
    const found = await run([block('t', { try: ['a'], finally: ['f'] }), takes('a', 60_000), 'f'], {
      settings: { timeout_ms: 2000 },
    });
    expect([found.status, found.error?.type, endsOf(found)]).toEqual([
      'failed',
      'TIMEOUT',
      { t: 'cancelled', a: 'cancelled', f: 'ok' },
    ]);
  });
});

describe('a block with a time-out of its own', () => {
  it('treats the end of its time as a failure of its try phase', async () => {
    const found = await run([
      block('t', { try: ['a', 'b'], catch: ['c'] }, { timeout_ms: 500 }),
      takes('a', 60_000),
      'b',
      'c',
    ]);
    expect([found.status, found.duration_ms, endsOf(found), found.stages['t']?.error?.type]).toEqual([
      'recovered',
      500,
      { t: 'handled', a: 'cancelled', b: 'try_aborted', c: 'ok' },
      'TIMEOUT',
    ]);
  });
});

describe('a block when the run stops', () => {
  it('is cancelled after its finally when it was interrupted halfway', async () => {
    const found = await ends([
      block('t', { try: ['a', 'b'], finally: ['f'] }),
      takes('a', 10),
      'b',
      'f',
      fails('x', {}, { ms: 5 }),
    ]);
    expect(found).toEqual({ t: 'cancelled', a: 'ok', b: 'run_stopped', f: 'ok', x: 'failed' });
  });

  it('still catches', async () => {
    const found = await ends([
      block('t', { try: ['a'], catch: ['c'] }),
      fails('a', {}, { ms: 10 }),
      takes('c', 1),
      fails('x', {}, { ms: 5 }),
    ]);
    expect(found).toEqual({ t: 'handled', a: 'handled', c: 'ok', x: 'failed' });
  });
});
