import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testCatalog } from './catalog.test-support.ts';
import type { Json } from './json.ts';
import { compileJsonSchema } from './json-schema/compile-json-schema.ts';
import { pipelineJsonSchema } from './pipeline-json-schema.ts';

const check = compileJsonSchema(pipelineJsonSchema(testCatalog));

function checkStage(stage: Json) {
  return check({ name: 'n', version: '1', stages: [stage] }).map(({ pointer }) => pointer);
}

describe('pipelineJsonSchema', () => {
  it.each(['seed-cicd.json', 'seed-incident.json'])('finds nothing in %s but the missing name and version', (file) => {
    const document = JSON.parse(readFileSync(new URL(`../test-data/${file}`, import.meta.url), 'utf8'));
    expect(check(document).map(({ message }) => message)).toEqual(['needs "name"', 'needs "version"']);
  });

  it('lets a template stand for a value of any type', () => {
    expect(
      checkStage({ id: 'a', component: 'generator', config: { model: 'm', prompt: 'p', max_tokens: '{{input.n}}' } }),
    ).toEqual([]);
  });

  it('finds a value of the wrong type', () => {
    expect(
      checkStage({ id: 'a', component: 'generator', config: { model: 'm', prompt: 'p', max_tokens: 'many' } }),
    ).toEqual(['/stages/0/config/max_tokens']);
  });

  it('holds a config against the component that is named in the usual spellings', () => {
    const pointers = ['http_request', 'http-request'].map((component) =>
      checkStage({ id: 'a', component, config: {} }),
    );
    expect(pointers).toEqual([['/stages/0/config'], ['/stages/0/config']]);
  });

  it('lets dialects and unknown keys pass, which readPipeline judges', () => {
    expect(
      checkStage({ id: 'a', component_type: 'HTTP-Request@2', timeout: '30s', input_mapping: { params: {} }, x: 1 }),
    ).toEqual([]);
  });

  it('completes the names of all components and the aliases of their keys', () => {
    const text = JSON.stringify(pipelineJsonSchema(testCatalog));
    expect([...testCatalog.keys()].filter((name) => !text.includes(`"${name}"`))).toEqual([]);
    expect(['true_branch', 'jmespath_expression', 'params'].filter((alias) => !text.includes(`"${alias}"`))).toEqual(
      [],
    );
  });
});
