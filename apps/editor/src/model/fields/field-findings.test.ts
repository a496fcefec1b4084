import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { findingsOfField, marksOfField } from './field-findings.ts';
import { pointerOfField } from './field-pointer.ts';

const { reading } = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'a', component: 'http_request', config: { method: 'GET', headers: { x: 'say \\"{{input.n | uper}}\\"' } } },
      { id: 'b', component_type: 'json_transform', input_mapping: { data: 1, jmespath_expression: 'a[' } },
    ],
  }),
);

describe('findingsOfField', () => {
  it('has what was found inside the field', () => {
    const found = findingsOfField(reading, { stageId: 'a', path: ['config', 'headers'] });
    expect(found.map(({ code }) => code)).toContain('unknown-filter');
  });

  it('has that the field is missing', () => {
    const found = findingsOfField(reading, { stageId: 'a', path: ['config', 'url'] });
    expect(found.map(({ code }) => code)).toEqual(['missing-config']);
  });

  it('has nothing for a field that is right', () => {
    expect(findingsOfField(reading, { stageId: 'a', path: ['config', 'method'] })).toEqual([]);
  });

  it('finds a field under another spelling', () => {
    const place = { stageId: 'b', path: ['config', 'expression'] };
    expect([pointerOfField(reading, place), findingsOfField(reading, place).length > 0]).toEqual([
      '/stages/1/input_mapping/jmespath_expression',
      true,
    ]);
  });
});

describe('marksOfField', () => {
  it('places a finding in the text as it reads, escapes resolved', () => {
    const place = { stageId: 'a', path: ['config', 'headers', 'x'] };
    const marks = marksOfField(
      reading,
      place,
      findingsOfField(reading, place).filter(({ code }) => code === 'unknown-filter'),
    );
    const text = 'say \\"{{input.n | uper}}\\"';
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['uper']);
  });
});
