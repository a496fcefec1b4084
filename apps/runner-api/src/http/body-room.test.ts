import { describe, expect, it } from 'vitest';
import { createBodyRoom } from './body-room.ts';

const overloaded = expect.objectContaining({ code: 'overloaded' });

describe('createBodyRoom', () => {
  it('leaves half of the room to others', () => {
    const room = createBodyRoom(100);
    room.take('ann', 50);
    expect(() => room.take('ann', 1)).toThrow(overloaded);
    expect(() => room.take('bob', 50)).not.toThrow();
  });

  it('has no more room than it has', () => {
    const room = createBodyRoom(100);
    for (const caller of ['ann', 'bob', 'eve']) room.take(caller, 30);
    expect(() => room.take('joe', 11)).toThrow(overloaded);
    expect(() => room.take('joe', 10)).not.toThrow();
  });

  it('has room again for what was given back, once', () => {
    const room = createBodyRoom(100);
    const [giveBack] = [room.take('ann', 50), room.take('bob', 40)];
    giveBack?.();
    giveBack?.();
    expect(() => room.take('joe', 50)).not.toThrow();
    expect(() => room.take('eve', 11)).toThrow(overloaded);
  });
});
