import type { Json, Pipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { concurrencyOf, type KeyScope } from './concurrency-of.ts';

const SECRET = 'hunter2hunter2';

function keyOf(key: string, input: Json, world: Partial<KeyScope['world']> = {}): string | undefined {
  const pipeline: Pipeline = {
    name: 'n',
    version: '1',
    tags: [],
    layout: {},
    stages: [],
    settings: { max_parallel: 1, on_failure: 'stop', concurrency: { key, policy: 'skip', limit: 2 } },
  };
  const mask = <T extends Json>(value: T) => JSON.parse(JSON.stringify(value).replaceAll(SECRET, '•••TOKEN')) as T;
  const secrets: KeyScope['world']['secrets'] = { find: () => undefined, mask };
  const scope: KeyScope = { input, nowMs: 0, world: { env: { REGION: 'eu' }, secrets, sandbox: undefined, ...world } };
  return concurrencyOf(pipeline, scope)?.key;
}

describe('the key of a run', () => {
  it.each<[string, Json, string]>([
    ['{{input.service}}:{{input.environment}}', { service: 'api', environment: 'prod' }, 'api:prod'],
    ['{{env.REGION}}/{{input.shard}}', { shard: 7 }, 'eu/7'],
    ['deploys', {}, 'deploys'],
    ["{{input.service | lower}}:{{input.environment | default('prod')}}", { service: 'API' }, 'api:prod'],
  ])('%s', (template, input, key) => {
    expect(keyOf(template, input)).toBe(key);
  });

  it.each<[string, Json, string]>([
    ['is missing', {}, 'input.service'],
    ['is null', { service: null }, 'a part that is nothing'],
    ['is empty', { service: ' ' }, 'a part that is an empty text'],
    ['is no text', { service: ['api'] }, 'a part that is no text'],
    ['is endless', { service: 'x'.repeat(400) }, '300 are possible'],
  ])('is refused when a part of it %s', (_what, input, why) => {
    expect(() => keyOf('{{input.service}}:prod', input)).toThrow(
      expect.objectContaining({ code: 'input_invalid', message: expect.stringContaining(why) }),
    );
  });

  it('holds no secret', () => {
    expect(keyOf('{{input.service}}', { service: `a-${SECRET}` })).toBe('a-•••TOKEN');
  });

  it('is another one for simulated services', () => {
    expect(keyOf('api', {}, { sandbox: 'all-good' })).toBe('sandbox:api');
  });
});
