import type { PipelineSummary } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { findPipelines } from './find-pipelines.ts';

const all = [summary('deploy', 'Rolls out', ['http_request']), summary('incident', 'Answers the pager', ['generator'])];

describe('findPipelines', () => {
  it.each([
    ['', ['deploy', 'incident']],
    ['DEPLOY', ['deploy']],
    ['pager generator', ['incident']],
    ['pager http', []],
  ])('“%s” finds %j', (search, names) => {
    expect(findPipelines(all, search).map(({ name }) => name)).toEqual(names);
  });
});

function summary(name: string, description: string, components: string[]): PipelineSummary {
  return {
    id: name,
    path: `${name}.pipeline.json`,
    name,
    version: '1.0.0',
    description,
    category: null,
    tags: [],
    difficulty: null,
    components,
    stage_count: 1,
    error_count: 0,
    warning_count: 0,
    updated_at: '2026-11-22T12:00:00.000Z',
    last_run: null,
  };
}
