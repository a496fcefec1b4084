import { describe, expect, it } from 'vitest';
import { toEdgeState } from './edge-state.ts';
import type { DiagramEdge } from './stage-diagram.ts';

const dependency: DiagramEdge = { id: 'a→b', from: 'a', to: 'b', kind: 'dependency', arm: undefined };
const arm: DiagramEdge = { ...dependency, kind: 'arm', arm: 'true' };
const pending = { status: 'pending', attempts: 0 } as const;
const running = { status: 'running', attempts: 1 } as const;
const succeeded = { status: 'succeeded', attempts: 1 } as const;
const failed = { status: 'failed', attempts: 1 } as const;
const skipped = { status: 'skipped', attempts: 0 } as const;

describe('toEdgeState', () => {
  it.each([
    ['without a run', dependency, undefined, undefined, 'plain'],
    ['before anything has happened', dependency, pending, pending, 'ahead'],
    ['while its start is running', dependency, running, pending, 'ahead'],
    ['once its end has started', dependency, succeeded, running, 'passed'],
    ['into a stage that was skipped', dependency, succeeded, skipped, 'closed'],
    ['behind a failure that was handled', dependency, failed, skipped, 'closed'],
    ['from a skipped stage', dependency, skipped, running, 'closed'],
    ['of a decision that is not made', arm, running, pending, 'ahead'],
    ['of the arm that was taken', arm, { ...succeeded, arm: 'true' }, pending, 'taken'],
    ['of the arm that was not taken', arm, { ...succeeded, arm: 'false' }, skipped, 'closed'],
    ['of a taken arm whose stage was kept back', arm, { ...succeeded, arm: 'true' }, skipped, 'closed'],
    ['of a decision that failed', arm, failed, pending, 'closed'],
    ['of a decision that was skipped', arm, skipped, skipped, 'closed'],
  ] as const)('%s', (_when, edge, from, to, state) => {
    expect(toEdgeState(edge, from, to)).toBe(state);
  });
});
