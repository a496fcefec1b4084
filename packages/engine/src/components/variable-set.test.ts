import type { JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { configProblems, runComponent } from '../run-component.test-support.ts';
import { variableSet } from './variable-set.ts';

describe('variable_set', () => {
  it.each([
    [{ name: 'image', value: 'api:1' }, { image: 'api:1' }],
    [{ name: 'nothing', value: null }, { nothing: null }],
    [{ variables: { a: 1, 'b-c': [true], d: { e: null } } }, { a: 1, 'b-c': [true], d: { e: null } }],
    [
      { name: 'x', value: 3, variables: { y: 4 } },
      { x: 3, y: 4 },
    ],
    [{ variables: {} }, {}],
  ] as [JsonObject, JsonObject][])('gives %j the output %j', async (config, output) => {
    expect((await runComponent(variableSet, config)).output).toEqual(output);
  });

  it.each([
    [{}, ['name: is required, or give several in `variables`']],
    [{ name: 'a' }, ['value: is required beside `name`']],
    [{ value: 1 }, ['name: is required, or give several in `variables`', 'name: is required beside `value`']],
    [{ value: 1, variables: { b: 1 } }, ['name: is required beside `value`']],
    [{ name: 'a', value: 1, variables: { a: 2 } }, ['variables: has "a", which `name` sets too: keep one of them']],
  ] as [JsonObject, string[]][])('refuses the config %j', (config, problems) => {
    expect(configProblems(variableSet, config)).toEqual(problems);
  });

  it.each(['', '1st', 'a b', 'a.b', 'constructor', 'toString', 'é', 'x'.repeat(65)])('refuses the name %j', (name) => {
    expect(configProblems(variableSet, { name, value: 1 })).toHaveLength(1);
    expect(configProblems(variableSet, { variables: { [name]: 1 } })).toHaveLength(1);
  });
});
