import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutValue } from './cut-value.ts';

describe('cutValue', () => {
  it('keeps what is small', () => {
    const value = { a: [1, null, true, 'text'], b: {} };
    expect(cutValue(value)).toEqual(value);
  });

  it('marks where a text was cut', () => {
    expect(cutValue('a'.repeat(5_000))).toBe(`${'a'.repeat(2_000)}…`);
  });

  it('says how many items were left out', () => {
    const cut = cutValue(Array(1_000).fill('a'.repeat(96)));
    expect(cut).toMatchObject({ length: 22, 21: '… 979 more' });
  });

  it('gives at most a few kilobytes of anything', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 9 }), (value) => {
        expect(JSON.stringify(cutValue([value, value, value])).length).toBeLessThan(12_500);
      }),
      { numRuns: 50 },
    );
  });

  it('copes with data nested deeper than the stack', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(JSON.stringify(cutValue(deep))).toBe('[[[[[[[["…"]]]]]]]]');
  });
});
