import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { each, pipelineOf, runStages, type StageInShort, start, testWorld } from './engine.test-support.ts';

const numbers = (count: number): Json[] => Array.from({ length: count }, (_, index) => index % 10);
/** Not slow to look at. */
const LONG: Json = ['x'.repeat(119_998)];
const transform = (id: string, config: JsonObject, ...depends_on: string[]): StageInShort => ({
  id,
  component: 'json_transform',
  config,
  depends_on,
});
const variable = (id: string, value: Json, ...depends_on: string[]): StageInShort => ({
  id,
  component: 'variable_set',
  config: { name: id, value },
  depends_on,
});
const TOO_LONG = 'has more than 16,777,216 characters as JSON';

describe('a stage whose values are too large', () => {
  it.each<[string, readonly StageInShort[], Json, string]>([
    [
      'an expression that doubles its result at each step',
      [transform('a', { data: { x: 1 }, expression: Array(40).fill('[@,@]').join('|') })],
      {},
      `config.expression failed: the result ${TOO_LONG}`,
    ],
    [
      'a mapping that has its data two thousand times',
      [
        transform('a', {
          data: '{{input.list}}',
          mapping: Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, '{{data}}'])),
        }),
      ],
      { list: LONG },
      'config: the values of this stage together have more than 16,777,216 characters as JSON. Hand on only the parts that are needed',
    ],
    [
      'a mapping that writes its data a thousand times',
      [
        transform('a', {
          data: '{{input.list}}',
          mapping: Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, '{{data | tojson}}'])),
        }),
      ],
      { list: LONG },
      'config: the values of this stage together have more than 16,777,216 characters as JSON. Hand on only the parts that are needed',
    ],
    [
      'a config of many small templates',
      [variable('a', Array(300).fill('{{input.list}}'))],
      { list: LONG },
      'config.value.139: the values of this stage together have more than 16,777,216 characters as JSON. Hand on only the parts that are needed',
    ],
    [
      'a filter that sorts its data for each item',
      [
        {
          id: 'a',
          component: 'filter',
          config: { data: '{{input.list}}', condition: '{{ (data | sort | first) <= item }}' },
        },
      ],
      { list: numbers(20_000) },
      'all evaluations of this stage together do too much work',
    ],
    [
      'a decision on a value that is too large',
      [
        variable('v', `{{ [${Array(200).fill('input.list').join(',')}] | length }}`),
        {
          id: 'a',
          component: 'router',
          config: { routes: { x: [] }, value: `{{ [${Array(200).fill('input.list').join(',')}] }}`, default: [] },
        },
      ],
      { list: LONG },
      `config.value: the value ${TOO_LONG}. Hand on only the parts that are needed`,
    ],
  ])('fails with LIMIT for %s', async (_what, stages, input, message) => {
    const { run } = await runStages(stages, { input });
    const { status, stages: ended } = run;
    expect([status, ended['a']?.error?.type]).toEqual(['failed', 'LIMIT']);
    expect(ended['a']?.error?.message).toContain(message);
  });

  it.each<[string, (before: string) => Json]>([
    ['a list', (before) => `{{ [${before}, ${before}] }}`],
    ['an object', (before) => ({ a: `{{${before}}}`, b: `{{${before}}}` })],
  ])('fails with LIMIT once a chain of stages has doubled %s too often', async (_what, double) => {
    const chain = Array.from({ length: 30 }, (_, index) =>
      index === 0
        ? variable('v0', 'x'.repeat(1_500))
        : variable(`v${index}`, double(`vars.v${index - 1}`), `v${index - 1}`),
    );
    const { run } = await runStages(chain);
    const ends = Object.values(run.stages).map(({ status, error }) => error?.type ?? status);
    expect(ends).toEqual([...Array(14).fill('succeeded'), 'LIMIT', ...Array(15).fill('skipped')]);
  });

  it('fails with LIMIT once a chain of stages has nested a list too often', async () => {
    const chain = Array.from({ length: 140 }, (_, index) =>
      index === 0 ? variable('v0', 1) : variable(`v${index}`, `{{ [vars.v${index - 1}] }}`, `v${index - 1}`),
    );
    const { run } = await runStages(chain);
    expect(run.error?.message).toContain('is nested deeper than 128 levels');
  });

  it('fails a loop with LIMIT whose results are too large together', async () => {
    const { run } = await runStages(
      [each('loop', { items: Array(200).fill(0), stages: ['body'] }), variable('body', '{{input.list}}')],
      { input: { list: LONG } },
    );
    const { loop } = run.stages;
    expect([loop?.error?.type, loop?.output]).toEqual(['LIMIT', null]);
    expect(loop?.error?.message).toContain('the results of the iterations together');
  });
});

describe('a run whose values are too large', () => {
  it('has no output, and says why, when its output would be too large', async () => {
    const stages = Array.from({ length: 150 }, (_, index) => variable(`v${index}`, '{{input.list}}'));
    const { run, events } = await runStages(stages, { input: { list: LONG } });
    expect([run.status, run.output]).toEqual(['succeeded', null]);
    expect(events.flatMap((event) => (event.type === 'warning' ? [event.code] : []))).toEqual(['output-too-large']);
  });

  it('gives null for an entry of its output that would be too large', async () => {
    const big = `{{ [${Array(150).fill('input.list').join(',')}] }}`;
    const { run } = await runStages(['a'], {
      input: { list: LONG },
      output_mapping: { big, small: '{{input.list | length}}' },
    });
    expect(run.output).toEqual({ big: null, small: 1 });
  });

  it('writes what it has recorded before it starts much more', async () => {
    const world = testWorld();
    const sizes: number[] = [];
    const { journal } = world;
    const append: typeof journal.append = (runId, seq, events, pinned) => {
      sizes.push(JSON.stringify(events).length);
      return journal.append(runId, seq, events, pinned);
    };
    const stages = Array.from({ length: 30 }, (_, index) => variable(`v${index}`, '{{input.list}}'));
    const pipeline = pipelineOf(stages, { settings: { max_parallel: 100 } });
    await start(pipeline, { ...world, journal: { ...journal, append } }, { input: { list: numbers(200_000) } })
      .finished;
    expect(Math.max(...sizes)).toBeLessThan(8 * 1024 * 1024);
  });
});
