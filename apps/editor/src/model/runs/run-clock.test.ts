import { describe, expect, it } from 'vitest';
import { observeArrival, type RunClock, runTimeAt } from './run-clock.ts';

const QUEUED = 1_000_000;

function arrival(lastAt: number, receivedAt: number) {
  return { queuedAtMs: QUEUED, lastAtMs: QUEUED + lastAt, receivedAtMs: QUEUED + receivedAt };
}

function elapsed(clock: RunClock | null, wall: number): number {
  return runTimeAt(clock, QUEUED + wall) - QUEUED;
}

describe('run clock', () => {
  it('goes with the wall for a run in real time', () => {
    const clock = observeArrival(observeArrival(null, arrival(0, 10)), arrival(5_000, 5_020));
    expect(elapsed(clock, 8_020)).toBe(8_000);
  });

  it('runs as fast as the events of a sped-up run arrive', () => {
    const clock = observeArrival(observeArrival(null, arrival(0, 10)), arrival(50_000, 5_000));
    expect(elapsed(clock, 6_000)).toBe(60_000);
  });

  it('counts the time since the last event when a page opens in the middle of a long wait', () => {
    const clock = observeArrival(null, arrival(2_000, 600_000));
    expect(elapsed(clock, 601_000)).toBe(601_000);
  });

  it('knows the speed of a sped-up run from its history alone', () => {
    const clock = observeArrival(null, arrival(100_000, 10_000));
    expect(elapsed(clock, 11_000)).toBe(110_000);
  });

  it('does not turn back for events that come late after a lost connection', () => {
    const live = observeArrival(observeArrival(null, arrival(0, 10)), arrival(1_000, 1_010));
    const clock = observeArrival(live, arrival(4_000, 60_000));
    expect(elapsed(clock, 60_000)).toBe(59_990);
  });

  it('is the wall itself before anything is known', () => {
    expect(elapsed(null, 77)).toBe(77);
  });
});
