import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { codePlaceAt, fieldPlaceOf, rangeOfStage, stageAtOffset } from './code-place.ts';

const text = `{
  "name": "p",
  "stages": [
    { "id": "a", "component": "logger", "config": { "message": "hi" } },
    { "id": "b", "component": "logger", "depends_on": ["a"], "config": { "message": "ho" } }
  ]
}`;
const { reading } = openPipelineDocument(text);
const at = (piece: string) => text.indexOf(piece) + 1;

function fieldAt(piece: string) {
  const place = codePlaceAt(text, at(piece));
  return place && fieldPlaceOf(reading, place);
}

describe('codePlaceAt', () => {
  it('finds the innermost value, and tells a key from its value', () => {
    expect(codePlaceAt(text, at('"ho"'))).toMatchObject({ pointer: '/stages/1/config/message', isKey: false });
    expect(codePlaceAt(text, at('"depends_on"'))).toMatchObject({ pointer: '/stages/1/depends_on', isKey: true });
  });

  it('finds nothing outside of the document', () => {
    expect(codePlaceAt('  {}', 0)).toBeUndefined();
  });

  it('understands a text that breaks off as far as it goes', () => {
    const broken = text.slice(0, at('"ho"') + 1);
    expect(codePlaceAt(broken, broken.length)).toMatchObject({ pointer: '/stages/1/config/message' });
  });
});

describe('fieldPlaceOf', () => {
  it('gives the field of a stage, or of the document', () => {
    expect(fieldAt('"ho"')).toEqual({ stageId: 'b', path: ['config', 'message'] });
    expect(fieldAt('"p"')).toEqual({ stageId: undefined, path: ['name'] });
  });

  it('gives none for a key', () => {
    expect(fieldAt('"depends_on"')).toBeUndefined();
  });
});

describe('stageAtOffset', () => {
  it('knows the stage whose object a place stands in', () => {
    expect([stageAtOffset(reading, at('"hi"')), stageAtOffset(reading, at('"p"'))]).toEqual(['a', undefined]);
  });
});

describe('rangeOfStage', () => {
  it('is the whole object of the stage', () => {
    expect(rangeOfStage(reading, 'b')).toMatchObject({ start: { line: 5, column: 5 }, end: { line: 5 } });
    expect(rangeOfStage(reading, 'c')).toBeUndefined();
  });
});
