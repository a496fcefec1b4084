import { describe, expect, it } from 'vitest';
import { toRunLook, toStageLook } from './status-look.ts';

describe('look of a run', () => {
  it.each<[Parameters<typeof toRunLook>[0], string]>([
    [{ status: 'waiting' }, 'waiting'],
    [{ status: 'waiting', held: 'Its profile is gone.' }, 'held'],
    [{ status: 'waiting', undecided: ['call'] }, 'undecided'],
    [{ status: 'running', undecided: ['call'] }, 'running'],
    [{ status: 'running', undecided_children: [] }, 'undecided'],
    [{ status: 'running', cancelling: true }, 'cancelling'],
    [{ status: 'cancelled', cancelling: true }, 'cancelled'],
  ])('calls %o %s', (run, word) => {
    expect(toRunLook(run).word).toBe(word);
  });
});

describe('look of a stage', () => {
  it.each([
    ['interrupted', 'waiting for a decision'],
    ['the condition asks for another attempt', 'waiting'],
  ])('that waits because of "%s" is "%s"', (why, word) => {
    expect(toStageLook({ status: 'waiting', waiting: { until: null, why } }).word).toBe(word);
  });
});
