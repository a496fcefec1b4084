import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import type { Json } from '../json.ts';
import { readPipeline } from '../read-pipeline.ts';
import { CANONICAL, CICD, changed, DIALECT, documentOf, linesOf, refusalOf } from './change.test-support.ts';

const set = (stageId: string, path: readonly (string | number)[], value?: Json) =>
  ({ type: 'set_stage_value', stageId, path, value }) as const;

describe('set_stage_value', () => {
  it.each([
    [
      'replaces a value',
      CICD,
      set('run-tests', ['config', 'method'], 'PUT'),
      ['- "method": "POST",', '+ "method": "PUT",'],
    ],
    [
      'goes into objects',
      CICD,
      set('run-tests', ['config', 'body', 'suite'], 'all'),
      ['- "suite": "integration",', '+ "suite": "all",'],
    ],
    [
      'goes into lists',
      CICD,
      set('validate-build', ['config', 'if_true', 0], 'x'),
      ['- "if_true": ["deploy-staging"],', '+ "if_true": ["x"],'],
    ],
    [
      'adds to a list',
      CICD,
      set('validate-build', ['config', 'if_true', 1], 'x'),
      ['- "if_true": ["deploy-staging"],', '+ "if_true": ["deploy-staging", "x"],'],
    ],
    [
      'takes an item out',
      CICD,
      set('deploy-production', ['config', 'try', 0]),
      ['- "try": ["prod-deploy", "prod-health-check"],', '+ "try": ["prod-health-check"],'],
    ],
    ['takes a value out', CICD, set('notify-success', ['config', 'method']), ['- "method": "POST",']],
    [
      'makes what is missing on the way',
      CICD,
      set('staging-health-check', ['config', 'headers', 'X-A'], 'b'),
      ['+ },', '+ "headers": {', '+ "X-A": "b"'],
    ],
    ['puts a name behind the id', CICD, set('run-tests', ['name'], 'Run tests'), ['+ "name": "Run tests",']],
    ['puts a switch at the end', CANONICAL, set('undo', ['disabled'], true), ['- }', '+ },', '+ "disabled": true']],
    [
      'replaces the value of a key that no stage has',
      documentOf([{ id: 'push', component: 'logger', note: 'unknown' }]),
      set('push', ['note'], 'other'),
      ['- "note": "unknown"', '+ "note": "other"'],
    ],
    [
      'counts a single name as a list',
      DIALECT,
      set('check', ['config', 'if_true', 0], 'tell'),
      ['- "true_branch": "guard"', '+ "true_branch": ["tell"]'],
    ],
    [
      'writes a config key as the document does',
      DIALECT,
      set('check', ['config', 'if_false'], ['tell']),
      ['- "true_branch": "guard"', '+ "true_branch": "guard",', '+ "false_branch": ["tell"]'],
    ],
    ['leaves alone what has the value already', CICD, set('run-tests', ['config', 'method'], 'POST'), []],
    ['leaves alone what is not there to be taken out', CICD, set('run-tests', ['config', 'nothing', 'here']), []],
    [
      'keeps a key that the format does not know',
      CICD,
      set('log-start', ['owner'], 'me'),
      ['- }', '+ },', '+ "owner": "me"'],
    ],
  ])('%s', (_, text, change, lines) => {
    expect(linesOf(text, change)).toEqual(lines);
  });

  it('sets a whole config key by key, so that what stands beside it stays', () => {
    const lines = linesOf(DIALECT, set('push', ['config'], { url: 'https://c.example', method: 'PUT' }));
    expect(lines).toEqual([
      ...['- "url": "{{upstream.ping.url}}",', '+ "url": "https://c.example",', '- }', '+ },', '+ "method": "PUT"'],
    ]);
  });

  it('takes a config away but for what belongs to the stage', () => {
    const text = documentOf([{ id: 'a', component: 'logger', config: { message: 'x', timeout: 30_000 } }]);
    expect(JSON.parse(changed(text, set('a', ['config']))).stages).toEqual([
      { id: 'a', component: 'logger', config: { timeout: 30_000 } },
    ]);
  });

  it('makes a config under the key that the document uses', () => {
    const text = DIALECT.replace('"input_mapping": {\n        "message": "x"\n      }', '"disabled": false');
    expect(linesOf(text, set('undo', ['config', 'message'], 'y'))).toEqual([
      '+ "input_mapping": {',
      '+ "message": "y"',
      '+ },',
    ]);
  });

  it('hands an id and a component to their own changes', () => {
    expect(changed(CICD, set('run-tests', ['id'], 'try-it'))).toBe(CICD.replaceAll('run-tests', 'try-it'));
    expect(linesOf(CANONICAL, set('undo', ['component'], 'json_transform'))[1]).toBe(
      '+ "component": "json_transform",',
    );
  });

  it.each([
    [set('nobody', ['name'], 'x'), 'There is no stage "nobody".'],
    [set('ping', [], 'x'), 'Say which value of the stage is to be set.'],
    [set('ping', ['config', '__proto__'], 1), '"__proto__" cannot be a key.'],
    [set('ping', ['id'], 5), 'The id of a stage is a text.'],
    [set('tell', ['config'], 'text'), 'The config of a stage is an object.'],
  ])('refuses %j', (change, reason) => {
    expect(refusalOf(CANONICAL, change)).toBe(reason);
  });
});

describe('set_stage_value of a retry', () => {
  it.each([
    [
      'in the config, where the document has it',
      CICD,
      set('poll-build-status', ['retry', 'max_attempts'], 7),
      ['- "max_attempts": 30,', '+ "max_attempts": 7,'],
    ],
    [
      'new, where the document has the others',
      CICD,
      set('run-tests', ['retry', 'max_attempts'], 2),
      ['- "timeout": 300000', '+ "timeout": 300000,', '+ "retry": {', '+ "max_attempts": 2', '+ }'],
    ],
    [
      'on the stage',
      CANONICAL,
      set('push', ['retry', 'delay_seconds'], 5),
      ['- "max_attempts": 3', '+ "max_attempts": 3,', '+ "delay_seconds": 5'],
    ],
    [
      'counted without the first attempt',
      DIALECT,
      set('push', ['retry', 'max_attempts'], 7),
      ['- "max_retries": 2,', '+ "max_retries": 6,'],
    ],
    [
      'in milliseconds',
      DIALECT,
      set('push', ['retry', 'max_delay_seconds'], 30),
      ['- "initial_delay_ms": 500', '+ "initial_delay_ms": 500,', '+ "max_delay_ms": 30000'],
    ],
    [
      'as a whole',
      DIALECT,
      set('push', ['retry'], { max_attempts: 4, backoff: 3 }),
      ['- "max_retries": 2,', '- "initial_delay_ms": 500', '+ "max_retries": 3,', '+ "backoff_multiplier": 3'],
    ],
    ['taken away', CANONICAL, set('push', ['retry']), ['- },', '- "retry": {', '- "max_attempts": 3']],
  ])('%s', (_, text, change, lines) => {
    expect(linesOf(text, change)).toEqual(lines);
  });

  it('reads back as what was set', () => {
    const text = changed(
      DIALECT,
      set('tell', ['retry'], { max_attempts: 4, delay_seconds: 2, max_delay_seconds: 9, backoff: 3 }),
    );
    const stage = readPipeline(text, { components: testCatalog }).pipeline?.stages.find(({ id }) => id === 'tell');
    expect(stage?.retry).toMatchObject({ max_attempts: 4, delay_seconds: 2, max_delay_seconds: 9, backoff: 3 });
  });
});

describe('set_stage_value of a time-out', () => {
  const timeoutOf = (text: string) => readPipeline(text, { components: testCatalog });

  it.each([20_000, 5000, 1000, 1500, 999, 30, 1, 9999, 10_000, 120_000])(
    'writes %d ms so that it reads as that and leaves no doubt',
    (ms) => {
      for (const text of [CICD.replace('"timeout": 30000', '"timeout": "30s"'), CICD, CANONICAL, DIALECT]) {
        const id = text === CANONICAL || text === DIALECT ? 'push' : 'trigger-build';
        const { pipeline, diagnostics } = timeoutOf(changed(text, set(id, ['timeout_ms'], ms)));
        expect(pipeline?.stages.find((stage) => stage.id === id)?.timeout_ms).toBe(ms);
        expect(diagnostics.filter(({ code }) => code === 'timeout-unit')).toEqual([]);
      }
    },
  );

  it('keeps its key, place and kind', () => {
    expect(linesOf(CICD, set('trigger-build', ['timeout_ms'], 45_000))).toEqual([
      '- "timeout": 30000',
      '+ "timeout": 45000',
    ]);
    expect(
      linesOf(CICD.replace('"timeout": 300000', '"timeout": "5m"'), set('run-tests', ['timeout_ms'], 90_000)),
    ).toEqual(['- "timeout": "5m"', '+ "timeout": "90s"']);
    expect(linesOf(CANONICAL, set('ping', ['timeout_ms'], 500))).toEqual([
      '- "timeout_ms": 30000',
      '+ "timeout_ms": 500',
    ]);
  });
});
