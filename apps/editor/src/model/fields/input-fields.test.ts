import { describe, expect, it } from 'vitest';
import {
  inputFieldsOf,
  nextInputName,
  withInput,
  withInputRenamed,
  withoutInput,
  withRequired,
} from './input-fields.ts';

const SCHEMA = {
  type: 'object',
  properties: { service: { type: 'string' }, size: { enum: [1, 2] } },
  required: ['service'],
  additionalProperties: false,
};

describe('inputFieldsOf', () => {
  it('gives the inputs in their order', () => {
    expect(inputFieldsOf(SCHEMA)).toEqual([
      { name: 'service', type: 'string', isRequired: true },
      { name: 'size', type: undefined, isRequired: false },
    ]);
  });

  it('takes no schema for no inputs', () => {
    expect(inputFieldsOf(undefined)).toEqual([]);
  });

  it.each([['text'], [{ type: 'array' }], [{ properties: { a: true } }], [{ required: 'a' }]])(
    'leaves %j to the JSON',
    (schema) => {
      expect(inputFieldsOf(schema)).toBeUndefined();
    },
  );
});

describe('changes of the inputs', () => {
  it('add one to nothing', () => {
    expect(withInput(undefined, 'a')).toEqual({ type: 'object', properties: { a: { type: 'string' } } });
  });

  it('keep what else the schema says', () => {
    expect(withInput(SCHEMA, 'a')).toEqual({
      ...SCHEMA,
      properties: { ...SCHEMA.properties, a: { type: 'string' } },
    });
  });

  it('take one away with its mention among the required ones', () => {
    expect(withoutInput(SCHEMA, 'service')).toEqual({
      type: 'object',
      properties: { size: { enum: [1, 2] } },
      additionalProperties: false,
    });
  });

  it('rename one in its place', () => {
    const renamed = withInputRenamed(SCHEMA, 'service', 'name');
    expect([Object.keys(renamed['properties'] ?? {}), renamed['required']]).toEqual([['name', 'size'], ['name']]);
  });

  it('leave the keys of the schema in their order, so that only what changes is written', () => {
    const changed = [withInput(SCHEMA, 'a'), withInputRenamed(SCHEMA, 'service', 'name'), withoutInput(SCHEMA, 'size')];
    expect(changed.map((schema) => Object.keys(schema))).toEqual(changed.map(() => Object.keys(SCHEMA)));
  });

  it('require one, once, and no longer', () => {
    expect([withRequired(['a'], 'b', true), withRequired(['b'], 'b', true), withRequired(['b'], 'b', false)]).toEqual([
      ['a', 'b'],
      ['b'],
      undefined,
    ]);
  });

  it('name the next one as none is named', () => {
    expect(nextInputName(['a', 'input_3'])).toBe('input_4');
  });
});
