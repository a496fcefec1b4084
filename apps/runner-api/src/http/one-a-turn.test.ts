import { describe, expect, it } from 'vitest';
import { createTurns } from './one-a-turn.ts';

describe('createTurns', () => {
  it('lets the event loop turn between any two, in their order', async () => {
    const order: string[] = [];
    let isOver = false;
    const tick = (): void => {
      if (order.at(-1) !== 'tick') order.push('tick');
      if (!isOver) setImmediate(tick);
    };
    const nextTurn = createTurns();
    const all = Promise.all(['a', 'b', 'c'].map((one) => nextTurn().then(() => order.push(one))));
    tick();
    await all;
    isOver = true;
    expect(order.join(' ')).toMatch(/^tick a tick b tick c/);
  });
});
