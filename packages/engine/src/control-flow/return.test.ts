import { describe, expect, it } from 'vitest';
import { after, block, endsOf, fails, runStages, type StageInShort, startsOf, takes } from '../engine.test-support.ts';

const leave = (config: object, ...depends_on: string[]): StageInShort => ({
  id: 'return',
  component: 'return',
  config: config as never,
  depends_on,
});

describe('return', () => {
  it('ends the run early with its value; the rest is skipped', async () => {
    const { run } = await runStages(
      [leave({ value: { done: '{{input.x}}' } }), takes('a', 5), after('b', 'a'), after('c', 'return')],
      { input: { x: 1 } },
    );
    expect([run.status, run.output, endsOf(run)]).toEqual([
      'succeeded',
      { done: 1 },
      { return: 'ok', a: 'ok', b: 'returned', c: 'returned' },
    ]);
  });

  it('ends the run with its status', async () => {
    const { run } = await runStages([leave({ status: 'failed', value: 1 })]);
    expect([run.status, run.output, run.error?.type]).toEqual(['failed', 1, 'EXECUTION']);
  });

  it('beats join: always', async () => {
    const { run } = await runStages([leave({}), { id: 'a', depends_on: ['return'], join: 'always' }]);
    expect(endsOf(run)).toEqual({ return: 'ok', a: 'returned' });
  });

  it('does not hide a failure that nobody handled', async () => {
    const { run } = await runStages([leave({}), fails('a', {}, { ms: 5 })]);
    expect(run.status).toBe('failed');
  });

  it('does not wait for the next attempt of others', async () => {
    const retry = {
      max_attempts: 9,
      delay_seconds: 600,
      backoff: 1,
      max_delay_seconds: 600,
      jitter: false,
      on_exhausted: 'fail',
    } as const;
    const { run } = await runStages([fails('a', { retry }, { type: 'TIMEOUT' }), takes('x', 10), leave({}, 'x')]);
    expect([run.status, run.duration_ms, endsOf(run)]).toEqual([
      'succeeded',
      10,
      { a: 'cancelled', x: 'ok', return: 'ok' },
    ]);
  });

  it('still runs the finally of a block around it', async () => {
    const { run, events } = await runStages([
      block('t', { try: ['return', 'b'], catch: ['c'], finally: ['f'] }),
      leave({ value: 1 }),
      'b',
      'c',
      'f',
      after('z', 't'),
    ]);
    expect([run.status, endsOf(run), startsOf(events)]).toEqual([
      'succeeded',
      { t: 'cancelled', return: 'ok', b: 'returned', c: 'returned', f: 'ok', z: 'returned' },
      ['t', 'return', 'f'],
    ]);
  });
});
