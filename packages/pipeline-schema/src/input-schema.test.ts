import { describe, expect, it } from 'vitest';
import { checkInput } from './input-schema.ts';
import type { Json, JsonObject } from './json.ts';

describe('checkInput', () => {
  it('lets every input pass when there is no schema', () => {
    expect(checkInput(undefined, [1])).toEqual({ input: [1], problems: [] });
  });

  it('applies defaults, also inside objects, lists, references and allOf, and leaves the given input alone', () => {
    const schema: JsonObject = {
      properties: {
        region: { default: 'eu' },
        deep: { properties: { n: { default: 1 } } },
        list: { items: { properties: { m: { default: 2 } } } },
        shared: { $ref: '#/$defs/shared' },
      },
      allOf: [{ properties: { extra: { default: true } } }],
      $defs: { shared: { properties: { s: { default: 's' } } } },
    };
    const given = { deep: {}, list: [{}, { m: 7 }], shared: {} };
    const { input } = checkInput(schema, given);
    expect(input).toEqual({
      region: 'eu',
      extra: true,
      deep: { n: 1 },
      list: [{ m: 2 }, { m: 7 }],
      shared: { s: 's' },
    });
    expect(given).toEqual({ deep: {}, list: [{}, { m: 7 }], shared: {} });
  });

  it('tells every problem with its place', () => {
    const schema: JsonObject = {
      type: 'object',
      required: ['service'],
      additionalProperties: false,
      properties: {
        service: { type: 'string' },
        replicas: { type: 'integer', minimum: 1 },
        env: { enum: ['staging', 'production'] },
      },
    };
    expect(checkInput(schema, { replicas: 'three', env: 'prod', typo: 1 }).problems).toEqual([
      { pointer: '', message: 'needs "service"' },
      { pointer: '/replicas', message: 'must be of type integer, not string' },
      { pointer: '/env', message: 'does not match any of ["staging","production"]' },
      { pointer: '/typo', message: 'is not allowed here' },
    ]);
  });

  it.each([
    [{ minimum: 1 }, 0, 'is 0, less than 1'],
    [{ minimum: 0 }, -1.5, 'is -1.5, less than 0'],
    [{ exclusiveMaximum: 5 }, 5, 'is 5, greater than or equal to 5'],
    [{ multipleOf: 2 }, 3, 'is 3, not a multiple of 2'],
  ])('says of %j what is wrong with %j in a sentence', (schema, given, message) => {
    expect(checkInput(schema, given).problems).toEqual([{ pointer: '', message }]);
  });

  it('says of a choice only that nothing fits', () => {
    const schema: JsonObject = { properties: { a: { anyOf: [{ type: 'string' }, { type: 'number', minimum: 3 }] } } };
    expect(checkInput(schema, { a: 1 }).problems).toEqual([
      { pointer: '/a', message: 'fits none of the alternatives of the schema' },
    ]);
  });

  it.each([
    ['http://json-schema.org/draft-07/schema#', { items: [{ type: 'number' }], additionalItems: false }],
    ['https://json-schema.org/draft/2020-12/schema', { prefixItems: [{ type: 'number' }], items: false }],
  ])('reads lists of fixed length as %s has them', ($schema, list) => {
    const schema: JsonObject = { $schema, ...list };
    expect([checkInput(schema, [1]).problems.length, checkInput(schema, [1, 2]).problems.length]).toEqual([0, 1]);
  });

  it.each<[JsonObject, string]>([
    [{ type: 'objekt' }, '/type'],
    [{ properties: { a: { pattern: '[' } } }, '/properties/a/pattern'],
    [{ properties: { a: { pattern: '^(a+)+$' } } }, '/properties/a/pattern'],
    [{ properties: { a: { $ref: 'https://example.com/schema' } } }, '/properties/a/$ref'],
    [{ properties: [] }, '/properties'],
  ])('refuses every input of the broken schema %j, and says where it is broken', (schema, place) => {
    const { problems } = checkInput(schema, {});
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(`input_schema: ${place} `);
  });

  it('ends on a schema that refers to itself, with or without going deeper', () => {
    const tree: JsonObject = { properties: { child: { $ref: '#' } }, required: ['n'] };
    expect(checkInput(tree, { n: 1, child: { n: 2, child: {} } }).problems).toEqual([
      { pointer: '/child/child', message: 'needs "n"' },
    ]);
    expect(checkInput({ $ref: '#' }, {}).problems).toHaveLength(1);
  });

  it.each<[string, JsonObject, Json]>([
    ['leads back to itself in two ways', { allOf: [{ $ref: '#' }, { $ref: '#' }] }, {}],
    ['leads back to itself in three ways', { anyOf: [{ $ref: '#' }, { $ref: '#' }, { $ref: '#' }] }, {}],
    [
      'doubles with each level of the input',
      { properties: { a: { allOf: [{ $ref: '#' }, { $ref: '#' }] } } },
      nested(40),
    ],
    ['doubles with each definition', doubling(30), {}],
    ['has a default that needs itself', { properties: { a: { default: {}, $ref: '#' } } }, {}],
    ['compares each item with each', { uniqueItems: true }, Array.from({ length: 5000 }, (_, index) => ({ index }))],
  ])('refuses to check what could take for ever: a schema that %s', (_, schema, input) => {
    expect(checkInput(schema, input).problems).toEqual([
      { pointer: '', message: expect.stringMatching(/^cannot be checked: /) },
    ]);
  });

  it('says of more faults than can be listed only that', () => {
    const items = Array.from({ length: 200_000 }, (_, index) => index);
    expect(checkInput({ properties: { a: { items: { type: 'string' } } } }, { a: items }).problems).toEqual([
      { pointer: '', message: 'has too many faults to be listed' },
    ]);
  });

  it('takes long lists and many unique values', () => {
    const schema: JsonObject = { items: { items: { type: 'number' }, uniqueItems: true } };
    expect(checkInput(schema, [Array.from({ length: 20_000 }, (_, index) => index)]).problems).toEqual([]);
  });

  it('keeps a null where there is a default', () => {
    expect(checkInput({ properties: { a: { default: 1 } } }, { a: null }).input).toEqual({ a: null });
  });

  it('finds a text that is too long behind every keyword that applies to it', () => {
    const long = { pattern: '^.*.*.*=$' };
    const schemas: JsonObject[] = [
      { dependentSchemas: { a: { properties: { a: long } } } },
      { unevaluatedProperties: long },
      { patternProperties: { '^a': long } },
      { properties: { a: { not: long } } },
    ];
    const input = { a: 'x'.repeat(100_000) };
    expect(schemas.map((schema) => checkInput(schema, input).problems.map(({ pointer }) => pointer))).toEqual(
      schemas.map(() => ['/a']),
    );
  });

  it('refuses a text that is too long for the time that its pattern may take', () => {
    const { problems } = checkInput({ properties: { a: { pattern: '^.*.*.*=$' } } }, { a: 'x'.repeat(100_000) });
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/a']);
  });

  it('takes names of JavaScript for plain names', () => {
    const schema: JsonObject = { required: ['constructor'], properties: { toString: { type: 'number' } } };
    expect(checkInput(schema, {}).problems).toEqual([{ pointer: '', message: 'needs "constructor"' }]);
  });
});

/** An object inside an object, so deep. */
function nested(depth: number): Json {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}

/** A definition that applies the next one twice, and so on. */
function doubling(count: number): JsonObject {
  const definitions = Array.from({ length: count }, (_, index): [string, Json] => {
    const next = { $ref: `#/$defs/d${index + 1}` };
    return [`d${index}`, { allOf: [next, next] }];
  });
  return { $ref: '#/$defs/d0', $defs: { ...Object.fromEntries(definitions), [`d${count}`]: {} } };
}
