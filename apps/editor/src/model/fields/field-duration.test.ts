import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DURATION_FORMAT } from './field-duration.ts';

describe('DURATION_FORMAT', () => {
  it.each([
    [500, '500 ms'],
    [1_500, '1.5 s'],
    [30_000, '30 s'],
    [90_000, '1 m 30 s'],
    [3_600_000, '1 h'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(DURATION_FORMAT.format(ms)).toBe(text);
  });

  it.each([
    ['30s', 30_000],
    ['1 h 30 m', 5_400_000],
    ['5 min', 300_000],
    ['0.5 s', 500],
    ['2500', 2_500],
  ])('reads %s', (text, ms) => {
    expect(DURATION_FORMAT.parse(text)).toEqual({ value: ms });
  });

  it('says how a time is written', () => {
    expect(DURATION_FORMAT.parse('soon')).toEqual({ fault: '“soon” is no time. Write 30 s, 5 m, 1 h 30 m or 500 ms.' });
  });

  it('reads back every time that it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000_000 }), (ms) => {
        expect(DURATION_FORMAT.parse(DURATION_FORMAT.format(ms))).toEqual({ value: ms });
      }),
    );
  });
});
