import { describe, expect, it } from 'vitest';
import { toPipelineTitle } from './pipeline-title.ts';

describe('toPipelineTitle', () => {
  it.each([
    ['deploy', 'pipelines/a.pipeline.json', 'deploy'],
    ['untitled', 'pipelines/a.pipeline.json', 'a'],
    [undefined, 'pipelines/deep/rollback.pipeline.json', 'rollback'],
    ['', 'top.pipeline.json', 'top'],
  ])('calls %j in %s %j', (name, path, title) => {
    expect(toPipelineTitle(name, path)).toBe(title);
  });
});
