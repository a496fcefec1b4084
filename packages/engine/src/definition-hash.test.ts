import type { Pipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { definitionHash } from './definition-hash.ts';

const pipeline: Pipeline = {
  name: 'n',
  version: '1',
  tags: [],
  settings: { max_parallel: 10, on_failure: 'stop' },
  stages: [],
  layout: {},
};

describe('definitionHash', () => {
  it('is the same wherever stages and notes lie', () => {
    const moved = {
      ...pipeline,
      layout: { a: [1, 2] as const },
      notes: [{ id: 'n', text: 'look', position: [1, 2] as const }],
    };
    expect(definitionHash(moved)).toBe(definitionHash(pipeline));
  });

  it('is another one for other settings', () => {
    const other = { ...pipeline, settings: { ...pipeline.settings, max_parallel: 2 } };
    expect(definitionHash(other)).not.toBe(definitionHash(pipeline));
  });
});
