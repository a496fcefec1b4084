import { describe, expect, it } from 'vitest';
import { tryJmespath, tryJsonSchema } from './preview-try.ts';

describe('tryJmespath', () => {
  it('gives what the expression finds', () => {
    expect(tryJmespath('a[].b', { a: [{ b: 1 }, { b: 2 }] })).toEqual({ kind: 'value', value: [1, 2] });
  });

  it('says where the expression fails', () => {
    expect(tryJmespath('a[', {})).toMatchObject({ kind: 'error', at: 2 });
  });
});

describe('tryJsonSchema', () => {
  it('says that a value fits', () => {
    expect(tryJsonSchema({ type: 'string' }, 'x')).toEqual({ kind: 'fits' });
  });

  it('says what does not fit, and where', () => {
    expect(tryJsonSchema({ properties: { a: { type: 'integer' } } }, { a: 'x' })).toMatchObject({
      kind: 'misfit',
      problems: [{ pointer: '/a' }],
    });
  });

  it('says why a schema is none', () => {
    expect(tryJsonSchema({ type: 'colour' }, 1)).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('/type'),
    });
  });
});
