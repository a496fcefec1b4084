import { builtinComponents } from '@flowmason/engine';
import { formatPipeline, readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  checkNewPipelineId,
  checkPipelineName,
  freePipelineId,
  newPipelineText,
  proposePipelineId,
} from './new-pipeline.ts';

describe('newPipelineText', () => {
  it('is a valid pipeline in the form that the formatter writes', () => {
    const text = newPipelineText('Deploy "api"');
    const { pipeline, diagnostics } = readPipeline(text, { components: builtinComponents });
    expect(diagnostics).toEqual([]);
    expect(pipeline && formatPipeline(pipeline)).toBe(text);
  });
});

describe('proposePipelineId', () => {
  it.each([
    ['Deploy to Production', 'pipelines/deploy-to-production'],
    ['Größe prüfen', 'pipelines/gro-e-prufen'],
    ['v1.2_fix', 'pipelines/v1.2_fix'],
    ['../../etc/passwd', 'pipelines/etc-passwd'],
    ['漢字', 'pipelines/pipeline'],
  ])('makes a file name of "%s"', (name, id) => {
    expect(proposePipelineId(name, [])).toBe(id);
  });

  it('goes to pipelines/ wherever the others are', () => {
    expect(proposePipelineId('new', ['team/a', 'team/b', 'c'])).toBe('pipelines/new');
  });

  it('stays in the folder that it is told', () => {
    expect(proposePipelineId('new', ['team/new'], 'team/')).toBe('team/new-2');
  });
});

describe('freePipelineId', () => {
  it('counts on while the id is taken, whatever its case', () => {
    expect(freePipelineId('a', ['A', 'a-2'])).toBe('a-3');
  });
});

describe('checkNewPipelineId', () => {
  it.each([
    ['team/a', undefined],
    ['Pipelines/Deploy', 'There is a pipeline "pipelines/deploy" already.'],
    ['a/', expect.stringMatching(/cannot be the id of a pipeline/)],
  ])('%s', (id, problem) => {
    expect(checkNewPipelineId(id, ['pipelines/deploy'])).toEqual(problem);
  });
});

describe('checkPipelineName', () => {
  it('counts characters as a person does', () => {
    expect(checkPipelineName('🚀'.repeat(100))).toBeUndefined();
  });

  it('refuses one that is too long with both lengths', () => {
    expect(checkPipelineName('a'.repeat(300))).toMatch(/at most 100 characters; this has 300/);
  });
});
