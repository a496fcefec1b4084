import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { configProblems, runComponent } from '../run-component.test-support.ts';
import { schemaValidate } from './schema-validate.ts';

const SCHEMA = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
};
const outputOf = async (config: JsonObject) => (await runComponent(schemaValidate, config)).output;

describe('schema_validate', () => {
  it('hands data that fits on as it is', async () => {
    const data = { id: 7, tags: ['a'], more: null };
    expect(await outputOf({ data, schema: SCHEMA })).toEqual({ valid: true, errors: [], data });
  });

  it('fails with VALIDATION on data that does not, and lists all that is wrong', async () => {
    await expect(outputOf({ data: { id: 'x', tags: ['a', 1] }, schema: SCHEMA })).rejects.toMatchObject({
      type: 'VALIDATION',
      retryable: false,
      message: expect.stringMatching(/^The data does not fit the schema: .*\/id .*; .*\/tags\/1 /),
      details: {
        errors: [
          { pointer: '/id', message: expect.any(String) },
          { pointer: '/tags/1', message: expect.any(String) },
        ],
      },
    });
  });

  it('succeeds with what is wrong when on_invalid is continue', async () => {
    expect(await outputOf({ data: {}, schema: SCHEMA, on_invalid: 'continue' })).toEqual({
      valid: false,
      errors: [{ pointer: '', message: 'needs "id"' }],
      data: {},
    });
  });

  it('gives an output that its own schema accepts', async () => {
    const output = await outputOf({ data: [1], schema: SCHEMA, on_invalid: 'continue' });
    expect(schemaValidate.output.parse(output)).toEqual(output);
  });

  it('checks null like any other value', async () => {
    expect(await outputOf({ data: null, schema: { type: 'null' } })).toMatchObject({ valid: true });
  });

  it.each([[{ type: 'nonsense' }], [{ $ref: 'https://elsewhere.example/schema.json' }], [{ properties: { a: 3 } }]] as [
    Json,
  ][])('fails with VALIDATION on the broken schema %j, also when on_invalid is continue', async (schema) => {
    await expect(outputOf({ data: 1, schema, on_invalid: 'continue' })).rejects.toMatchObject({
      type: 'VALIDATION',
      message: expect.stringMatching(/^config\.schema: /),
    });
  });

  it.each([
    [{ schema: {} }, 'data'],
    [{ data: 1 }, 'schema'],
    [{ data: 1, schema: null }, 'schema'],
    [{ data: 1, schema: {}, on_invalid: 'skip' }, 'on_invalid'],
    [{ data: 1, schema: {}, strict: true }, ''],
  ] as [JsonObject, string][])('refuses the config %j', (config, place) => {
    expect(configProblems(schemaValidate, config).map((problem) => problem.split(': ')[0])).toEqual([place]);
  });
});
