import type { JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { type FinishedRun, pipelineOf, runStages, type WorldOptions } from './engine.test-support.ts';
import type { HttpRequest } from './ports.ts';

const RETRY = {
  max_attempts: 2,
  delay_seconds: 1,
  backoff: 1,
  max_delay_seconds: 1,
  jitter: false,
  on_exhausted: 'fail',
} as const;
const KEY = 'kestrel-91-Wq7';
const HOOK = 'https://hooks.test/services/T0/B0';

const SECRETS = { KEY, HOOK, PAIR: '{"X-User": "kestrel-user"}' };

/** Runs one request, with what left. */
async function call(
  config: JsonObject,
  { status = 200, bound = [] }: { readonly status?: number; readonly bound?: readonly string[] } = {},
): Promise<FinishedRun & { readonly sent: readonly HttpRequest[]; readonly told: string }> {
  const sent: HttpRequest[] = [];
  const handler: WorldOptions['handler'] = (request) => {
    sent.push(request);
    return { status };
  };
  const finished = await runStages([{ id: 'a', component: 'http_request', config }], {
    world: { secrets: SECRETS, bound, handler },
    input: { base: 'https://x.test' },
  });
  return { ...finished, sent, told: JSON.stringify([finished.run, finished.events]) };
}

/** The request as the journal tells of it. */
function recorded({ events }: FinishedRun) {
  return events.flatMap((event) => (event.type === 'effect' ? [event.request] : []));
}

const CHANGED = {
  url: 'https://x.test/{{secrets.KEY[0:6]}}/{{secrets.KEY | lower}}',
  method: 'POST',
  query_params: { key: '{{secrets.KEY | upper}}', tags: ['a', '{{secrets.KEY[3:]}}'], page: 1 },
  headers: { 'X-Key': '{{secrets.KEY | reverse}}', 'X-Other': 'plain' },
  body: { deep: ['{{secrets.KEY[0:7]}}'], text: 'my {{secrets.KEY | title}}' },
};
const PIECES = ['kestre', KEY.toLowerCase(), KEY.toUpperCase(), KEY.slice(3), [...KEY].reverse().join(''), 'Kestrel'];

describe('a request that is made of secrets', () => {
  it('is sent with their values', async () => {
    const { sent } = await call(CHANGED);
    expect(sent[0]).toMatchObject({
      url: `https://x.test/kestre/${KEY.toLowerCase()}?key=${KEY.toUpperCase()}&tags=a&tags=${KEY.slice(3)}&page=1`,
      headers: { 'X-Key': [...KEY].reverse().join(''), 'X-Other': 'plain' },
      body: '{"deep":["kestrel"],"text":"my Kestrel-91-Wq7"}',
    });
  });

  it('is told of with their names, whatever became of the values', async () => {
    const finished = await call(CHANGED);
    const url = 'https://x.test/[secret:KEY]/[secret:KEY]?key=[secret:KEY]&tags=a&tags=[secret:KEY]&page=1';
    expect(recorded(finished)).toEqual([
      {
        method: 'POST',
        url,
        headers: {
          'X-Key': '[secret:KEY]',
          'X-Other': 'plain',
          'Idempotency-Key': 'run-1-a',
          'Content-Type': 'application/json',
        },
        body: { deep: ['[secret:KEY]'], text: 'my [secret:KEY]' },
      },
    ]);
    expect(finished.run.stages['a']?.output).toMatchObject({ url });
    expect(PIECES.filter((piece) => finished.told.includes(piece))).toEqual([]);
  });

  it('is told of so in the messages of failures', async () => {
    const { run, told } = await call(CHANGED, { status: 404 });
    expect(run.error?.message).toContain(
      'POST https://x.test/[secret:KEY]/[secret:KEY]?key=[secret:KEY]&tags=a&tags=[secret:KEY]&page=1 answered 404',
    );
    expect(PIECES.filter((piece) => told.includes(piece))).toEqual([]);
  });

  it.each([
    [
      'a form',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: { k: '{{secrets.KEY | upper}}' } },
      { body: 'k=[secret:KEY]' },
    ],
    ['a text', { body: '{{secrets.KEY[0:7]}} and more' }, { body: '[secret:KEY] and more' }],
    ['an object of one secret', { body: '{{secrets.PAIR | fromjson}}' }, { body: '[secret:PAIR]' }],
    ['an address', { url: '{{secrets.HOOK}}' }, { url: '[secret:HOOK]' }],
    [
      'headers of one secret',
      { headers: '{{secrets.PAIR | fromjson}}' },
      { headers: { '[secret:PAIR]': '[secret:PAIR]' } },
    ],
    [
      'parameters of one secret',
      { query_params: '{{secrets.PAIR | fromjson}}' },
      { url: 'https://x.test/?[secret:PAIR]' },
    ],
  ])('is told of so when it holds %s', async (_, config, expected) => {
    const finished = await call({ url: 'https://x.test/', method: 'POST', ...config });
    expect(recorded(finished)).toMatchObject([expected]);
    expect(finished.run.status).toBe('succeeded');
    expect(finished.told).not.toMatch(/KESTREL|kestrel|X-User|services\/T0/);
  });

  it.each([
    [{ url: 'https://x.test/{{secrets.KEY}}' }, true],
    [{ url: 'https://{{secrets.KEY}}.test/' }, false],
    [{ url: 'https://a{{secrets.KEY[0:2]}}.test/' }, false],
    [{ url: '{{secrets.HOOK}}' }, true],
    [{ url: "{{ 'https://' ~ secrets.KEY ~ '.test/' }}" }, false],
  ])('says of %j whether its host may be told: %s', async (config, isHostShown) => {
    const { sent } = await call(config);
    expect(sent[0]?.shown?.isHostShown).toBe(isHostShown);
  });

  it('is told of as it is when it holds none', async () => {
    const { sent } = await call({ url: 'https://x.test/{{ secrets.KEY if false else 1 }}' });
    expect(sent).toEqual([expect.not.objectContaining({ shown: expect.anything() })]);
  });
});

describe('a secret that is bound to hosts', () => {
  const bound = { bound: ['KEY'] };

  it.each([
    ['url', { url: 'https://x.test/{{secrets.KEY[0:6]}}' }, 'secrets.KEY[0:6]'],
    [
      'url',
      { url: "https://x.test/{{'a' if secrets.KEY[0:1] == 'k' else input.nothing}}" },
      "'a' if secrets.KEY[0:1] == 'k' else input.nothing",
    ],
    ['headers.X', { url: 'https://x.test/', headers: { X: 'a {{secrets.KEY | reverse}}' } }, 'secrets.KEY | reverse'],
    [
      'query_params.q.1',
      { url: 'https://x.test/', query_params: { q: [1, "{{secrets['KEY'] | upper}}"] } },
      "secrets['KEY'] | upper",
    ],
    [
      'body.a.b',
      { url: 'https://x.test/', method: 'POST', body: { a: { b: '{{len(secrets.KEY)}}' } } },
      'len(secrets.KEY)',
    ],
  ])('is not looked into in %s: %j', async (place, config, text) => {
    const { run, sent } = await call(config, bound);
    expect([run.error, sent]).toEqual([
      {
        type: 'SECURITY',
        message: `config.${place}: the secret KEY is bound to hosts and is passed on whole or not at all, but "${text}" looks into it. Write {{secrets.KEY}}, with other text around it or joined to it by ~, or through the filters b64encode, urlencode, tojson, path, string, trim, default (each once, trim without characters)`,
        stage_id: 'a',
        attempt: 1,
        retryable: false,
      },
      [],
    ]);
  });

  it.each(['k', 'x'])(
    'ends a stage that asks for its first letter in the same way, whatever it is: %s',
    async (letter) => {
      const config = { url: `https://x.test/{{'a' if secrets.KEY[0:1] == '${letter}' else input.nothing}}` };
      expect((await call(config, bound)).run.error?.type).toBe('SECURITY');
    },
  );

  it.each([
    'https://{{secrets.KEY}}.test/',
    'https://xn--a{{secrets.KEY}}/{{secrets.KEY}}',
    'https://x.test:{{secrets.KEY}}/',
    'https://{{secrets.KEY}}@x.test/',
    '{{input.base}}{{secrets.KEY}}',
    "{{ 'https://x.test/' ~ secrets.KEY }}",
    '{{ secrets.KEY if true else 1 }}',
  ])('is no part of a host: %s', async (url) => {
    expect((await call({ url }, bound)).run.error?.message).toBe(
      'config.url: the secret KEY is bound to hosts and cannot be a part of the host. Write the host into the pipeline, and the secret behind it, or into a header',
    );
  });

  it.each([
    'https://x.test/{{secrets.KEY}}',
    'https://x.test?key={{secrets.KEY}}',
    '{{input.base}}/{{secrets.KEY}}',
    '{{secrets.HOOK}}',
    '{{secrets.HOOK}}/more',
  ])('is a part of an address: %s', async (url) => {
    const { run } = await call({ url }, { bound: ['KEY', 'HOOK'] });
    expect(run.status).toBe('succeeded');
  });

  it('is passed on whole', async () => {
    const { sent } = await call(
      { url: 'https://x.test/', headers: { Authorization: "Basic {{ ('me:' ~ secrets.KEY) | b64encode }}" } },
      bound,
    );
    expect(sent[0]?.headers['Authorization']).toBe(`Basic ${btoa(`me:${KEY}`)}`);
  });

  it('does not keep one that is not bound from being cut', async () => {
    expect((await call({ url: 'https://x.test/{{secrets.KEY[0:6]}}' })).sent).toHaveLength(1);
  });
});

describe('what decides on a request instead of being part of it', () => {
  it.each(['method', 'expect_status', 'follow_redirects', 'max_response_bytes'])(
    'has no values of secrets: %s',
    async (field) => {
      const { run, sent } = await call({ url: 'https://x.test/', [field]: '{{secrets.KEY}}' });
      expect([run.error?.type, sent]).toEqual(['VALIDATION', []]);
    },
  );

  it('is no secret for a model either', async () => {
    const model = (name: string) => ({
      id: name,
      component: 'generator',
      config: { model: name, prompt: "{{ secrets.KEY[0:3] ~ (1 if secrets.KEY[0:1] == 'k' else 1 / 0) }}" },
    });
    const { run } = await runStages([model('m-{{secrets.KEY[0:6]}}')], { world: { secrets: { KEY } } });
    expect(JSON.stringify(run)).not.toContain('kes');
    expect(run.error).toMatchObject({ type: 'EXPRESSION' });
  });
});

describe('a stage that sends nothing', () => {
  const cut = '{{secrets.KEY[0:6]}}';
  const isRight = "{{secrets.KEY[0:1] == 'k'}}";

  it.each([
    ['json_transform', { data: cut, mapping: { a: cut } }, undefined],
    ['variable_set', { name: 'a', value: { deep: [cut] } }, undefined],
    ['logger', { message: cut, data: cut }, undefined],
    ['loop', { items: [cut], batch_size: 1 }, undefined],
    ['schema_validate', { data: cut, schema: { const: 'x' }, on_invalid: 'continue' }, undefined],
    ['filter', { data: [cut], condition: "{{ item == secrets.KEY[0:6] and secrets.KEY[0:1] == 'k' }}" }, undefined],
    ['return', { value: cut }, undefined],
    ['conditional', { condition: isRight, if_true: [], if_false: [] }, 'false'],
    ['router', { routes: [{ name: 'yes', condition: isRight, stages: [] }], default: [] }, 'default'],
  ])('learns nothing of a secret: %s', async (component, config, arm) => {
    const { run, events } = await runStages([{ id: 'a', component, config }], {
      world: { secrets: SECRETS },
      output_mapping: { cut, isRight },
    });
    expect(JSON.stringify([run, events])).not.toContain('kestr');
    expect(events.flatMap((event) => (event.type === 'decision' ? [event.arm] : [])).at(0)).toBe(arm);
    expect(run.output).not.toMatchObject({ isRight: true });
  });
});

describe('a secret that a service says back', () => {
  it('stands masked in the condition of a retry, so that no trace holds a part of it', async () => {
    const { events } = await runStages(
      [
        {
          id: 'a',
          component: 'http_request',
          config: { url: 'https://x.test/', headers: { X: '{{secrets.KEY}}' } },
          retry: { ...RETRY, condition: "{{ output.body[0:4] == 'kest' }}" },
        },
      ],
      { world: { secrets: { KEY }, handler: ({ headers }) => ({ status: 200, body: headers['X'] ?? '' }) } },
    );
    expect(events.filter(({ type }) => type === 'stage.started')).toHaveLength(1);
    expect(JSON.stringify(events.filter(({ type }) => type !== 'stage.started'))).not.toContain('"kest');
  });
});

describe('a mask that is about to be sent as if it were the secret', () => {
  const REFUSED =
    'this would send the mask of the secret KEY instead of its value, which is not passed on through inputs, variables or results. Write {{secrets.KEY}} here';

  async function pass(config: JsonObject) {
    const sent: HttpRequest[] = [];
    const { run } = await runStages(
      [
        { id: 'v', component: 'variable_set', config: { name: 'key', value: '{{secrets.KEY}}' } },
        { id: 'a', component: 'http_request', depends_on: ['v'], config: { url: 'https://x.test/', ...config } },
      ],
      {
        world: {
          secrets: SECRETS,
          handler: (request) => {
            sent.push(request);
            return { status: 200 };
          },
        },
      },
    );
    return { error: run.error, sent };
  }

  it.each<[string, JsonObject]>([
    ['url', { url: 'https://x.test/{{vars.key}}' }],
    ['url', { url: 'https://x.test/?k={{vars.key}}&l=1' }],
    ['headers.Authorization', { headers: { Authorization: 'Bearer {{vars.key}}' } }],
    ['headers.Cookie', { headers: { Cookie: 'sid={{vars.key}}' } }],
    ['headers.X', { headers: "{{ {'X': vars.key} }}" }],
    ['query_params.k', { query_params: { k: '{{vars.key}}' } }],
    ['body.a.0', { method: 'POST', body: { a: ['{{vars.key}}'] } }],
    ['body', { method: 'POST', body: ' {{vars.key}}' }],
    ['body.k', { method: 'POST', body: { k: '•••KEY' } }],
  ])('keeps the request in: %s', async (place, config) => {
    expect(await pass(config)).toEqual({
      error: { type: 'SECURITY', message: `config.${place}: ${REFUSED}`, stage_id: 'a', attempt: 1, retryable: false },
      sent: [],
    });
  });

  it('keeps the request of a child in whose input it is', async () => {
    const request = { url: 'https://x.test/', method: 'POST', body: { t: '{{input.t}}' } };
    const child = pipelineOf([{ id: 'a', component: 'http_request', config: request }]);
    const { run } = await runStages(
      [{ id: 's', component: 'subpipeline', config: { pipeline: 'child', input: { t: '{{secrets.KEY}}' } } }],
      { world: { secrets: SECRETS, pipelines: { child } } },
    );
    expect(run.error).toMatchObject({
      type: 'SECURITY',
      message: expect.stringContaining(`config.body.t: ${REFUSED}`),
    });
  });

  it.each<[string, JsonObject]>([
    ['text around it', { body: 'POST /[secret:KEY] answered 404 {{vars.key}}' }],
    ['data that is passed on', { body: '{{ {"error": vars.key} }}' }],
    ['a header with text around it', { headers: { 'X-Error': 'POST /[secret:KEY] answered 404' } }],
    ['a query with text around it', { url: 'https://x.test/?text=POST%20/[secret:KEY]%20answered' }],
    [
      'a long text behind a mask',
      { body: `•••KEY${'a'.repeat(900_000)}`, headers: { X: '[secret:KEY'.repeat(2_000) } },
    ],
    ['the name of nothing secret', { body: '•••NOTHING', headers: { X: '[secret:NOTHING]' } }],
  ])('is no reason to keep a message in: %s', async (_, config) => {
    const { error, sent } = await pass({ method: 'POST', ...config });
    expect([error, sent.length]).toEqual([null, 1]);
  });
});
