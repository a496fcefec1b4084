import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { SkipSignal } from '../component.ts';
import { configProblems, runComponent } from '../run-component.test-support.ts';
import { filter } from './filter.ts';

const PODS = [
  { name: 'a', status: 'Running', restarts: 0 },
  { name: 'b', status: 'Failed', restarts: 9 },
  { name: 'c', status: 'Running' },
];
const outputOf = async (config: JsonObject, scope: JsonObject = {}) =>
  (await runComponent(filter, config, { scope })).output;

describe('filter', () => {
  it.each([
    ["{{item.status == 'Running'}}", [PODS[0], PODS[2]], 1],
    ['{{index >= 1}}', [PODS[1], PODS[2]], 1],
    ['{{item.restarts > input.most}}', [PODS[1]], 2],
    ['{{item.name == data[0].name}}', [PODS[0]], 2],
  ] as [string, Json, number][])(
    'keeps the items for which %s is true, in their order',
    async (condition, data, count) => {
      const output = await outputOf({ data: PODS, condition }, { input: { most: 3 } });
      expect(output).toEqual({ passed: true, data, filtered_count: count });
    },
  );

  it('has not passed when no item is left', async () => {
    expect(await outputOf({ data: PODS, condition: "{{item.name == 'z'}}" })).toEqual({
      passed: false,
      data: [],
      filtered_count: 3,
    });
  });

  it('has not passed when there were no items', async () => {
    expect(await outputOf({ data: [], condition: '{{item.ok}}' })).toEqual({
      passed: false,
      data: [],
      filtered_count: 0,
    });
  });

  it.each([
    ['{{data | length > 2}}', { passed: true, data: PODS, filtered_count: 0 }],
    ['{{data | length > 3}}', { passed: false, data: [], filtered_count: 3 }],
    ['{{input.on}}', { passed: true, data: PODS, filtered_count: 0 }],
  ])('lets a list pass as a whole by %s, which names no item', async (condition, output) => {
    expect(await outputOf({ data: PODS, condition }, { input: { on: true } })).toEqual(output);
  });

  it.each([
    [{ replicas: 3 }, '{{data.replicas > 0}}', { passed: true, data: { replicas: 3 }, filtered_count: 0 }],
    [{ replicas: 0 }, '{{data.replicas > 0}}', { passed: false, data: null, filtered_count: 1 }],
    [{ replicas: 3 }, '{{item.replicas > 0}}', { passed: true, data: { replicas: 3 }, filtered_count: 0 }],
    ['text', "{{data == 'text'}}", { passed: true, data: 'text', filtered_count: 0 }],
    [null, '{{data is none}}', { passed: true, data: null, filtered_count: 0 }],
  ] as [Json, string, Json][])('lets the value %j pass or not by %s', async (data, condition, output) => {
    expect(await outputOf({ data, condition })).toEqual(output);
  });

  it.each([true, false])('takes the fixed condition %j', async (condition) => {
    expect(await outputOf({ data: 1, condition })).toMatchObject({ passed: condition });
  });

  it('skips the stage when nothing passes and on_fail says so', async () => {
    const skipped = outputOf({ data: PODS, condition: '{{item.restarts > 99}}', on_fail: 'skip' });
    await expect(skipped).rejects.toThrow(new SkipSignal('none of 3 items passed config.condition'));
    await expect(skipped).rejects.toBeInstanceOf(SkipSignal);
  });

  it('fails the stage with VALIDATION when nothing passes and on_fail says so', async () => {
    const failing = outputOf({ data: { a: 1 }, condition: '{{data.a > 1}}', on_fail: 'fail' });
    await expect(failing).rejects.toMatchObject({
      type: 'VALIDATION',
      message: 'the data did not pass config.condition',
      details: { passed: false, data: null, filtered_count: 1 },
      retryable: false,
    });
  });

  it.each(['skip', 'fail'])('minds on_fail %s only when nothing passes', async (on_fail) => {
    expect(await outputOf({ data: PODS, condition: '{{item.restarts == 9}}', on_fail })).toMatchObject({
      passed: true,
    });
  });

  it.each([
    ['{{item.ready}}', /^at item 0: /],
    ['{{item.restarts + 1 > 0 and item.restarts / (item.restarts - 9) < 1}}', /^at item 1: /],
    ['{{item.name ~ index}}', /^at item 0: /],
  ])('fails when %s is neither true nor false, and says at which item', async (condition, message) => {
    await expect(outputOf({ data: PODS, condition })).rejects.toMatchObject({
      type: 'EXPRESSION',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [{ condition: '{{true}}' }, 'data'],
    [{ data: [] }, 'condition'],
    [{ data: [], condition: 1 }, 'condition'],
    [{ data: [], condition: '' }, 'condition'],
    [{ data: [], condition: true, on_fail: 'stop' }, 'on_fail'],
    [{ data: [], condition: true, onfail: 'skip' }, ''],
  ] as [JsonObject, string][])('refuses the config %j', (config, place) => {
    expect(configProblems(filter, config).map((problem) => problem.split(': ')[0])).toEqual([place]);
  });
});
