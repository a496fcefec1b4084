import type { PipelineSummary } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { groupByFolder } from './group-by-folder.ts';

function summary(id: string, name = id): PipelineSummary {
  return {
    id,
    path: `${id}.pipeline.json`,
    name,
    version: '1.0.0',
    description: '',
    category: null,
    tags: [],
    difficulty: null,
    components: [],
    stage_count: 0,
    error_count: 0,
    warning_count: 0,
    updated_at: '2026-11-22T10:00:00.000Z',
    last_run: null,
  };
}

describe('groupByFolder', () => {
  it('puts the workspace itself first and folders by path, each with its pipelines by name', () => {
    const pipelines = [summary('team/b/x'), summary('pipelines/z', 'a'), summary('pipelines/a', 'z'), summary('top')];
    expect(groupByFolder(pipelines).map((folder) => [folder.path, folder.pipelines.map(({ id }) => id)])).toEqual([
      ['', ['top']],
      ['pipelines', ['pipelines/z', 'pipelines/a']],
      ['team/b', ['team/b/x']],
    ]);
  });
});
