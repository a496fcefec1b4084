import { builtinComponents } from '@flowmason/engine';
import { type Json, type Pipeline, readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { secretsReadBy } from './secrets-read.ts';

function pipelineOf(stages: Json): Pipeline {
  const { pipeline } = readPipeline(JSON.stringify({ name: 'p', version: '1.0.0', stages }), {
    components: builtinComponents,
  });
  if (pipeline === undefined) throw new Error('the document of this test is unreadable');
  return pipeline;
}

function call(id: string, token: string, rest: object = {}) {
  const headers = { Authorization: `Bearer ${token}` };
  return { id, component: 'http_request', config: { url: 'https://x.test/', headers }, ...rest };
}

describe('secretsReadBy', () => {
  it('names each secret once, in order of first use', () => {
    const stages = [call('a', '{{secrets.B}}'), call('b', '{{secrets.A}}'), call('c', '{{secrets.B}}')];
    expect(secretsReadBy(pipelineOf(stages))).toEqual(['B', 'A']);
  });

  it('leaves out those of disabled stages', () => {
    expect(secretsReadBy(pipelineOf([call('a', '{{secrets.A}}', { disabled: true })]))).toEqual([]);
  });

  it('finds one beside a name that a loop gives', () => {
    const loop = {
      id: 'each',
      component: 'foreach',
      config: { items: ['eu'], stages: ['a'], item_variable: 'region' },
    };
    expect(secretsReadBy(pipelineOf([loop, call('a', '{{region}}-{{secrets.A}}')]))).toEqual(['A']);
  });

  it('takes no JMESPath for a template', () => {
    const config = { data: {}, expression: '{{secrets: a}' };
    expect(secretsReadBy(pipelineOf([{ id: 'a', component: 'json_transform', config }]))).toEqual([]);
  });
});
