import { describe, expect, it } from 'vitest';
import { after, choice, endsOf, runStages, type StageInShort, testComponents } from '../engine.test-support.ts';

const route = (name: string, condition: string, ...stages: string[]) => ({ name, condition, stages });
const router = (config: Record<string, unknown>): StageInShort =>
  ({ id: 'r', component: 'router', config }) as StageInShort;

describe('conditional', () => {
  it.each([
    ['{{input.n > 3}}', 'true'],
    ['{{input.n < 3}}', 'false'],
    ['{{"TRUE"}}', 'true'],
    [true, 'true'],
  ])('decides %s as %s', async (condition, branch) => {
    const { run } = await runStages([choice('if', condition, { if_true: ['a'], if_false: ['b'] }), 'a', 'b'], {
      input: { n: 5 },
    });
    expect([run.stages['if']?.arm, run.stages['if']?.output]).toEqual([branch, { result: branch === 'true', branch }]);
  });

  it.each(['{{input.gone}}', '{{1}}', '{{input.list}}', '{{input.n +}}', 'yes', '{{null}}', null, 7])(
    'fails on %j, which is no decision',
    async (condition) => {
      const { run } = await runStages([choice('if', condition, { if_true: ['a'], if_false: ['b'] }), 'a', 'b'], {
        input: { n: 5, list: [1] },
      });
      expect([endsOf(run), run.error?.type]).toEqual([
        { if: 'failed', a: 'dependency_failed', b: 'dependency_failed' },
        'EXPRESSION',
      ]);
    },
  );

  it('is false when a comparison misses a side', async () => {
    const { run } = await runStages([
      choice('if', '{{input.age < 60}}', { if_true: ['a'], if_false: ['b'] }),
      'a',
      'b',
    ]);
    expect(run.stages['if']?.arm).toBe('false');
  });

  it('records the value of each sub-expression', async () => {
    const { events } = await runStages([choice('if', '{{input.n > 3}}', {})], { input: { n: 5 } });
    const decision = events.find(({ type }) => type === 'decision');
    expect(decision).toMatchObject({
      arm: 'true',
      trace: [
        {
          name: 'condition',
          result: true,
          trace: { text: 'input.n > 3', value: true, children: [{ text: 'input.n', value: 5 }] },
        },
      ],
    });
  });

  it('shows no secret in its trace', async () => {
    const { events } = await runStages([choice('if', "{{secrets.TOKEN == 'hunter2hunter2'}}", {})], {
      world: { secrets: { TOKEN: 'hunter2hunter2' } },
    });
    expect(JSON.stringify(events.filter(({ type }) => type === 'decision'))).not.toContain('"value":"hunter2');
  });
});

describe('router', () => {
  it('takes the first route whose condition is true', async () => {
    const { run } = await runStages([
      router({ routes: [route('x', '{{false}}', 'a'), route('y', '{{true}}', 'b'), route('z', '{{true}}', 'c')] }),
      'a',
      'b',
      'c',
    ]);
    expect([endsOf(run), run.stages['r']?.output]).toEqual([
      { r: 'ok', a: 'branch_not_taken', b: 'ok', c: 'branch_not_taken' },
      { route: 'y', stages: ['b'] },
    ]);
  });

  it('does not take a route whose condition errors, and logs that', async () => {
    const { run, events } = await runStages([
      router({ routes: [route('x', '{{input.gone}}', 'a'), route('y', '{{true}}', 'b')] }),
      'a',
      'b',
    ]);
    const logs = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
    expect([run.stages['r']?.arm, logs]).toEqual(['y', [expect.stringContaining('route "x" was not taken: ')]]);
  });

  it('takes the default when no route fits', async () => {
    const { run } = await runStages([router({ routes: [route('x', '{{false}}', 'a')], default: ['b'] }), 'a', 'b']);
    expect([endsOf(run), run.stages['r']?.output]).toEqual([
      { r: 'ok', a: 'branch_not_taken', b: 'ok' },
      { route: 'default', stages: ['b'] },
    ]);
  });

  it('fails with ROUTING when no route fits and there is no default', async () => {
    const { run } = await runStages([router({ routes: [route('x', '{{false}}', 'a')] }), 'a', after('b', 'a')]);
    expect([endsOf(run), run.error?.type]).toEqual([
      { r: 'failed', a: 'dependency_failed', b: 'dependency_failed' },
      'ROUTING',
    ]);
  });

  it.each([
    ['prod', 'a'],
    ['test', 'b'],
  ])('looks %s up in a map', async (value, taken) => {
    const { run } = await runStages(
      [router({ value: '{{input.env}}', routes: { prod: ['a'], test: ['b'] } }), 'a', 'b'],
      { input: { env: value } },
    );
    expect(endsOf(run)[taken]).toBe('ok');
    expect(run.stages['r']?.output).toEqual({ route: value, stages: [taken] });
  });

  it('takes no inherited key of a map', async () => {
    const { run } = await runStages([router({ value: '{{input.env}}', routes: { prod: ['a'] } }), 'a'], {
      input: { env: 'constructor' },
    });
    expect(run.error?.type).toBe('ROUTING');
  });
});

describe('the arms of a half-written router', () => {
  it('point at their places in the file', () => {
    const arms = testComponents.get('router')?.arms?.({ routes: ['what?', { name: 'known', stages: ['a'] }] });
    expect(arms).toEqual([{ name: 'known', role: 'branch', pointer: '/routes/1/stages', stages: ['a'] }]);
  });
});
