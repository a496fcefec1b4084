import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCatalog } from './catalog.test-support.ts';
import type { Json } from './json.ts';
import { readPipeline } from './read-pipeline.ts';
import { applyTextEdits } from './text/text-edit.ts';

function readFixture(name: string) {
  const text = readFileSync(new URL(`../test-data/${name}`, import.meta.url), 'utf8');
  return readPipeline(text, { components: testCatalog });
}

describe('readPipeline on the seeds as they stand', () => {
  it('finds the seven undefined stages of the deployment, each one error with a fix', () => {
    const { diagnostics, ghosts, pipeline } = readFixture('seed-cicd.json');
    expect(ghosts.map(({ id }) => id)).toEqual([
      'notify-build-failure',
      'analyze-test-failure',
      'prod-deploy',
      'prod-health-check',
      'rollback-production',
      'log-production-result',
      'fetch-logs',
    ]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, fixes }) => [code, fixes.length > 0])).toEqual(Array(7).fill(['unknown-stage', true]));
    expect(pipeline?.stages).toHaveLength(11);
  });

  it('finds the five undefined stages of the incident response, each one error with a fix', () => {
    const { diagnostics, ghosts, pipeline } = readFixture('seed-incident.json');
    expect(ghosts.map(({ id }) => id)).toEqual([
      'auto-scale-connections',
      'auto-rollback',
      'execute-remediation',
      'remediation-failed-escalate',
      'log-remediation-attempt',
    ]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, fixes }) => [code, fixes.length > 0])).toEqual(Array(5).fill(['unknown-stage', true]));
    expect(pipeline?.stages).toHaveLength(14);
  });

  it('says of each undefined stage who names it, and how', () => {
    const { ghosts } = readFixture('seed-cicd.json');
    expect(ghosts.find(({ id }) => id === 'prod-health-check')?.referencedBy).toEqual([
      { stageId: 'deploy-production', pointer: '/stages/8/config/try/1', as: 'arm' },
      { stageId: 'analyze-failure', pointer: '/stages/9/config/prompt', as: 'template' },
      { stageId: 'notify-success', pointer: '/stages/10/depends_on/0', as: 'depends_on' },
    ]);
  });
});

function read(text: string) {
  return readPipeline(text, { components: testCatalog });
}

function chain(count: number, stage: (index: number) => string): string {
  return `{"name":"n","version":"1.0.0","stages":[${Array.from({ length: count }, (_, index) => stage(index)).join(',')}]}`;
}

describe('readPipeline at its limits', () => {
  it('refuses more than a megabyte without reading it', () => {
    const text = `{"name":"n","version":"1.0.0","stages":[{"id":"a","component":"logger","config":{"message":"${'x'.repeat(1024 * 1024)}"}}]}`;
    const { diagnostics, pipeline, isRunnable } = read(text);
    expect([diagnostics.map(({ code }) => code), pipeline, isRunnable]).toEqual([['limit-size'], undefined, false]);
  });

  it('counts bytes, not characters', () => {
    const text = `{"name":"n","version":"1.0.0","description":"${'é'.repeat(600_000)}","stages":[]}`;
    expect(read(text).diagnostics.map(({ code }) => code)).toEqual(['limit-size']);
  });

  it.each(['[', '{"a":'])('refuses a nesting of 5,000 and of 200,000 %s', (open) => {
    const codes = [5000, 200_000].map((depth) => read(open.repeat(depth)).diagnostics.map(({ code }) => code));
    expect(codes).toEqual([['limit-depth'], ['limit-depth']]);
  });

  it('reads brackets inside texts as text', () => {
    const text = `{"name":"n","version":"1.0.0","stages":[{"id":"a","component":"logger","config":{"message":"${'['.repeat(500)}"}}]}`;
    expect(read(text).diagnostics).toEqual([]);
  });

  it('refuses more than 10,000 stages, and reads the first 10,000', () => {
    const { diagnostics, pipeline } = read(
      chain(10_001, (index) => `{"id":"s${index}","component":"logger","config":{"message":"x"}}`),
    );
    expect([diagnostics.map(({ code }) => code), pipeline?.stages.length]).toEqual([['limit-stages'], 10_000]);
  });

  it.each([
    [
      'a chain',
      (index: number) =>
        `{"id":"s${index}","component":"logger","depends_on":[${index > 0 ? `"s${index - 1}"` : ''}],"config":{"message":"x"}}`,
    ],
    [
      'a fan',
      (index: number) =>
        `{"id":"s${index}","component":"logger","depends_on":[${index > 0 ? '"s0"' : ''}],"config":{"message":"x"}}`,
    ],
    [
      'undefined dependencies',
      (index: number) => `{"id":"s${index}","component":"logger","depends_on":["t${index}"],"config":{}}`,
    ],
    [
      'pairs in circles',
      (index: number) =>
        `{"id":"s${index}","component":"logger","depends_on":["s${index ^ 1}"],"config":{"message":""}}`,
    ],
    [
      'one great circle',
      (index: number) =>
        `{"id":"s${index}","component":"logger","depends_on":["s${(index + 1) % 10_000}"],"config":{"message":""}}`,
    ],
    [
      'one block whose members wait for each other',
      (index: number) =>
        index === 0
          ? `{"id":"s0","component":"trycatch","config":{"try":[${Array.from({ length: 9_998 }, (_, each) => `"s${each + 1}"`)}],"catch":["s9999"]}}`
          : `{"id":"s${index}","component":"logger","depends_on":["s${index - 1}"],"config":{"message":""}}`,
    ],
  ])(
    'checks 10,000 stages as %s in a time that grows with their number',
    (_, stage) => {
      read(chain(1000, stage));
      const before = process.cpuUsage();
      const { pipeline } = read(chain(10_000, stage));
      expect(pipeline?.stages).toHaveLength(10_000);
      // Of the processor, which others may load: far above what it takes (0.5 s), far below what anything quadratic would.
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(8000);
    },
    120_000,
  );
});

describe('readPipeline on any text', () => {
  it.each([
    ['NUL', '{"name":"\\u0000","version":"1.0.0","stages":[{"id":"a\\u0000","component":"\\u0000"}]}'],
    [
      'lone surrogates',
      '{"name":"\\ud800","version":"1.0.0","stages":[{"id":"\\udfff","component":"logger","config":{"message":"{{input.a\\ud800}}"}}]}',
    ],
    [
      'prototype keys',
      '{"constructor":1,"__proto__":{"x":1},"stages":[{"id":"__proto__","component":"__proto__","depends_on":["constructor","toString"],"config":{"__proto__":1}}]}',
    ],
    [
      'lists in the place of everything',
      '{"name":[],"version":[],"tags":{},"settings":[],"layout":[],"input_schema":[],"output_mapping":[],"output_stage_id":[],"stages":[[],null,1,{"id":[],"component":[],"config":[],"retry":[],"depends_on":{}}]}',
    ],
    [
      'nulls in the place of everything',
      '{"name":null,"settings":null,"layout":null,"input_schema":null,"output_mapping":null,"stages":[null,{"id":null,"component":null,"config":null,"retry":null,"depends_on":null}]}',
    ],
    [
      'control lists of nonsense',
      '{"stages":[{"id":"r","component":"router","config":{"routes":[1,null,{"stages":[1,{}]},[]],"default":7}},{"id":"t","component":"trycatch","config":{"try":[["a"]],"catch":{}}},{"id":"c","component":"conditional","config":{"condition":{},"if_true":[null]}}]}',
    ],
  ])('gives findings and no exception for %s', (_, text) => {
    const { diagnostics, isRunnable } = read(text);
    expect([diagnostics.length > 0, isRunnable]).toEqual([true, false]);
  });

  it('never throws, and points into the text', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"id"',
        '"stages"',
        '"a"',
        '"component"',
        '"logger"',
        '"router"',
        '"config"',
        '"message"',
      ],
      ...[
        '"depends_on"',
        '"{{stages.a.output}}"',
        '"{{"',
        '"routes"',
        '1',
        'null',
        'true',
        '"retry"',
        '"timeout"',
        '"\\ud800"',
        '\n',
        ' ',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { range } of read(text).diagnostics) {
          expect([range.start.offset >= 0, range.end.offset <= text.length]).toEqual([true, true]);
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('keeps every fix harmless, whatever the document says: what is applied is JSON', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(key, tie('any'), { maxKeys: 4 }),
      ),
      leaf: fc.constantFrom<Json>(
        'a',
        'b',
        'logger',
        'router',
        'http_request',
        'POST',
        '{{stages.b.output.x}}',
        '{{input.x | uper}}',
        7,
        true,
        null,
        '500',
        '',
      ),
    })).any;
    const stage = fc.record(
      {
        id: fc.constantFrom<Json>('a', 'b', 'A', '1', ''),
        component: fc.constantFrom<Json>('logger', 'router', 'trycatch', 'http-request', 'conditionl'),
        config: value,
        depends_on: value,
        retry: value,
        timeout: value,
      },
      { requiredKeys: ['id'] },
    );
    const document = fc.record(
      {
        stages: fc.array(stage, { maxLength: 4 }),
        settings: value,
        input_schema: value,
        sample_input: value,
        output_mapping: value,
      },
      { requiredKeys: ['stages'] },
    );
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 2), (json, indent) => {
        const text = JSON.stringify(json, null, indent);
        for (const { fixes } of read(text).diagnostics) {
          for (const { edits } of fixes) expect(() => JSON.parse(applyTextEdits(text, edits))).not.toThrow();
        }
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

const key = fc.constantFrom(
  ...[
    'id',
    'message',
    'url',
    'method',
    'headers',
    'routes',
    'stages',
    'condition',
    'if_true',
    'try',
    'catch',
    'default',
    'name',
  ],
  ...['max_attempts', 'type', 'properties', 'required', '__proto__', 'Authorization', 'x y/~'],
);

describe('the places of a reading', () => {
  const text = JSON.stringify(
    {
      name: 'n',
      version: '1.0.0',
      stages: [
        { id: 'a', component: 'logger', config: { message: 'say "é\\n" {{ input.x | uper }} 😀 {{upstream.zz.y}}' } },
        {
          id: 'b',
          component: 'http-request',
          config: { url: 'https://x.example', retry: { condition: '{{output.ok |}}' } },
        },
      ],
    },
    null,
    2,
  );

  function excerpt(code: string): string | undefined {
    const found = read(text).diagnostics.find((each) => each.code === code);
    return found && text.slice(found.range.start.offset, found.range.end.offset);
  }

  it('are exact inside a text with escapes', () => {
    expect(excerpt('unknown-filter')).toBe('uper');
  });

  it('are exact in a reference that was written in another dialect', () => {
    expect(excerpt('unknown-stage')).toBe('zz');
  });

  it('are those of the text as it is written, also for what the canonical form has elsewhere', () => {
    const found = read(text).diagnostics.find(({ code }) => code === 'template-syntax');
    expect(found?.pointer).toBe('/stages/1/config/retry/condition');
  });

  it('lead from a pointer to the range, and from a stage to its pointer', () => {
    const reading = read(text);
    const range = reading.locate('/stages/1/config/url');
    expect([
      reading.pointerOfStage('b'),
      text.slice(range?.start.offset, range?.end.offset),
      reading.locate('/stages/7'),
    ]).toEqual(['/stages/1', '"https://x.example"', undefined]);
  });

  it('count lines and columns from 1', () => {
    const found = read('{\n  "name": "n",\r\n  "version": "1",\r  "stages": 7\n}').diagnostics[0];
    expect(found?.range.start).toEqual({ offset: 48, line: 4, column: 13 });
  });
});

describe('a reading', () => {
  it('draws what it understood of a text that is not JSON, and says only that', () => {
    const { pipeline, ghosts, diagnostics } = read('{"stages":[{"id":"a","component":"logger","depends_on":["b"],}');
    expect([pipeline?.stages.map(({ id }) => id), ghosts.map(({ id }) => id)]).toEqual([['a'], ['b']]);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['not-json']));
  });

  it('leaves stages out that have no usable id, and keeps the others', () => {
    const stages = ['a', 'A', 'b c', 7, 'd'].map((id) => ({ id, component: 'logger', config: { message: 'x' } }));
    const { pipeline } = read(JSON.stringify({ name: 'n', version: '1', stages }));
    expect(pipeline?.stages.map(({ id }) => id)).toEqual(['a', 'd']);
  });

  it('calls a stage with an illegal id by it, and not undefined', () => {
    const stages = [
      { id: 'b c', component: 'logger', config: { message: 'x' } },
      { id: 'd', component: 'logger', depends_on: ['b c'], config: { message: 'x' } },
    ];
    const { diagnostics } = read(JSON.stringify({ name: 'n', version: '1', stages }));
    expect(diagnostics.map(({ code }) => code)).toEqual(['illegal-id']);
  });

  it('gives all findings at once, by place', () => {
    const { diagnostics } = read(
      '{"name":"n","version":"1","stages":[{"id":"a","component":"loger"},{"id":"b","component":"logger","depends_on":["c"],"config":{"message":7}}]}',
    );
    const offsets = diagnostics.map(({ range }) => range.start.offset);
    expect([diagnostics.map(({ code }) => code), offsets]).toEqual([
      ['unknown-component', 'unknown-stage', 'invalid-config'],
      [...offsets].sort((a, b) => a - b),
    ]);
  });
});
