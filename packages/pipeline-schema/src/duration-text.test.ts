import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDurationText } from './duration-text.ts';

describe('toDurationText', () => {
  it.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [340.4, '340 ms'],
    [999.6, '1.0 s'],
    [1_240, '1.2 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 m 00 s'],
    [62_000, '1 m 02 s'],
    [187_000, '3 m 07 s'],
    [3_599_499, '59 m 59 s'],
    [3_600_000, '1 h 00 m'],
    [7_500_000, '2 h 05 m'],
    [172_800_000, '48 h 00 m'],
  ])('says %d ms as %s', (ms, text) => {
    expect(toDurationText(ms)).toBe(text);
  });

  it('never says sixty seconds or sixty minutes', () => {
    fc.assert(fc.property(fc.nat(400_000_000), (ms) => !/\b60 [sm]\b/.test(toDurationText(ms))));
  });
});
