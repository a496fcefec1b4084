import { describe, expect, it } from 'vitest';
import { toRunLook } from './status-look.ts';

describe('look of a run', () => {
  it.each([
    [{ status: 'waiting' }, 'waiting'],
    [{ status: 'waiting', held: 'Its profile is gone.' }, 'held'],
    [{ status: 'running', cancelling: true }, 'cancelling'],
    [{ status: 'cancelled', cancelling: true }, 'cancelled'],
  ] as const)('calls %o %s', (run, word) => {
    expect(toRunLook(run).word).toBe(word);
  });
});
