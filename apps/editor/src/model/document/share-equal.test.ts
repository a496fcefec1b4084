import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareEqual } from './share-equal.ts';

describe('shareEqual', () => {
  it('gives what it was given, whatever was there before', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(shareEqual(before, after)).toEqual(after);
      }),
    );
  });

  it('gives the old value back when nothing has changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(shareEqual(value, structuredClone(value))).toBe(value);
      }),
    );
  });

  it('keeps the parts that stay', () => {
    const before = { a: { x: [1, 2] }, b: { y: 1 } };
    const after = shareEqual(before, { a: { x: [1, 2] }, b: { y: 2 } });
    expect(after).toEqual({ a: { x: [1, 2] }, b: { y: 2 } });
    expect(after.a).toBe(before.a);
  });

  it('tells an absent key from one that is undefined', () => {
    expect(Object.keys(shareEqual({ a: 1, b: undefined }, { a: 1, c: undefined }))).toEqual(['a', 'c']);
  });

  it('takes a key of the prototype for one of its own', () => {
    const after = JSON.parse('{"__proto__": 1}');
    expect(Object.keys(shareEqual({}, after))).toEqual(['__proto__']);
  });

  it('leaves maps and functions as they are', () => {
    const after = { map: new Map([[1, 2]]) };
    expect(shareEqual({ map: new Map([[1, 2]]) }, after).map).toBe(after.map);
  });
});
