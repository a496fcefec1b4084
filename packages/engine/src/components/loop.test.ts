import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configProblems, runComponent } from '../run-component.test-support.ts';
import { loop } from './loop.ts';

describe('loop', () => {
  it('divides items into batches, the last one with what is left', async () => {
    expect((await runComponent(loop, { items: [1, 2, 3, 4, 5], batch_size: 2 })).output).toEqual({
      batches: [[1, 2], [3, 4], [5]],
      total_items: 5,
      total_batches: 3,
    });
  });

  it('makes batches of one item by default', async () => {
    expect((await runComponent(loop, { items: ['a', null] })).output).toMatchObject({ batches: [['a'], [null]] });
  });

  it('gives no batch for no items', async () => {
    const output = { batches: [], total_items: 0, total_batches: 0 };
    expect((await runComponent(loop, { items: [], batch_size: 3 })).output).toEqual(output);
  });

  it('loses no item, changes no order, and fills every batch but the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), async (items, batch_size) => {
        const { output } = await runComponent(loop, { items, batch_size });
        const { batches } = output as { batches: Json[][] }; // checked against the output schema below
        expect(loop.output.safeParse(output).success).toBe(true);
        expect(batches.flat()).toEqual(items);
        expect(batches.slice(0, -1).every(({ length }) => length === batch_size)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [{}, 'items'],
    [{ items: null }, 'items'],
    [{ items: 'a,b' }, 'items'],
    [{ items: { a: 1 } }, 'items'],
    [{ items: [1], batch_size: 0 }, 'batch_size'],
    [{ items: [1], batch_size: 1.5 }, 'batch_size'],
    [{ items: [1], size: 2 }, ''],
  ] as [JsonObject, string][])('refuses the config %j', (config, place) => {
    expect(configProblems(loop, config).map((problem) => problem.split(': ')[0])).toEqual([place]);
  });
});
