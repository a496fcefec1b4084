import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

const NEVER = new AbortController().signal;

/** Sleeps `ms` and then tells at what time it woke. */
async function sleeper(clock: VirtualClock, ms: number): Promise<number> {
  await clock.sleep(ms, NEVER);
  return clock.now();
}

describe('createVirtualClock', () => {
  it('begins at 0, or where it is told to', () => {
    expect([createVirtualClock().now(), createVirtualClock({ startMs: 5 }).now()]).toEqual([0, 5]);
  });

  it('jumps to the end of a wait, however long', async () => {
    expect(await sleeper(createVirtualClock({ startMs: 7 }), 40 * 86_400_000)).toBe(7 + 40 * 86_400_000);
  });

  it('wakes sleepers in the order of their due times, each at its own', async () => {
    const clock = createVirtualClock();
    const woken: [string, number][] = [];
    const note = async (name: string, ms: number) => woken.push([name, await sleeper(clock, ms)]);
    await Promise.all([note('c', 30), note('a', 10), note('b', 20)]);
    expect(woken).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ]);
  });

  it('wakes those of one instant in the order in which they fell asleep', async () => {
    const clock = createVirtualClock();
    const woken: string[] = [];
    const note = async (name: string) => {
      await sleeper(clock, 10);
      woken.push(name);
    };
    await Promise.all(['x', 'a', 'm'].map(note));
    expect(woken).toEqual(['x', 'a', 'm']);
  });

  it('lets all consequences of a wake-up happen before it moves on', async () => {
    const clock = createVirtualClock();
    const late = sleeper(clock, 15);
    await clock.sleep(10, NEVER);
    for (let round = 0; round < 100; round += 1) await undefined;
    expect(await sleeper(clock, 1)).toBe(11);
    expect(await late).toBe(15);
  });

  it('stands still while something is held', async () => {
    const clock = createVirtualClock();
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = clock.hold(() => promise);
    let isAwake = false;
    const sleeping = clock.sleep(10, NEVER).then(() => {
      isAwake = true;
    });
    for (let round = 0; round < 2_000; round += 1) await undefined;
    expect([isAwake, clock.now()]).toEqual([false, 0]);
    resolve();
    await Promise.all([held, sleeping]);
    expect(clock.now()).toBe(10);
  });

  it('stands still for a hold that begins while it is about to jump', async () => {
    const clock = createVirtualClock();
    const sleeping = sleeper(clock, 10);
    for (let round = 0; round < 50; round += 1) await undefined;
    const { promise, resolve } = Promise.withResolvers<number>();
    const held = clock.hold(() => promise);
    for (let round = 0; round < 2_000; round += 1) await undefined;
    resolve(clock.now());
    expect([await held, await sleeping]).toEqual([0, 10]);
  });

  it('goes on after held work has failed', async () => {
    const clock = createVirtualClock();
    const failing = clock.hold(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await sleeper(clock, 10)).toBe(10);
  });

  it('rejects with the reason when the signal aborts, and forgets the sleeper', async () => {
    const clock = createVirtualClock();
    const controller = new AbortController();
    const sleeping = clock.sleep(1_000, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(sleeping).rejects.toThrow('cancelled');
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('cancelled');
    expect(await sleeper(clock, 5)).toBe(5);
  });

  it('never wakes a sleeper without end, and moves for the others', async () => {
    const clock = createVirtualClock();
    const controller = new AbortController();
    const endless = clock.sleep(Number.POSITIVE_INFINITY, controller.signal);
    expect(await sleeper(clock, 5)).toBe(5);
    controller.abort(new Error('given up'));
    await expect(endless).rejects.toThrow('given up');
  });

  it('waits for the host to settle before it jumps', async () => {
    const turns: (() => void)[] = [];
    const clock = createVirtualClock({ settle: () => new Promise((resolve) => turns.push(resolve)) });
    const sleeping = sleeper(clock, 10);
    expect([turns.length, clock.now()]).toEqual([1, 0]);
    turns.pop()?.();
    expect(await sleeping).toBe(10);
  });

  it('takes no time for nothing, and less than none', async () => {
    const clock = createVirtualClock();
    expect([await sleeper(clock, 0), await sleeper(clock, -5)]).toEqual([0, 0]);
  });

  it('gives every program of sleeps the times that arithmetic gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat(50), { maxLength: 5 }), { maxLength: 8 }), async (programs) => {
        const clock = createVirtualClock();
        const ends = await Promise.all(
          programs.map(async (waits) => {
            for (const ms of waits) await clock.sleep(ms, NEVER);
            return clock.now();
          }),
        );
        expect(ends).toEqual(programs.map((waits) => waits.reduce((sum, ms) => sum + ms, 0)));
      }),
      { numRuns: 60 },
    );
  });
});
