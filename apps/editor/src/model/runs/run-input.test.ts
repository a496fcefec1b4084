import { describe, expect, it } from 'vitest';
import { firstInputText, readRunInput } from './run-input.ts';

const SCHEMA = {
  type: 'object',
  properties: { service: { type: 'string' }, count: { type: 'integer' } },
  required: ['service'],
};

describe('readRunInput', () => {
  it('takes an input that fits', () => {
    expect(readRunInput('{"service":"api"}', SCHEMA)).toEqual({ kind: 'fit', input: { service: 'api' } });
  });

  it('says that a text is not JSON', () => {
    expect(readRunInput('{service', SCHEMA).kind).toBe('not_json');
  });

  it('places what does not fit', () => {
    const reading = readRunInput('{"service":"api","count":"3"}', SCHEMA);
    expect(reading.kind === 'misfit' && reading.problems.map(({ pointer }) => pointer)).toEqual(['/count']);
  });

  it('takes an empty text for an empty object', () => {
    expect(readRunInput('  ', undefined)).toEqual({ kind: 'fit', input: {} });
  });
});

describe('firstInputText', () => {
  it('is the sample, indented', () => {
    expect(firstInputText({ a: 1 })).toBe('{\n  "a": 1\n}');
  });

  it('is an empty object without a sample', () => {
    expect(firstInputText(undefined)).toBe('{}');
  });
});
