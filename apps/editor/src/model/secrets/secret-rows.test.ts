import { describe, expect, it } from 'vitest';
import { toSecretRows } from './secret-rows.ts';

const stored = {
  name: 'TOKEN',
  hosts: ['https://a.example'],
  created_at: '2026-11-22T08:00:00.000Z',
  updated_at: '2026-11-22T08:00:00.000Z',
  version: 1,
  problem: null,
};

describe('toSecretRows', () => {
  it('tells who reads what is stored, and what is read without being stored, missing ones first', () => {
    const overview = {
      status: 'ready' as const,
      problem: null,
      items: [stored, { ...stored, name: 'UNUSED' }],
      uses: [
        { name: 'IN_ENV', pipelines: ['a'], is_in_environment: true },
        { name: 'MISSING', pipelines: ['a', 'b'], is_in_environment: false },
        { name: 'TOKEN', pipelines: ['b'], is_in_environment: true },
      ],
    };
    expect(toSecretRows(overview)).toEqual({
      stored: [
        { ...stored, pipelines: ['b'] },
        { ...stored, name: 'UNUSED', pipelines: [] },
      ],
      unset: [
        { name: 'MISSING', pipelines: ['a', 'b'], isInEnvironment: false },
        { name: 'IN_ENV', pipelines: ['a'], isInEnvironment: true },
      ],
    });
  });
});
