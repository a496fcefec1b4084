import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonField, preprocessedField, textField } from './config-field.ts';

const META = { title: 'Field', description: 'A field.', examples: ['x'] };
const jsonSchemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

describe('jsonField', () => {
  it('hands every value on as it is, without a copy', () => {
    const value = { a: [1, null] };
    expect(jsonField(META).parse(value)).toBe(value);
    expect(jsonField(META).parse(null)).toBe(null);
  });

  it('is required unless it says otherwise', () => {
    const schema = z.strictObject({ a: jsonField(META), b: jsonField(META).optional() });
    expect(schema.safeParse({ b: 1 }).error?.issues).toMatchObject([{ path: ['a'], message: 'is required' }]);
    expect(schema.parse({ a: null })).toEqual({ a: null });
  });

  it('tells a form its words and no type', () => {
    expect(jsonSchemaOf(jsonField(META))).toMatchObject(META);
    expect(jsonSchemaOf(jsonField(META))).not.toHaveProperty('type');
  });
});

describe('textField', () => {
  it.each([
    ['as is', 'as is'],
    [null, ''],
    [1.5, '1.5'],
    [true, 'true'],
    [[1, { a: 'x' }], '[1,{"a":"x"}]'],
  ])('reads %j as %j', (value, text) => {
    expect(textField(META).parse(value)).toBe(text);
  });

  it('is required unless it says otherwise', () => {
    const schema = z.strictObject({ a: textField(META), b: textField(META).optional() });
    expect(schema.safeParse({}).error?.issues.map(({ path }) => path)).toEqual([['a']]);
  });

  it('is a text with its words to a form', () => {
    expect(jsonSchemaOf(textField(META))).toMatchObject({ type: 'string', ...META });
  });
});

describe('preprocessedField', () => {
  it('prepares a value, and shows a form the choices, the default and the examples', () => {
    const toLowerCase = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
    const field = preprocessedField(toLowerCase, z.enum(['x', 'y']).default('y'), META);
    const schema = z.strictObject({ field });
    expect([schema.parse({ field: 'X' }), schema.parse({})]).toEqual([{ field: 'x' }, { field: 'y' }]);
    expect(jsonSchemaOf(schema)).toMatchObject({
      properties: { field: { type: 'string', enum: ['x', 'y'], default: 'y', ...META } },
    });
    expect(jsonSchemaOf(schema)['required']).toBeUndefined();
  });
});
