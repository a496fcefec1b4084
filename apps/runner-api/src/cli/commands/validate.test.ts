import { builtinComponents } from '@flowmason/engine';
import { readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { directoryWith, fm, GOOD_DOCUMENT } from '../fm.test-support.ts';

const BAD_DOCUMENT = {
  ...GOOD_DOCUMENT,
  stages: [{ id: 'say', component: 'logger', depends_on: ['sey'], config: { message: 'hello' } }],
};
const WARNED_DOCUMENT = {
  ...GOOD_DOCUMENT,
  input_schema: { type: 'object', properties: { unused: { type: 'string' } } },
};
const cwd = () =>
  directoryWith({ 'good.json': GOOD_DOCUMENT, 'bad.json': BAD_DOCUMENT, 'warned.json': WARNED_DOCUMENT });

describe('fm validate', () => {
  it('exits with 0 for a document without findings', async () => {
    expect(await fm(['validate', 'good.json'], { cwd: cwd() })).toEqual({
      code: 0,
      stdout: 'good.json: no problems\n',
      stderr: '',
    });
  });

  it('exits with 2 for an error and shows place, message, code, source line and fixes', async () => {
    const { code, stdout } = await fm(['validate', 'bad.json'], { cwd: cwd() });
    expect(code).toBe(2);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^bad\.json:9:9: error: .*"?sey"?.* \[unknown-stage\]$/);
    expect(lines[1]).toBe('  9 |         "sey"');
    expect(lines[2]).toBe('    |         ^^^^^');
    expect(lines.at(-2)).toMatch(/^bad\.json: 1 error, \d+ warnings?$/);
    expect(stdout).toContain('    fix: ');
  });

  it('exits with 0 for warnings, and with 2 when they are to count as errors', async () => {
    const root = cwd();
    expect((await fm(['validate', 'warned.json'], { cwd: root })).code).toBe(0);
    expect((await fm(['validate', 'warned.json', '--strict'], { cwd: root })).code).toBe(2);
  });

  it('writes for --json one entry a file with exactly the diagnostics of the reader', async () => {
    const root = cwd();
    const { code, stdout } = await fm(['validate', 'bad.json', 'good.json', '--json'], { cwd: root });
    const text = JSON.stringify(BAD_DOCUMENT, null, 2);
    const { diagnostics } = readPipeline(text, { components: builtinComponents });
    expect(code).toBe(2);
    expect(stdout).toBe(
      `${JSON.stringify([
        { file: 'bad.json', diagnostics },
        { file: 'good.json', diagnostics: [] },
      ])}\n`,
    );
  });

  it('checks the other files when one cannot be read', async () => {
    const { code, stdout } = await fm(['validate', 'gone.json', 'good.json'], { cwd: cwd() });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^gone\.json:1:1: error: there is no such file\..*\[file-unreadable\]$/m);
    expect(stdout).toContain('good.json: no problems\n');
  });

  it('says of a directory that it is one', async () => {
    const root = directoryWith({ 'pipelines/good.json': GOOD_DOCUMENT });
    expect((await fm(['validate', 'pipelines'], { cwd: root })).stdout).toContain('is a directory. Name a file in it.');
  });

  it('gives GitHub Actions an annotation for each finding', async () => {
    const { stdout } = await fm(['validate', 'bad.json'], { cwd: cwd(), env: { GITHUB_ACTIONS: 'true' } });
    expect(stdout).toMatch(/^::error file=bad\.json,line=9,endLine=9,col=9,endColumn=14,title=unknown-stage::/m);
  });

  it('keeps annotations out of JSON', async () => {
    const options = { cwd: cwd(), env: { GITHUB_ACTIONS: 'true' } };
    const { stdout, stderr } = await fm(['validate', 'bad.json', '--json'], options);
    expect(JSON.parse(stdout)).toHaveLength(1);
    expect(stderr).toContain('::error file=bad.json');
  });

  it('writes SARIF with a place for each finding', async () => {
    const { stdout } = await fm(['validate', 'bad.json', '--format', 'sarif'], { cwd: cwd() });
    expect(JSON.parse(stdout)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'FlowMason' } },
          results: expect.arrayContaining([
            expect.objectContaining({
              ruleId: 'unknown-stage',
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'bad.json' },
                    region: { startLine: 9, startColumn: 9, endLine: 9, endColumn: 14 },
                  },
                },
              ],
            }),
          ]),
        },
      ],
    });
  });

  it.each<[string, string]>([
    ['text that is not JSON', 'stages: []'],
    ['an empty file', ''],
    ['JSON of another shape', '[1, 2]'],
    ['NUL and lone surrogates', '{"name":"\u0000\\ud800"}'],
    ['deep nesting', '['.repeat(5_000)],
  ])('exits with 2 for %s', async (_what, text) => {
    const { code, stdout, stderr } = await fm(['validate', 'x.json'], { cwd: directoryWith({ 'x.json': text }) });
    expect([code, stderr]).toEqual([2, '']);
    expect(stdout).toContain('error');
  });

  it('never sends escape sequences of a document to the terminal', async () => {
    const stages = [{ id: 'a', component: '\u001b[2Jevil\u009b31m', config: {} }];
    const root = directoryWith({ 'x.json': JSON.stringify({ ...GOOD_DOCUMENT, stages }) });
    const { stdout } = await fm(['validate', 'x.json'], { cwd: root });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not appear
    expect(stdout).not.toMatch(/[\u001b\u009b]/);
  });
});
