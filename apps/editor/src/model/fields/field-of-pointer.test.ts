import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { fieldOfPointer } from './field-of-pointer.ts';
import type { FieldPlace } from './field-place.ts';

const { reading } = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'a', component: 'http_request', config: { headers: { A: '{{ nope', B: 'x' } } },
      { id: 'b', component: 'logger', config: { message: 'hi' } },
    ],
  }),
);
const at = (...path: string[]): FieldPlace => ({ stageId: 'a', path });
const FIELDS = [at('name'), at('config', 'url'), at('config', 'headers'), at('config', 'headers', 'A')];

describe('fieldOfPointer', () => {
  it('finds the innermost field that holds the value', () => {
    expect(fieldOfPointer(reading, '/stages/0/config/headers/A', FIELDS)).toEqual(at('config', 'headers', 'A'));
    expect(fieldOfPointer(reading, '/stages/0/config/headers/B', FIELDS)).toEqual(at('config', 'headers'));
  });

  it('finds the field that is missing', () => {
    const missing = reading.diagnostics.find(({ code }) => code === 'missing-config');
    expect(fieldOfPointer(reading, missing?.pointer ?? '', FIELDS)).toEqual(at('config', 'url'));
  });

  it('finds none for another stage', () => {
    expect(fieldOfPointer(reading, '/stages/1/config/message', FIELDS)).toBeUndefined();
  });
});
