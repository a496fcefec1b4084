import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { explainExpression } from './expression-hover.ts';

const document = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    input_schema: { type: 'object', properties: { service: { type: 'string', description: 'What to deploy' } } },
    stages: [
      { id: 'build', component: 'http_request', config: { url: 'https://a.example' } },
      { id: 'tell', component: 'logger', depends_on: ['build'], config: { message: 'x' } },
    ],
  }),
);

/** `^` stands where the pointer is. */
function explained(written: string) {
  const offset = written.indexOf('^');
  const text = written.slice(0, offset) + written.slice(offset + 1);
  return explainExpression(document, { stageId: 'tell', path: ['config', 'message'] }, { text, offset });
}

describe('explainExpression', () => {
  it('tells type and meaning of an input', () => {
    expect(explained('to {{input.ser^vice}}')).toEqual({
      name: 'service',
      kind: 'member',
      detail: 'string',
      docs: 'What to deploy',
      start: 11,
      end: 18,
    });
  });

  it('tells what a component gives', () => {
    expect(explained('{{stages.build.output.^status_code}}')).toMatchObject({ name: 'status_code', detail: 'integer' });
  });

  it('tells arguments and meaning of a filter', () => {
    expect(explained('{{ input.service | def^ault("x") }}')).toMatchObject({
      name: 'default',
      kind: 'filter',
      detail: expect.stringMatching(/^default\(/),
      docs: expect.stringMatching(/\w/),
    });
  });

  it('knows nothing outside of expressions', () => {
    expect(explained('inp^ut {{input.service}}')).toBeUndefined();
  });
});
