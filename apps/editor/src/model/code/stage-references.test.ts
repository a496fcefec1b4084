import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { stageReferences } from './stage-references.ts';

const { graph } = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'ping', component: 'http_request', config: { url: 'https://x.example' } },
      {
        id: 'check',
        component: 'conditional',
        depends_on: ['ping'],
        config: { condition: '{{stages.ping.output.success}}', if_true: ['tell'] },
      },
      {
        id: 'tell',
        component: 'logger',
        depends_on: ['ping'],
        config: { message: '{{stages.ping.output.url}} {{stages.' },
      },
    ],
  }),
);

describe('stageReferences', () => {
  it('tells what a stage reads, and where', () => {
    expect(references('check').reads).toEqual([{ stageId: 'ping', how: 'config.condition' }]);
  });

  it('tells who reads a stage and who waits for it', () => {
    expect(references('ping').readBy).toEqual([
      { stageId: 'check', how: 'reads it in config.condition' },
      { stageId: 'check', how: 'waits for it' },
      { stageId: 'tell', how: 'waits for it' },
    ]);
  });

  it('tells which outcome runs a stage', () => {
    expect(references('tell').readBy).toEqual([{ stageId: 'check', how: 'runs it: true' }]);
  });

  it('tells that the pipeline gives its output', () => {
    expect(references('tell', { logged: '{{stages.tell.output.logged}}' }).readBy).toContainEqual({
      stageId: undefined,
      how: 'reads it in output_mapping.logged',
    });
  });
});

function references(id: string, output?: Parameters<typeof stageReferences>[2]) {
  if (!graph) throw new Error('the test document has no stages');
  return stageReferences(graph, id, output);
}
