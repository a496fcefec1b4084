import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCatalog } from './catalog.test-support.ts';
import { formatPipeline } from './format-pipeline.ts';
import type { Json, JsonObject } from './json.ts';
import { normalisePipeline } from './normalise.ts';
import { readPipeline } from './read-pipeline.ts';

function normalise(document: Json): string {
  const result = normalisePipeline(JSON.stringify(document), { components: testCatalog });
  if ('diagnostics' in result) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.text;
}

describe('normalisePipeline', () => {
  it('keeps the notes of the canvas, and drops an empty list of them', () => {
    const notes = [{ id: 'n', text: 'look', position: [1, 2], size: [300, 100], colour: 'red' }];
    const document = { name: 'n', version: '1', stages: [] };
    expect(JSON.parse(normalise({ ...document, notes }))['notes']).toEqual(notes);
    expect(JSON.parse(normalise({ ...document, notes: [] }))).not.toHaveProperty('notes');
  });

  it('keeps the concurrency of the settings, with unknown keys and without defaults', () => {
    const document = (concurrency: JsonObject) => ({
      name: 'n',
      version: '1.0.0',
      settings: { concurrency },
      stages: [],
    });
    const settings = (concurrency: JsonObject) => JSON.parse(normalise(document(concurrency)))['settings'];
    expect(settings({ limit: 1, policy: 'queue', key: '{{input.a}}' })).toEqual({
      concurrency: { key: '{{input.a}}' },
    });
    expect(settings({ key: 'k', policy: 'skip', limit: 3 })).toEqual({
      concurrency: { key: 'k', policy: 'skip', limit: 3 },
    });
  });

  it('writes the canonical form: order of keys, no defaults, canonical names', () => {
    const document = {
      stages: [
        {
          config: { url: 'https://x.example', timeout: '30s', retry_config: { max_retries: 5 }, params: { q: 1 } },
          component_type: 'HTTP-Request@2',
          depends_on: [],
          join: 'any',
          disabled: false,
          id: 'ping',
        },
        { id: 'say', type: 'logger', depends_on: 'ping', input_mapping: { message: '{{upstream.ping.body}}' } },
      ],
      settings: { max_parallel: 10, on_failure: 'stop' },
      input: { type: 'object', properties: {} },
      version: '2.0.0',
      tags: [],
      name: 'n',
    };
    expect(normalise(document)).toBe(`{
  "$schema": "https://flowmason.dev/schemas/pipeline.schema.json",
  "name": "n",
  "version": "2.0.0",
  "input_schema": {
    "type": "object",
    "properties": {}
  },
  "stages": [
    {
      "id": "ping",
      "component": "http_request",
      "config": {
        "url": "https://x.example",
        "query_params": {
          "q": 1
        }
      },
      "timeout_ms": 30000,
      "retry": {
        "max_attempts": 6
      }
    },
    {
      "id": "say",
      "component": "logger",
      "depends_on": [
        "ping"
      ],
      "config": {
        "message": "{{stages.ping.output.body}}"
      }
    }
  ]
}
`);
  });

  it('keeps keys that nobody knows', () => {
    const stage = { id: 'a', component: 'logger', config: { message: 'x' }, owner: 'ops' };
    const document = JSON.parse(normalise({ name: 'n', version: '1', team: { name: 'core' }, stages: [stage] }));
    expect([document.team, document.stages[0].owner]).toEqual([{ name: 'core' }, 'ops']);
  });

  it('says what stands in the way when something would be lost', () => {
    const text =
      '{"name":"n","version":"1","stages":[{"id":"a","component":"logger","config":{"message":"x"},"join":"most"},{"id":"a"}]}';
    const result = normalisePipeline(text, { components: testCatalog });
    const codes = 'diagnostics' in result ? result.diagnostics.map(({ code }) => code) : [];
    expect(codes).toEqual(['invalid-value', 'duplicate-id', 'missing-key']);
  });

  it('refuses to write a number that would come out rounded', () => {
    const text =
      '{"name":"n","version":"1","stages":[{"id":"a","component":"logger","config":{"message":"x","data":9007199254740993}}]}';
    expect(normalisePipeline(text, { components: testCatalog })).toMatchObject({
      diagnostics: [{ code: 'inexact-number', pointer: '/stages/0/config/data' }],
    });
  });

  it.each(['seed-cicd.json', 'seed-incident.json'])('keeps the meaning of %s', (name) => {
    const text = readFileSync(new URL(`../test-data/${name}`, import.meta.url), 'utf8');
    const before = readPipeline(text, { components: testCatalog });
    const after = readPipeline(normalise(JSON.parse(text)), { components: testCatalog });
    expect(after.pipeline).toEqual(before.pipeline);
    expect(after.ghosts.map(({ id }) => id)).toEqual(before.ghosts.map(({ id }) => id));
  });

  it('changes nothing when it is applied twice, and the pipeline is the same', () => {
    const retry = fc.record(
      {
        max_attempts: fc.integer({ min: 1, max: 100 }),
        delay_seconds: fc.constantFrom(0, 1, 2.5),
        jitter: fc.boolean(),
        condition: fc.constantFrom('{{output.ok}}', '{{a.output.ok}}'),
      },
      { requiredKeys: [] },
    );
    const stage = fc.record(
      {
        component: fc.constantFrom('logger', 'Logger@1', 'http-request', 'conditional', 'nobody-knows'),
        config: fc.dictionary(
          fc.constantFrom('message', 'url', 'if_true', 'true_branch', 'timeout', 'x y/~'),
          fc.constantFrom<Json>('{{upstream.a.b}}', 'text', 20_000, ['s0']),
        ),
        join: fc.constantFrom('any', 'all', 'always'),
        retry,
        timeout: fc.constantFrom(20_000, '5m'),
        idempotent: fc.boolean(),
        note: fc.string(),
      },
      { requiredKeys: ['component'] },
    );
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 4 }), (stages) => {
        const text = JSON.stringify({
          name: 'n',
          version: '1',
          stages: stages.map((each, index) => ({ id: `s${index}`, ...each })),
        });
        const first = normalisePipeline(text, { components: testCatalog });
        fc.pre('text' in first);
        const canonical = 'text' in first ? first.text : '';
        const reading = readPipeline(canonical, { components: testCatalog });
        expect(reading.pipeline).toEqual(readPipeline(text, { components: testCatalog }).pipeline);
        expect(reading.pipeline && formatPipeline(reading.pipeline)).toBe(canonical);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
