import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import type { JsonObject } from '../json.ts';
import { readPipeline } from '../read-pipeline.ts';

const OTHERS = ['a', 'b', 'c', 'd'].map((id) => ({ id, component: 'logger', config: { message: id } }));

function read(document: JsonObject) {
  return readPipeline(JSON.stringify({ name: 'n', version: '1.0.0', ...document }), { components: testCatalog });
}

/** The canonical first stage of a document whose other stages are `a` to `d`, and all errors. */
function readStage(stage: JsonObject) {
  const { pipeline, diagnostics } = read({ stages: [stage, ...OTHERS] });
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return { stage: pipeline?.stages[0], errors };
}

describe('a component', () => {
  it.each([
    { component: 'http_request' },
    { component: 'http-request' },
    { component: 'HTTP-Request@2' },
    { component: 'HttpRequest' },
    { component_type: 'http-request@1.4.0' },
    { type: 'http_request' },
  ])('is read from %j', (spelling) => {
    const { stage, errors } = readStage({ id: 's', ...spelling, config: { url: 'https://example.com' } });
    expect([stage?.component, errors]).toEqual(['http_request', []]);
  });
});

describe('parameters', () => {
  it.each(['config', 'input_mapping'])('are read from %s', (key) => {
    const { stage, errors } = readStage({ id: 's', component: 'logger', [key]: { message: 'hi' } });
    expect([stage?.config, errors]).toEqual([{ message: 'hi' }, []]);
  });
});

describe('schemas', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } } };

  it('are read from `input` and `output` that look like one', () => {
    const { pipeline } = read({ input: schema, output: { properties: {} }, stages: OTHERS });
    expect([pipeline?.input_schema, pipeline?.output_schema]).toEqual([schema, { properties: {} }]);
  });

  it('are not read from an `input` that is plain data, which is kept as an unknown key', () => {
    const { pipeline, diagnostics } = read({ input: { service: 'api' }, stages: OTHERS });
    expect(pipeline?.extra).toEqual({ input: { service: 'api' } });
    expect(diagnostics).toMatchObject([{ code: 'unknown-key', severity: 'warning', pointer: '/input' }]);
  });
});

describe('control flow', () => {
  it.each([
    { if_true: ['a'], if_false: ['b'] },
    { true_branch: ['a'], false_branch: ['b'] },
    { true_branch_stages: ['a'], false_branch_stages: ['b'] },
    { true_stages: ['a'], false_stages: ['b'] },
    { if_true: 'a', false_branch: 'b' },
  ])('of a conditional is read from %j', (lists) => {
    const { stage, errors } = readStage({ id: 's', component: 'conditional', config: { condition: true, ...lists } });
    expect([stage?.config, errors]).toEqual([{ condition: true, if_true: ['a'], if_false: ['b'] }, []]);
  });

  it.each([{ default: ['c'] }, { default: 'c' }, { default_route: 'c' }])(
    'of a router is read from a map of routes and %j',
    (fallback) => {
      const config = { value: '{{input.kind}}', routes: { one: 'a', two: ['b'] }, ...fallback };
      const { stage, errors } = readStage({ id: 's', component: 'router', config });
      const routes = { one: ['a'], two: ['b'] };
      expect([stage?.config, errors]).toEqual([{ value: '{{input.kind}}', routes, default: ['c'] }, []]);
    },
  );

  it('of a router is read from a list of routes', () => {
    const route = { name: 'one', condition: '{{true}}', stages: 'a' };
    const { stage, errors } = readStage({ id: 's', component: 'router', config: { routes: [route] } });
    expect([stage?.config, errors]).toEqual([{ routes: [{ ...route, stages: ['a'] }] }, []]);
  });

  it.each([
    { try: ['a'], catch: ['b'], finally: ['c'] },
    { try_stages: ['a'], catch_stages: ['b'], finally_stages: ['c'] },
    { try: 'a', catch: 'b', finally: 'c' },
  ])('of a trycatch is read from %j', (lists) => {
    const { stage, errors } = readStage({
      id: 's',
      component: 'trycatch',
      config: { ...lists, error_scope: 'continue' },
    });
    const config = { try: ['a'], catch: ['b'], finally: ['c'], error_scope: 'continue' };
    expect([stage?.config, errors]).toEqual([config, []]);
  });

  it.each(['stages', 'loop_stages'])('of a foreach is read from %s', (key) => {
    const { stage, errors } = readStage({
      id: 's',
      component: 'foreach',
      config: { items: '{{input.l}}', [key]: ['a'] },
    });
    expect([stage?.config, errors]).toEqual([{ items: '{{input.l}}', stages: ['a'] }, []]);
  });
});

describe('config keys', () => {
  it.each([
    ['json_transform', 'expression', { expression: 'a.b' }],
    ['json_transform', 'jmespath_expression', { expression: 'a.b' }],
    ['schema_validate', 'schema', { data: 1, schema: { type: 'number' } }],
    ['schema_validate', 'json_schema', { data: 1, schema: { type: 'number' } }],
    ['http_request', 'query_params', { url: 'https://x.example', query_params: { a: 1 } }],
    ['http_request', 'params', { url: 'https://x.example', query_params: { a: 1 } }],
  ])('of %s are read from %s', (component, key, canonical: JsonObject) => {
    const name = ['expression', 'schema', 'query_params'].find((each) => each in canonical) ?? '';
    const { [name]: value = null, ...rest } = canonical;
    const { stage, errors } = readStage({ id: 's', component, config: { ...rest, [key]: value } });
    expect([stage?.config, errors]).toEqual([canonical, []]);
  });

  it.each([
    { config: { prompt: 'p', model: 'm', temperature: 0.3 } },
    { config: { prompt: 'p', llm_settings: { model: 'm', temperature: 0.3 } } },
    { config: { prompt: 'p' }, llm_settings: { model: 'm', temperature: 0.3 } },
  ])('of a model are read from %j', (spelling) => {
    const { stage, errors } = readStage({ id: 's', component: 'generator', ...spelling });
    expect([stage?.config, errors]).toEqual([{ prompt: 'p', model: 'm', temperature: 0.3 }, []]);
  });
});

describe('retry', () => {
  const url = 'https://x.example';
  const retry = {
    max_attempts: 4,
    delay_seconds: 2,
    backoff: 3,
    max_delay_seconds: 30,
    jitter: true,
    on_exhausted: 'fail',
  };
  const plain = { max_attempts: 4, delay_seconds: 2, backoff: 3, max_delay_seconds: 30 };
  const old = { max_retries: 3, initial_delay_ms: 2000, max_delay_ms: 30_000, backoff_multiplier: 3 };

  it.each([
    { retry: plain, config: { url } },
    { config: { url, retry: plain } },
    { config: { url, retry_config: old } },
    { retry_config: old, config: { url } },
  ])('is read from %j', (spelling) => {
    const { stage, errors } = readStage({ id: 's', component: 'http_request', ...spelling });
    expect([stage?.retry, stage?.config, errors]).toEqual([retry, { url }, []]);
  });

  it.each([
    ['fixed', 1],
    ['exponential', 2],
  ])('reads the backoff "%s" as the factor %d', (backoff, factor) => {
    const { stage, errors } = readStage({ id: 's', component: 'http_request', retry: { backoff }, config: { url } });
    expect([stage?.retry?.backoff, errors]).toEqual([factor, []]);
  });

  it('refuses another word for the backoff', () => {
    const { errors } = readStage({
      id: 's',
      component: 'http_request',
      retry: { backoff: 'expontential' },
      config: { url },
    });
    expect(errors).toEqual([
      'The backoff of stage "s" must be one of "fixed", "exponential", not "expontential". Did you mean "exponential"?',
    ]);
  });

  it('waits the same time between attempts when it has a condition', () => {
    const condition = '{{output.status_code != 200}}';
    const { stage } = readStage({ id: 's', component: 'http_request', retry: { condition }, config: { url } });
    expect(stage?.retry).toEqual({
      ...{ max_attempts: 3, delay_seconds: 1, backoff: 1, max_delay_seconds: 60, jitter: false },
      ...{ condition, on_exhausted: 'fail' },
    });
  });
});

describe('a time-out', () => {
  const url = 'https://x.example';

  it.each([
    [{ timeout_ms: 30_000 }, 30_000],
    [{ timeout: 30_000 }, 30_000],
    [{ timeout: 30 }, 30_000],
    [{ timeout: '30s' }, 30_000],
    [{ timeout: '5m' }, 300_000],
    [{ timeout: '250ms' }, 250],
    [{ timeout: '1.5h' }, 5_400_000],
    [{ timeout: '45' }, 45_000],
  ])('%j is %d ms, on the stage and in its config', (spelling: JsonObject, ms) => {
    const onStage = readStage({ id: 's', component: 'http_request', ...spelling, config: { url } });
    const inConfig = readStage({ id: 's', component: 'http_request', config: { url, ...spelling } });
    expect([onStage, inConfig].map(({ stage, errors }) => [stage?.timeout_ms, stage?.config, errors])).toEqual([
      [ms, { url }, []],
      [ms, { url }, []],
    ]);
  });

  it.each([500, 5000, 30, '90'])('of %j has a unit in doubt, and both readings as fixes', (timeout) => {
    const { diagnostics } = read({ stages: [{ id: 's', component: 'http_request', timeout, config: { url } }] });
    expect(diagnostics.map(({ code, fixes }) => [code, fixes.length])).toEqual([['timeout-unit', 2]]);
  });

  it.each([30_000, '30s', '500ms'])('of %j has no unit in doubt', (timeout) => {
    const { diagnostics } = read({ stages: [{ id: 's', component: 'http_request', timeout, config: { url } }] });
    expect(diagnostics).toEqual([]);
  });
});

describe('stage references', () => {
  it.each(['{{stages.a.output.body}}', '{{upstream.a.body}}', '{{a.output.body}}'])('are read from %s', (message) => {
    const { stage, errors } = readStage({ id: 's', component: 'logger', depends_on: ['a'], config: { message } });
    expect([stage?.config, errors]).toEqual([{ message: '{{stages.a.output.body}}' }, []]);
  });

  it('are canonical in retry conditions and in the output mapping too', () => {
    const retry = { condition: '{{upstream.a.ready}}' };
    const first = {
      id: 's',
      component: 'http_request',
      depends_on: ['a'],
      retry,
      config: { url: 'https://x.example' },
    };
    const { pipeline } = read({ stages: [first, ...OTHERS], output_mapping: { x: ['{{a.output.logged}}'] } });
    expect([pipeline?.stages[0]?.retry?.condition, pipeline?.output_mapping]).toEqual([
      '{{stages.a.output.ready}}',
      { x: ['{{stages.a.output.logged}}'] },
    ]);
  });
});

describe('a document', () => {
  it('may be a bare list of stages', () => {
    const { pipeline, isRunnable } = readPipeline(JSON.stringify(OTHERS), { components: testCatalog });
    expect([pipeline?.stages.map(({ id }) => id), isRunnable]).toEqual([['a', 'b', 'c', 'd'], true]);
  });

  it('keeps the keys that nobody knows, wherever they stand', () => {
    const stage = { id: 's', component: 'logger', config: { message: 'x' }, owner: 'ops', retry: { why: 'flaky' } };
    const { pipeline } = read({ team: 'core', settings: { colour: 'red' }, stages: [stage] });
    expect([
      pipeline?.extra,
      pipeline?.settings.extra,
      pipeline?.stages[0]?.extra,
      pipeline?.stages[0]?.retry?.extra,
    ]).toEqual([{ team: 'core' }, { colour: 'red' }, { owner: 'ops' }, { why: 'flaky' }]);
  });

  it('says so when two spellings of one idea differ, and is quiet when they agree', () => {
    const differ = readStage({ id: 's', component: 'logger', type: 'filter', config: { message: 'x' } });
    const agree = readStage({ id: 's', component: 'logger', type: 'logger', config: { message: 'x' } });
    expect([differ.stage?.component, differ.errors.length, agree.errors]).toEqual(['logger', 1, []]);
  });
});
