import { describe, expect, it } from 'vitest';
import { roundHalfEven } from './rounding.ts';

describe('roundHalfEven', () => {
  it.each([
    [0.5, 0, 0],
    [1.5, 0, 2],
    [2.5, 0, 2],
    [-2.5, 0, -2],
    [-3.5, 0, -4],
    [2.675, 2, 2.67],
    [0.125, 2, 0.12],
    [0.375, 2, 0.38],
    [1250, -2, 1200],
    [1350, -2, 1400],
    [5, -1, 0],
    [1e300, 2, 1e300],
    [5e-324, 15, 0],
    [999_999_999_999_999.5, 0, 1_000_000_000_000_000],
  ])('rounds %d to %d decimals as %d', (value, precision, expected) => {
    expect(roundHalfEven(value, precision) + 0).toBe(expected);
  });
});
