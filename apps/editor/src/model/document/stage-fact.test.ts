import type { JsonObject, Stage } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { toStageFact } from './stage-fact.ts';

describe('toStageFact', () => {
  it.each<[string, JsonObject, string]>([
    ['http_request', { url: 'https://api.github.com/repos/{{input.org}}', method: 'POST' }, 'POST api.github.com'],
    ['http_request', { url: '{{input.k8s_api_url}}/apis/apps' }, 'GET k8s_api_url'],
    ['http_request', { url: '{{ secrets.SLACK_WEBHOOK | trim }}', method: 'POST' }, 'POST SLACK_WEBHOOK'],
    ['http_request', { url: 'https://staging.{{input.domain}}/health' }, 'GET staging.{domain}'],
    ['conditional', { condition: '{{stages.run-tests.output.passed}}' }, 'stages.run-tests.output.passed'],
    ['router', { routes: [{ name: 'a' }, { name: 'b' }] }, '2 routes'],
    ['router', { value: '{{input.kind}}', routes: {} }, 'input.kind'],
    ['generator', { model: 'gpt-4', prompt: 'x' }, 'gpt-4'],
    ['foreach', { items: ['a'] }, '1 item'],
    ['foreach', { items: '{{input.regions}}' }, 'input.regions'],
    ['logger', { message: 'Deploying\n  now' }, 'info · Deploying now'],
    ['variable_set', { variables: { a: 1, b: 2 } }, 'a, b'],
    ['something_else', { url: 'x' }, ''],
    ['constructor', { url: 'x' }, ''],
    ['__proto__', { url: 'x' }, ''],
    ['http_request', { url: 7, method: null }, 'GET 7'],
  ])('%s with %j shows %s', (component, config, fact) => {
    expect(toStageFact(stageOf(component, config))).toBe(fact);
  });

  it('cuts what no card has room for', () => {
    expect(toStageFact(stageOf('logger', { message: 'A'.repeat(200_000) }))).toHaveLength(120);
  });
});

function stageOf(component: string, config: JsonObject): Stage {
  return {
    id: 's',
    component,
    config,
    depends_on: [],
    join: 'any',
    on_error: 'fail',
    idempotent: false,
    disabled: false,
  };
}
