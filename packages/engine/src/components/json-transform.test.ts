import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { configProblems, runComponent } from '../run-component.test-support.ts';
import { jsonTransform } from './json-transform.ts';

const ALERT = {
  id: 'incident-1',
  payload: { source: 'payment-service', severity: 'critical', custom_details: { pod: 'p-1' } },
};
const outputOf = async (config: JsonObject, scope: JsonObject = {}) =>
  (await runComponent(jsonTransform, config, { scope })).output;

describe('json_transform', () => {
  it('gives what the JMESPath expression finds, as the output itself', async () => {
    const expression =
      '{alert_id: id, service: payload.source, triggered_at: payload.triggered_at, pods: [payload.custom_details.pod]}';
    expect(await outputOf({ data: ALERT, expression })).toEqual({
      alert_id: 'incident-1',
      service: 'payment-service',
      triggered_at: null,
      pods: ['p-1'],
    });
  });

  it.each([
    ['id', 'incident-1'],
    ['length(payload)', 3],
    ['nothing.here', null],
    ['[id, `true`]', ['incident-1', true]],
    ['__proto__', null],
    ['constructor', null],
  ] as [string, Json][])('gives %s the value %j', async (expression, output) => {
    expect(await outputOf({ data: ALERT, expression })).toEqual(output);
  });

  it('never takes JMESPath for a template', () => {
    expect(jsonTransform.fields['expression']).toEqual({ policy: 'raw' });
  });

  it('gives each key of a mapping its template, with the data as `data`, types kept', async () => {
    const mapping = {
      service: '{{data.payload.source}}',
      title: '[{{data.payload.severity}}] {{input.team}}',
      details: '{{data.payload.custom_details}}',
      nested: { list: ['{{data.id}}', 7, null] },
      missing: '{{data.nothing}}',
      fixed: 3,
    };
    expect(await outputOf({ data: ALERT, mapping }, { input: { team: 'sre' } })).toEqual({
      service: 'payment-service',
      title: '[critical] sre',
      details: { pod: 'p-1' },
      nested: { list: ['incident-1', 7, null] },
      missing: null,
      fixed: 3,
    });
  });

  it('never renders what a template gave', async () => {
    expect(await outputOf({ data: '{{1 + 1}}', mapping: { a: '{{data}}' } })).toEqual({ a: '{{1 + 1}}' });
  });

  it('needs no data for a mapping', async () => {
    expect(await outputOf({ mapping: { a: '{{1 + 1}}' } })).toEqual({ a: 2 });
  });

  it.each([
    ['{a: x, b: id}', { a: 1, c: 2 }, { a: 1, b: 'incident-1', c: 2 }],
    ['{d: {e: x, f: id}}', { d: { e: 1 } }, { d: { e: 1, f: 'incident-1' } }],
    [
      'payload',
      { source: 'other', custom_details: { node: 'n' } },
      { ...ALERT.payload, custom_details: { pod: 'p-1', node: 'n' } },
    ],
    ['nothing', { a: 1 }, { a: 1 }],
    ['nothing', {}, null],
    ['[id]', { a: 1 }, ['incident-1']],
    ['{a: `false`, b: `0`, c: ``}', { a: 1, b: 2 }, { a: false, b: 0, c: '' }],
  ] as [string, JsonObject, Json][])('fills what %s leaves out from %j', async (expression, defaults, output) => {
    const readable = expression.replace('``', "''");
    expect(await outputOf({ data: ALERT, expression: readable, defaults })).toEqual(output);
  });

  it.each([
    ['{a: ', 'syntax', 'TRANSFORMATION'],
    ['nope(@)', 'unknown-function', 'TRANSFORMATION'],
    ['length(`1`)', 'invalid-type', 'TRANSFORMATION'],
    ['length()', 'invalid-arity', 'TRANSFORMATION'],
  ])('fails %s as %s with %s, and says where', async (expression, kind, type) => {
    await expect(outputOf({ data: ALERT, expression })).rejects.toMatchObject({
      type,
      retryable: false,
      message: expect.stringMatching(/^config\.expression failed: ./),
      details: { expression, kind, at: expect.any(Number) },
    });
  });

  it('fails with LIMIT when an expression is too much work', async () => {
    const data = Array.from({ length: 3_000 }, (_, index) => index);
    const expression = '[*].[@, @]'.concat('|[*].[@, @]'.repeat(200));
    await expect(outputOf({ data, expression })).rejects.toMatchObject({ type: 'LIMIT' });
  });

  it('fails with EXPRESSION when a template of the mapping fails', async () => {
    await expect(outputOf({ mapping: { a: '{{1 / 0}}' } })).rejects.toMatchObject({ type: 'EXPRESSION' });
  });

  it.each([
    [{ data: 1 }, 'expression: is required, or `mapping`'],
    [{ data: 1, expression: 'a', mapping: {} }, 'expression: cannot stand beside `mapping`: keep one of them'],
  ] as [JsonObject, string][])('refuses the config %j', (config, problem) => {
    expect(configProblems(jsonTransform, config)).toEqual([problem]);
  });

  it.each([
    [{ expression: '' }, 'expression'],
    [{ expression: 'a', defaults: [] }, 'defaults'],
    [{ mapping: 'a' }, 'mapping'],
    [{ expression: 'a', jmespath: 'b' }, ''],
  ] as [JsonObject, string][])('refuses the config %j', (config, place) => {
    expect(configProblems(jsonTransform, config).map((problem) => problem.split(': ')[0])).toContain(place);
  });
});
