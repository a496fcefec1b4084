import type { Json, JsonObject, RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineComponent } from './component.ts';
import {
  after,
  each,
  fails,
  pipelineOf,
  RUN_ID,
  runStages,
  type StageInShort,
  takes,
  task,
  testComponents,
  testWorld,
  type WorldOptions,
} from './engine.test-support.ts';
import { startRun } from './run-pipeline.ts';

const log = (message: string, rest: object = {}): StageInShort => ({
  id: 'log',
  component: 'logger',
  config: { message: 'x', data: { value: message } },
  ...rest,
});
const loggedIn = (events: readonly RunEvent[]): Json | undefined => {
  const [entry] = events.flatMap((event) =>
    event.type === 'log' && event.stage_id === 'log' ? [event.data as JsonObject] : [],
  );
  return entry?.['value'];
};
const seen = async (
  template: string,
  stages: readonly StageInShort[] = [],
  rest: { world?: WorldOptions; input?: Json; log?: object } = {},
) =>
  loggedIn(
    (
      await runStages([...stages, log(template, rest.log)], {
        ...(rest.world && { world: rest.world }),
        input: rest.input ?? {},
      })
    ).events,
  );

describe('the names in a template', () => {
  it('are those of the execution', async () => {
    expect(await seen('{{execution}}', [takes('a', 1500)], { log: { depends_on: ['a'] } })).toEqual({
      id: 'run-1',
      run_id: 'run-1',
      pipeline: 'test',
      version: '1.0.0',
      started_at: '1970-01-01T00:00:00.000Z',
      duration_ms: 1500,
      duration: 1500,
      stage_id: 'log',
      attempt: 1,
      trigger: 'test',
      stages_completed: 1,
    });
  });

  it('are those of other stages', async () => {
    expect(await seen('{{stages.a}}', [takes('a', 20)], { log: { depends_on: ['a'] } })).toEqual({
      status: 'succeeded',
      error: null,
      attempts: 1,
      started_at: '1970-01-01T00:00:00.000Z',
      duration_ms: 20,
      output: 'a',
    });
  });

  it('give the error of a failed stage', async () => {
    expect(
      await seen('{{stages.a.status}} {{stages.a.error.type}}', [fails('a')], {
        log: { depends_on: ['a'], join: 'always' },
      }),
    ).toBe('failed EXECUTION');
  });

  it('resolve .output.result to the result of a json_transform too', async () => {
    const transform = (data: Json): StageInShort => ({
      id: 't',
      component: 'json_transform',
      config: { data, expression: '@' },
    });
    const read = (data: Json, template: string) => seen(template, [transform(data)], { log: { depends_on: ['t'] } });
    expect(await read({ a: 1 }, '{{stages.t.output.result.a}}')).toBe(1);
    expect(await read([1, 2], '{{stages.t.output.result}}')).toEqual([1, 2]);
    expect(await read({ result: 'own' }, '{{stages.t.output.result}}')).toBe('own');
    expect(await read({ a: 1 }, '{{stages.t.output}}')).toEqual({ a: 1 });
  });

  it('are the variables that stages upstream have set', async () => {
    const set = (id: string, value: string, ...depends_on: string[]): StageInShort => ({
      id,
      component: 'variable_set',
      config: { name: 'v', value },
      depends_on,
    });
    expect(
      await seen('{{vars.v}}', [set('one', 'first'), set('two', 'second', 'one'), set('aside', 'other')], {
        log: { depends_on: ['two'] },
      }),
    ).toBe('second');
  });

  it('are the declared environment only', async () => {
    expect(await seen('{{env.REGION}}', [], { world: { env: { REGION: 'eu' } } })).toBe('eu');
  });

  it('end in an error for a stage that does not exist', async () => {
    const { run } = await runStages([log('{{stages.gone.output}}')]);
    expect([run.error?.type, run.error?.message]).toEqual([
      'EXPRESSION',
      expect.stringContaining('unknown stage gone'),
    ]);
  });

  it('see the instance of the same iteration first', async () => {
    const { run } = await runStages([
      each('each', { items: ['x', 'y'], stages: ['a', 'b'] }),
      { id: 'a', config: { output: '{{item}}' } },
      { id: 'b', config: { output: '{{stages.a.output}}' } },
    ]);
    expect(run.stages['each']?.output).toMatchObject({ results: ['x', 'y'] });
  });
});

describe('context', () => {
  it('is empty outside loops', async () => {
    expect(await seen('{{context}}')).toEqual({});
  });

  it('holds the names that the loops around a stage give', async () => {
    const stages = [
      each('outer', { items: ['a'], stages: ['inner'], item_variable: 'doc', index_variable: 'doc_index' }),
      each('inner', { items: [7], stages: ['log'], item_variable: 'page' }),
    ];
    expect(await seen('{{context}}', stages)).toEqual({ doc: 'a', doc_index: 0, page: 7, index: 0 });
  });
});

describe('a template that asks for too much', () => {
  it('fails its stage with LIMIT', async () => {
    const stage = { id: 'a', component: 'logger', config: { message: '{{input.text}}{{input.text}}' } };
    const { run } = await runStages([stage], { input: { text: 'x'.repeat(600_000) } });
    expect([run.error?.type, run.error?.message]).toEqual(['LIMIT', expect.stringContaining('config.message')]);
  });
});

describe('missing values', () => {
  it('are an error in a URL', async () => {
    const { run } = await runStages([
      { id: 'a', component: 'http_request', config: { url: 'https://{{input.host}}/' } },
    ]);
    expect([run.error?.type, run.error?.message]).toEqual(['EXPRESSION', expect.stringContaining('config.url')]);
  });

  it.each([
    ['PUT', 'failed'],
    ['PATCH', 'failed'],
    ['DELETE', 'failed'],
    ['POST', 'succeeded'],
  ])('in the body of a %s end the stage %s', async (method, status) => {
    const { run } = await runStages([
      { id: 'a', component: 'http_request', config: { url: 'https://x.test/', method, body: { v: '{{input.gone}}' } } },
    ]);
    expect(run.status).toBe(status);
  });

  it('are warnings elsewhere', async () => {
    const { run, events } = await runStages([log('[{{input.gone}}]')]);
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [[event.stage_id, event.code]] : []));
    expect([run.status, loggedIn(events), warnings]).toEqual(['succeeded', '[]', [['log', 'E_UNDEFINED']]]);
  });
});

describe('a value that is missing for many items', () => {
  it('is one warning of its template', async () => {
    const items = Array.from({ length: 1000 }, (_, id) => ({ id }));
    const { events } = await runStages([log("{{input.items | map(attribute='size') | join(' ')}}")], {
      input: { items },
    });
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings).toEqual([expect.stringContaining('config.data.value: attribute size is not defined')]);
  });

  it('is told with its own code', async () => {
    const { events } = await runStages(
      [{ id: 'keep', component: 'filter', config: { data: '{{input.items}}', condition: '{{item.size > 3}}' } }],
      { input: { items: [{ size: null }] } },
    );
    const codes = events.flatMap((event) => (event.type === 'warning' ? [event.code] : []));
    expect(codes).toEqual(['E_TYPE']);
  });

  it('is one warning of its field', async () => {
    const items = Array.from({ length: 1000 }, (_, id) => ({ id }));
    const { run, events } = await runStages(
      [{ id: 'keep', component: 'filter', config: { data: '{{input.items}}', condition: '{{item.size > 3}}' } }],
      { input: { items } },
    );
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect([run.stages['keep']?.output, warnings.length]).toEqual([
      { passed: false, data: [], filtered_count: 1000 },
      1,
    ]);
  });
});

describe('the output of a stage', () => {
  it('cannot be changed by a stage that reads it', async () => {
    const meddler = defineComponent({
      ...task,
      name: 'meddler',
      config: z.object({ data: z.custom<{ list: number[] }>() }),
      fields: { data: { policy: 'lenient' } },
      async execute({ data }) {
        data.list.push(4);
        return null;
      },
    });
    const pipeline = pipelineOf([
      { id: 'a', config: { output: { list: [1, 2, 3] } } },
      { id: 'b', component: 'meddler', depends_on: ['a'], config: { data: '{{stages.a.output}}' } },
    ]);
    const world = testWorld();
    const components = new Map([...testComponents, ['meddler', meddler]]);
    const request = { runId: RUN_ID, pipeline, input: {}, trigger: 'test' };
    const run = await startRun(request, world.ports, components).finished;
    expect([run.stages['b']?.status, run.stages['a']?.output]).toEqual(['failed', { list: [1, 2, 3] }]);
  });
});

describe('a resolved config', () => {
  it('that breaks its schema fails with VALIDATION and names the field', async () => {
    const { run } = await runStages(
      [{ id: 'a', component: 'loop', config: { items: '{{input.n}}', batch_size: '{{input.n}}' } }],
      { input: { n: 0 } },
    );
    expect([run.error?.type, run.error?.message]).toEqual([
      'VALIDATION',
      expect.stringMatching(/config\.items.*config\.batch_size/),
    ]);
  });

  it('stands in stage.started, with secrets by name', async () => {
    const { run } = await runStages(
      [
        {
          id: 'a',
          component: 'http_request',
          config: {
            url: 'https://x.test/{{secrets.PATH_KEY}}',
            headers: { Authorization: 'Bearer {{secrets.TOKEN}}' },
          },
        },
      ],
      { world: { secrets: { TOKEN: 'hunter2hunter2', PATH_KEY: 'letmein-letmein' } } },
    );
    expect(run.stages['a']?.config).toEqual({
      url: 'https://x.test/[secret:PATH_KEY]',
      headers: { Authorization: 'Bearer [secret:TOKEN]' },
    });
  });

  it('treats a value inside it as data, never as a template', async () => {
    expect(await seen('{{input.text}}', [], { input: { text: '{{secrets.TOKEN}}' } })).toBe('{{secrets.TOKEN}}');
  });
});

describe('secrets', () => {
  const world: WorldOptions = {
    secrets: { TOKEN: 'hunter2hunter2' },
    handler: (request) => ({ status: 500, body: { echo: request.headers['Authorization'] ?? '' } }),
  };
  const call: StageInShort = {
    id: 'a',
    component: 'http_request',
    config: { url: 'https://x.test/', headers: { Authorization: '{{secrets.TOKEN}}' } },
  };

  it('reach the service, but no event', async () => {
    const { run, events } = await runStages(
      [call, log('{{stages.a.error.details | tojson}}', { depends_on: ['a'], join: 'always' })],
      { world },
    );
    expect(JSON.stringify([run, events])).not.toContain('hunter2');
    expect(JSON.stringify(events)).toContain('•••TOKEN');
  });

  it('stand masked where nothing is sent, so that no result holds another form of them', async () => {
    const { run } = await runStages(
      [{ id: 'a', component: 'json_transform', config: { data: '{{secrets.TOKEN[0:4]}}', expression: '@' } }],
      { world, output_mapping: { cut: '{{secrets.TOKEN[0:4]}}' } },
    );
    expect([run.status, run.stages['a']?.output]).toEqual(['succeeded', '•••T']);
    expect(JSON.stringify(run)).not.toContain('hunt');
  });

  it('that are not set are an error', async () => {
    const { run } = await runStages([call]);
    expect([run.error?.type, run.error?.message]).toEqual(['EXPRESSION', expect.stringContaining('TOKEN')]);
  });
});

describe('the output of a run', () => {
  it('is the mapping, evaluated when the run ends, failed runs included', async () => {
    const { run } = await runStages([takes('a', 30), fails('b', { depends_on: ['a'] })], {
      output_mapping: {
        a: '{{stages.a.output}}',
        took_ms: '{{execution.duration_ms}}',
        gone: '{{stages.b.output.x}}',
        nested: { b: '{{stages.b.status}}' },
      },
    });
    expect([run.status, run.output]).toEqual(['failed', { a: 'a', took_ms: 30, gone: null, nested: { b: 'failed' } }]);
  });

  it('is null, with a warning, where an entry of the mapping fails', async () => {
    const { run, events } = await runStages(['a'], { output_mapping: { bad: "{{1 + 'x'}}", good: '{{1}}' } });
    expect([run.status, run.output, events.some(({ type }) => type === 'warning')]).toEqual([
      'succeeded',
      { bad: null, good: 1 },
      true,
    ]);
  });

  it('is that of output_stage_id without a mapping', async () => {
    expect((await runStages(['a', 'b'], { output_stage_id: 'a' })).run.output).toBe('a');
  });

  it('is that of the single executed terminal stage without either', async () => {
    const { run } = await runStages(['a', after('b', 'a')]);
    expect(run.output).toBe('b');
  });

  it('is a map of the executed terminal stages when there are several', async () => {
    const { run } = await runStages(['a', after('b', 'a'), after('c', 'a')]);
    expect(run.output).toEqual({ b: 'b', c: 'c' });
  });
});
