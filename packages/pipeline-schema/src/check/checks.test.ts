import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import type { Json, JsonObject } from '../json.ts';
import { readPipeline } from '../read-pipeline.ts';

/** Codes and pointers of all findings on a document with these stages. */
function findings(stages: readonly Json[], rest: JsonObject = {}): string[] {
  const text = JSON.stringify({ name: 'n', version: '1.0.0', ...rest, stages });
  return readPipeline(text, { components: testCatalog }).diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
}

const log = (id: string, message = 'x', more: JsonObject = {}) => ({
  id,
  component: 'logger',
  ...more,
  config: { message },
});
const get = (id: string, more: JsonObject = {}, config: JsonObject = {}) => ({
  ...{ id, component: 'http_request', ...more },
  config: { url: 'https://x.example/a', ...config },
});
const decide = (id: string, yes: string[], no: string[], more: JsonObject = {}) => ({
  ...{ id, component: 'conditional', ...more },
  config: { condition: '{{input.x}}', if_true: yes, if_false: no },
});
const guard = (id: string, lists: JsonObject, more: JsonObject = {}) => ({
  id,
  component: 'trycatch',
  ...more,
  config: lists,
});

describe('reading a stage that may have been skipped', () => {
  const branch = [decide('c', ['a'], ['b']), get('a'), log('b')];

  it.each([
    ['by a stage behind it alone', log('r', '{{stages.a.output.body}}', { depends_on: ['a'] })],
    ['by a stage behind it and behind the decision', log('r', '{{stages.a.output.body}}', { depends_on: ['c', 'a'] })],
    ['with a default', log('r', "{{stages.a.output.body | default('none')}}", { depends_on: ['a', 'b'] })],
    [
      'with a default behind another filter',
      log('r', "{{stages.a.output.body | upper | default('none')}}", { depends_on: ['a', 'b'] }),
    ],
    ['asked for with `is defined`', log('r', '{{1 if stages.a.output is defined else 2}}', { depends_on: ['a', 'b'] })],
    [
      'under a condition on its status',
      log('r', "{{stages.a.output.body if stages.a.status == 'succeeded' else 'no'}}", { depends_on: ['a', 'b'] }),
    ],
    ['for its status only', log('r', '{{stages.a.status}}', { depends_on: ['a', 'b'] })],
    ['with an alternative', log('r', "{{stages.a.output.body or 'none'}}", { depends_on: ['a', 'b'] })],
  ])('is fine %s', (_, reader) => {
    expect(findings([...branch, reader])).toEqual([]);
  });

  it.each([
    ['behind both arms', log('r', '{{stages.a.output.body}}', { depends_on: ['a', 'b'] })],
    [
      'behind everything, whatever happened',
      log('r', '{{stages.a.output.body}}', { depends_on: ['a'], join: 'always' }),
    ],
    ['in an expression that needs a value', log('r', '{{stages.a.output.n + 1}}', { depends_on: ['a', 'b'] })],
  ])('is told %s', (_, reader) => {
    expect(findings([...branch, reader])).toEqual(['may-be-skipped /stages/3/config/message']);
  });

  it('is told in the output mapping, where every arm may have been left out', () => {
    const mapping = { output_mapping: { a: '{{stages.a.output.body}}', c: '{{stages.c.output.result}}' } };
    expect(findings(branch, mapping)).toEqual(['may-be-skipped /output_mapping/a']);
  });

  it('is fine between members of one try, and behind the block that only succeeds with all of them', () => {
    const stages = [
      guard('t', { try: ['a', 'b'], catch: ['c'] }),
      ...[get('a'), log('b', '{{stages.a.output.body}}'), log('c')],
      log('after', '{{stages.a.output.body}}', { depends_on: ['t'] }),
    ];
    expect(findings(stages)).toEqual([]);
  });

  it('is told behind a block that goes on after a caught failure', () => {
    const stages = [
      guard('t', { try: ['a'], catch: ['c'], error_scope: 'continue' }),
      ...[get('a'), log('c')],
      log('after', '{{stages.a.output.body}}', { depends_on: ['t'] }),
    ];
    expect(findings(stages)).toEqual(['may-be-skipped /stages/3/config/message']);
  });
});

describe('names that exist only in some places', () => {
  it.each([
    [
      '`error` in catch and finally',
      [
        guard('t', { try: ['a'], catch: ['b'], finally: ['c'] }),
        log('a'),
        log('b', '{{error.message}}'),
        log('c', '{{error.type}}'),
      ],
    ],
    [
      '`error` in the arm of a decision inside a catch',
      [guard('t', { try: ['a'], catch: ['d'] }), log('a'), decide('d', ['b'], []), log('b', '{{error.message}}')],
    ],
    [
      '`item`, `index` and `loop` in a loop',
      [
        { id: 'l', component: 'foreach', config: { items: [1], stages: ['a'] } },
        log('a', '{{item}} {{index}} {{loop}}'),
      ],
    ],
    [
      'the names that a loop gives',
      [
        { id: 'l', component: 'foreach', config: { items: [1], stages: ['a'], item_variable: 'region' } },
        log('a', '{{region.output.x}}'),
      ],
    ],
    [
      '`output` in a retry condition',
      [get('a', { retry: { condition: '{{output.status_code != 200 and attempt < 3}}' } })],
    ],
    ['what a field brings', [{ id: 'f', component: 'filter', config: { data: [1], condition: '{{item > 1}}' } }]],
  ])('are known: %s', (_, stages: readonly Json[]) => {
    expect(findings(stages)).toEqual([]);
  });

  it.each([
    ['`item` outside loops', [log('a', '{{item}}')]],
    ['`error` in the try', [guard('t', { try: ['a'], catch: ['b'] }), log('a', '{{error.message}}'), log('b')]],
    [
      '`item` in a loop that gives it another name',
      [
        { id: 'l', component: 'foreach', config: { items: [1], stages: ['a'], item_variable: 'region' } },
        log('a', '{{item}}'),
      ],
    ],
  ])('are unknown elsewhere: %s', (_, stages: readonly Json[]) => {
    expect(findings(stages).map((found) => found.split(' ')[0])).toEqual(['unknown-namespace']);
  });
});

describe('configs with templates', () => {
  it.each([
    [
      'a whole template for a value of any type',
      get('a', {}, { headers: '{{input.h}}', follow_redirects: '{{input.f}}', expect_status: '{{input.s}}' }),
    ],
    ['a template inside a text that has rules', get('a', {}, { url: 'https://{{input.host}}/x' })],
    ['a template in a list of alternatives', get('a', {}, { expect_status: [200, '{{input.s}}'] })],
  ])('may have %s', (_, stage) => {
    expect(findings([stage])).toEqual([]);
  });

  it('may not have a text with a template in it where a text can never stand', () => {
    expect(findings([get('a', {}, { max_response_bytes: '{{input.n}}000' })])).toEqual([
      'invalid-config /stages/0/config/max_response_bytes',
    ]);
  });

  it('are checked beside their templates', () => {
    expect(findings([get('a', {}, { url: '{{input.u}}', method: 'SEND', headers: { A: 1 } })])).toEqual([
      'invalid-config /stages/0/config/method',
      'invalid-config /stages/0/config/headers/A',
    ]);
  });

  it('point at an alias where the file has one', () => {
    expect(
      findings([
        decide('c', [], []),
        { id: 'd', component: 'conditional', config: { condition: true, true_branch: [7] } },
      ]),
    ).toEqual(['invalid-config /stages/1/config/true_branch/0']);
  });
});

describe('scopes', () => {
  it('may be nested, with a stage listed by both', () => {
    const stages = [
      guard('o', { try: ['i', 'a'], catch: ['x'] }),
      guard('i', { try: ['a'], catch: ['y'] }),
      log('a'),
      log('x'),
      log('y'),
    ];
    expect(findings(stages)).toEqual([]);
  });

  it('may not share a stage through a decision', () => {
    const stages = [
      ...[guard('t1', { try: ['c'], catch: ['x'] }), guard('t2', { try: ['a'], catch: ['y'] })],
      ...[decide('c', ['a'], []), log('a'), log('x'), log('y')],
    ];
    expect(findings(stages)).toEqual([expect.stringMatching(/^two-scopes \/stages\/[12]\//)]);
  });

  it('may not list a stage in two of their lists', () => {
    const stages = [guard('t', { try: ['a', 'b'], catch: ['b'] }), log('a'), log('b')];
    expect(findings(stages)).toEqual(['two-scopes /stages/0/config/catch/0']);
  });
});

describe('a failure outside a trycatch', () => {
  const block = guard('t', { try: ['verify'], catch: ['page'] });
  const member = get('verify', { depends_on: ['scale'] });

  it('is covered when every path from it enters the block through a member', () => {
    expect(findings([get('scale'), block, member, log('page'), log('done', 'x', { depends_on: ['verify'] })])).toEqual(
      [],
    );
  });

  it('leaves nothing to be handled when the block waits for it too', () => {
    const after = guard('t', { try: ['verify'], catch: ['page'] }, { depends_on: ['scale'] });
    expect(findings([get('scale'), after, member, log('page')])).toEqual([]);
  });

  it('is not covered when a path leads around the block', () => {
    const stages = [get('scale'), block, member, log('page'), log('other', 'x', { depends_on: ['scale'] })];
    expect(findings(stages)).toEqual(['no-handler /stages/2/depends_on/0']);
  });
});

describe('requests', () => {
  it.each([
    ['a POST that may be sent again', get('a', { idempotent: true }, { method: 'POST' })],
    ['a POST that says what a crash means', get('a', { on_interrupt: 'fail' }, { method: 'POST' })],
    ['a PUT', get('a', {}, { method: 'PUT' })],
    [
      'a PATCH of something that is not Kubernetes',
      get('a', { idempotent: true }, { method: 'PATCH', url: 'https://x.example/api/v1/users/7' }),
    ],
    [
      'a PATCH with its content type',
      get(
        'a',
        { idempotent: true },
        {
          method: 'PATCH',
          url: 'https://k/api/v1/namespaces/a/pods/b',
          headers: { 'content-type': 'application/merge-patch+json' },
        },
      ),
    ],
  ])('are fine: %s', (_, stage) => {
    expect(findings([stage])).toEqual([]);
  });

  it('are not compared across hosts, nor when the headers come from a template', () => {
    const signed = get('a', {}, { headers: { authorization: 'Bearer {{secrets.T}}' } });
    const other = get('b', {}, { url: 'https://y.example/a' });
    const computed = get('c', {}, { headers: '{{input.headers}}' });
    expect(findings([signed, other, computed])).toEqual([]);
  });
});

describe('secrets', () => {
  it('are not passed on to child runs', () => {
    const child = { id: 's', component: 'subpipeline', config: { pipeline: 'child', input: { t: '{{secrets.T}}' } } };
    expect(findings([child])).toContain('secret-exposed /stages/0/config/input/t');
  });
});

describe('inputs', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string', default: 'x' } } };

  it('may all be used where the input is taken as a whole', () => {
    expect(findings([log('l', '{{input | tojson}}')], { input_schema: schema })).toEqual([]);
  });

  it('with a default need not stand in the sample', () => {
    expect(findings([log('l', '{{input.a}} {{input.b}}')], { input_schema: schema, sample_input: { a: '1' } })).toEqual(
      [],
    );
  });

  it('are looked for in the sample to the depth to which they are used, a default apart', () => {
    const stages = [log('l', '{{input.a.b.c}} {{input.x | default(1)}} {{input.l[0].y}}')];
    expect(findings(stages, { sample_input: { a: { b: {} }, l: [{ y: 1 }] } })).toEqual([
      'input-not-in-sample /stages/0/config/message',
    ]);
  });

  it('are told once each', () => {
    expect(findings([log('l', '{{input.c}} {{input.c}} {{input.a}}{{input.b}}')], { input_schema: schema })).toEqual([
      'undeclared-input /stages/0/config/message',
    ]);
  });
});

describe('routers', () => {
  const route = (name: string, condition: Json) => ({ name, condition, stages: [] });

  it.each<[string, JsonObject]>([
    ['a last route that is always taken', { routes: [route('a', '{{input.x}}'), route('b', '{{ true }}')] }],
    ['a last route whose condition is true', { routes: [route('b', true)] }],
    ['a default', { routes: [route('a', '{{input.x}}')], default: [] }],
    ['a default in the map form', { value: '{{input.x}}', routes: { a: [] }, default_route: [] }],
  ])('may have %s', (_, config) => {
    expect(findings([{ id: 'r', component: 'router', config }])).toEqual([]);
  });

  it('in the map form want a default', () => {
    expect(findings([{ id: 'r', component: 'router', config: { value: '{{input.x}}', routes: { a: [] } } }])).toEqual([
      'no-catch-all /stages/0/config/routes',
    ]);
  });
});

describe('an undefined stage', () => {
  it('is one finding, however often it is named, and its suggestion mends all places', () => {
    const stages = [get('fetch-logs'), log('b', '{{stages.fetch_logs.output.body}}', { depends_on: ['fetch_logs'] })];
    const text = JSON.stringify({ name: 'n', version: '1.0.0', stages });
    const { diagnostics } = readPipeline(text, { components: testCatalog });
    expect(diagnostics.map(({ code, related, fixes }) => [code, related.length, fixes[0]?.edits.length])).toEqual([
      ['unknown-stage', 1, 2],
    ]);
  });
});

describe('the key of a concurrency', () => {
  const keyed = (key: string, rest: JsonObject = {}) =>
    findings([log('a')], { settings: { concurrency: { key } }, ...rest });

  it('may be made of input and env, and of plain text', () => {
    expect(keyed("{{input.service | lower}}:{{env.REGION | default('eu')}}:deploy")).toEqual([]);
  });

  it('counts as a use of an input', () => {
    const schema = (name: string) => ({ input_schema: { type: 'object', properties: { [name]: { type: 'string' } } } });
    expect(keyed('{{input.service}}', schema('service'))).toEqual([]);
    expect(keyed('{{input.service}}', schema('other'))).toEqual([
      'undeclared-input /settings/concurrency/key',
      'unused-input /input_schema/properties/other',
    ]);
  });

  it.each(['secrets.token', 'stages.a.output.x', 'execution.id', 'vars.x'])('cannot read %s', (path) => {
    expect(keyed(`{{${path}}}`)).toEqual(['unknown-namespace /settings/concurrency/key']);
  });
});
