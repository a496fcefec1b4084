import { describe, expect, it } from 'vitest';
import { endAll } from './end-all.ts';

describe('endAll', () => {
  it('comes to the last task whatever fails before it, and throws what failed', async () => {
    const done: string[] = [];
    const ended = endAll([
      () => Promise.reject(new Error('no receiver')),
      async () => void done.push('audit'),
      () => done.push('store'),
    ]);
    await expect(ended).rejects.toThrow('no receiver');
    expect(done).toEqual(['audit', 'store']);
  });

  it('throws all that failed', async () => {
    const errors = [new Error('a'), new Error('b')];
    await expect(endAll(errors.map((error) => () => Promise.reject(error)))).rejects.toMatchObject({ errors });
  });
});
