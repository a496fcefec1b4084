import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSystemClock } from './system-clock.ts';

const DAY_MS = 24 * 3_600_000;
const never = new AbortController().signal;

afterEach(() => {
  vi.useRealTimers();
});

describe('createSystemClock', () => {
  it('sleeps for longer than a timer can', async () => {
    vi.useFakeTimers();
    let isAwake = false;
    const sleep = createSystemClock()
      .sleep(30 * DAY_MS, never)
      .then(() => {
        isAwake = true;
      });
    await vi.advanceTimersByTimeAsync(30 * DAY_MS - 1000);
    expect(isAwake).toBe(false);
    await vi.advanceTimersByTimeAsync(1001);
    await sleep;
    expect(isAwake).toBe(true);
  });

  it('throws the reason of the signal when it aborts a sleep', async () => {
    const controller = new AbortController();
    const sleep = createSystemClock().sleep(DAY_MS, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(sleep).rejects.toThrow('cancelled');
  });

  it('makes waits shorter by its speed, and lets now agree with them', async () => {
    vi.useFakeTimers();
    const clock = createSystemClock({ speed: 100 });
    const before = clock.now();
    const sleep = clock.sleep(10_000, never);
    await vi.advanceTimersByTimeAsync(100);
    await sleep;
    expect(clock.now() - before).toBe(10_000);
  });

  it('runs no faster than others while a call is under way', async () => {
    vi.useFakeTimers();
    const clock = createSystemClock({ speed: 100 });
    const before = clock.elapsed();
    const call = clock.hold(() => new Promise<void>((resolve) => setTimeout(resolve, 500)));
    await vi.advanceTimersByTimeAsync(500);
    await call;
    expect(clock.elapsed() - before).toBe(500);
    await vi.advanceTimersByTimeAsync(10);
    expect(clock.elapsed() - before).toBe(1500);
  });

  it('does not wake a sleeper early whose time was held', async () => {
    vi.useFakeTimers();
    const clock = createSystemClock({ speed: 100 });
    const before = clock.elapsed();
    const sleep = clock.sleep(1000, never).then(() => clock.elapsed() - before);
    const call = clock.hold(() => new Promise<void>((resolve) => setTimeout(resolve, 200)));
    await vi.advanceTimersByTimeAsync(300);
    await call;
    expect(await sleep).toBeGreaterThanOrEqual(1000);
  });
});
