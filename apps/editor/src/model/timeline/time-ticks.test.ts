import { describe, expect, it } from 'vitest';
import { toExactTime, toTickStep, toTickText } from './time-ticks.ts';

describe('time ticks', () => {
  it.each([
    [10, 10],
    [0.08, 2_000],
    [0.01, 10_000],
    [0.001, 120_000],
    [0.00001, 14_400_000],
    [0.0000001, 864_000_000],
  ])('at %f px per ms stand %i ms apart', (pxPerMs, stepMs) => {
    expect(toTickStep(pxPerMs, 84)).toBe(stepMs);
  });

  it.each([
    [0, 1_000, '0'],
    [250, 50, '250 ms'],
    [1_500, 500, '1.5 s'],
    [48_000, 2_000, '48 s'],
    [90_000, 30_000, '1 m 30 s'],
    [120_000, 60_000, '2 m'],
    [120_000, 30_000, '2 m 00 s'],
    [61_250, 50, '1 m 01.25 s'],
    [7_500_000, 300_000, '2 h 05 m'],
    [108_000_000, 21_600_000, '1 d 06 h'],
  ])('%i ms, %i ms apart, read %s', (ms, stepMs, text) => {
    expect(toTickText(ms, stepMs)).toBe(text);
  });

  it.each([
    [12, '0.012 s'],
    [62_340, '1 m 02.340 s'],
    [3_847_250, '1 h 04 m 07.250 s'],
  ])('an instant of %i ms is %s in full', (ms, text) => {
    expect(toExactTime(ms)).toBe(text);
  });
});
