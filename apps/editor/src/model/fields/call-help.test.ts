import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { explainCall } from './call-help.ts';

const document = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'a', component: 'logger', config: { message: 'x' } },
      { id: 'b', component: 'json_transform', config: { data: 'x', expression: '@' } },
    ],
  }),
);
const TEXT = "{{ x | replace('a', ";

describe('explainCall', () => {
  it('gives the signature with the place of each parameter, and which one is written', () => {
    const call = explainCall(
      document,
      { stageId: 'a', path: ['config', 'message'] },
      { text: TEXT, offset: TEXT.length },
    );
    const shown = call?.parameters.map(({ start, end }) => call.label.slice(start, end));
    expect([call?.name, call?.active, call?.label, shown]).toEqual([
      'replace',
      1,
      `replace(${shown?.join(', ')})`,
      expect.arrayContaining([expect.stringMatching(/^\w+\??$/)]),
    ]);
  });

  it('says nothing in a field whose texts are no templates', () => {
    const place = { stageId: 'b', path: ['config', 'expression'] };
    expect(explainCall(document, place, { text: TEXT, offset: TEXT.length })).toBeUndefined();
  });
});
