import { foldRun, newRun, RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { completeExpression } from './expression-completion.ts';
import type { FieldPlace } from './field-place.ts';

describe('completeExpression', () => {
  it('offers the inputs that the schema declares, with type and description', () => {
    expect(offered('{{input.|}}', ['config', 'url'])).toEqual([
      { label: 'service', kind: 'member', detail: 'string', docs: 'What to deploy', apply: 'service' },
      { label: 'replicas', kind: 'member', detail: 'integer', docs: '', apply: 'replicas' },
    ]);
  });

  it('offers the stages upstream of the field, nearest first, and no others', () => {
    expect(labels('{{stages.|}}', ['config', 'url'])).toEqual(['build', 'plan']);
  });

  it('offers what a component gives', () => {
    expect(labels('{{stages.build.output.|}}', ['config', 'url'])).toEqual([
      ...['status_code', 'headers', 'body', 'body_encoding', 'success', 'elapsed_ms', 'url'],
    ]);
  });

  it('offers what the last run really gave where the schema says nothing', () => {
    expect(labels('{{stages.build.output.body.|}}', ['config', 'url'], RUN)).toEqual(['image', 'tag']);
  });

  it('offers the secrets that the document names, and not their values', () => {
    expect(labels('{{secrets.|}}', ['config', 'url'])).toEqual(['API_TOKEN']);
  });

  it('offers no secrets where they are refused', () => {
    expect(labels('{{|}}', ['config', 'message'], undefined, 'tell')).not.toContain('secrets');
  });

  it("offers the attempt's output in a retry condition only", () => {
    expect([
      labels('{{output.status|}}', ['retry', 'condition']).includes('status_code'),
      labels('{{|}}', ['config', 'url']).includes('output'),
    ]).toEqual([true, false]);
  });

  it('tells the arguments of a filter apart from what it does', () => {
    const [filter] = offered('{{input.service | defau|}}', ['config', 'url']).filter(
      ({ label }) => label === 'default',
    );
    expect(filter).toMatchObject({
      kind: 'filter',
      detail: expect.stringMatching(/^default\(/),
      docs: expect.stringMatching(/\w/),
    });
  });

  it('replaces the word under the cursor', () => {
    const [first] = completeExpression(DOCUMENT, place(['config', 'url']), { text: '{{input.serv}}', offset: 12 });
    expect([first?.from, first?.to]).toEqual([8, 12]);
  });

  it('offers nothing in a field that is no template', () => {
    expect(labels('{{|}}', ['name'])).toEqual([]);
  });
});

const DOCUMENT = openPipelineDocument(
  JSON.stringify({
    name: 'deploy',
    version: '1.0.0',
    input_schema: {
      type: 'object',
      properties: { service: { type: 'string', description: 'What to deploy' }, replicas: { type: 'integer' } },
    },
    stages: [
      { id: 'plan', component: 'logger', config: { message: 'go' } },
      {
        id: 'build',
        component: 'http_request',
        depends_on: ['plan'],
        config: { url: 'https://example.com', headers: { Authorization: 'Bearer {{secrets.API_TOKEN}}' } },
      },
      { id: 'deploy', component: 'http_request', depends_on: ['build'], config: { url: 'https://example.com' } },
      { id: 'tell', component: 'logger', depends_on: ['deploy'], config: { message: 'done' } },
    ],
  }),
);

const FACT = { run_id: 'r1', at: '2026-11-22T12:00:00.000Z', t: 0, stage_id: 'build' };
const RUN = foldRun(newRun(RunId.parse('r1')), [
  RunEvent.parse({ ...FACT, seq: 1, type: 'stage.started', attempt: 1, config: {} }),
  RunEvent.parse({
    ...FACT,
    seq: 2,
    type: 'stage.succeeded',
    attempt: 1,
    output: { status_code: 200, headers: {}, body: { image: 'api', tag: 'v1' }, success: true, elapsed_ms: 3, url: '' },
  }),
]);

function place(path: FieldPlace['path'], stageId = 'deploy'): FieldPlace {
  return { stageId, path };
}

/** What is offered where `|` stands. */
function offered(marked: string, path: FieldPlace['path'], run?: typeof RUN, stageId = 'deploy') {
  const offset = marked.lastIndexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return completeExpression(DOCUMENT, place(path, stageId), { text, offset, run }).map(
    ({ from: _from, to: _to, ...option }) => option,
  );
}

function labels(...args: Parameters<typeof offered>): readonly string[] {
  return offered(...args).map(({ label }) => label);
}
