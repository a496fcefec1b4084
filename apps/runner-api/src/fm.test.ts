import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Diagnostic } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { directoryWith, GOOD_DOCUMENT, silentService } from './cli/fm.test-support.ts';
import { fm, serveFiles } from './fm-runner.test-support.ts';

const TIMEOUT = { timeout: 30_000 };
const say = (id: string, depends_on: readonly string[] = []) => ({
  id,
  component: 'logger',
  depends_on,
  config: { message: `${id} was here` },
});
const fails = { id: 'fails', component: 'json_transform', config: { data: {}, expression: 'abs(`"x"`)' } };
const document = (stages: readonly unknown[]) => ({ ...GOOD_DOCUMENT, stages });

describe('fm run with the runner', TIMEOUT, () => {
  it('exits with 0 for a run that succeeds, and writes its output', async () => {
    const cwd = directoryWith({
      'a.pipeline.json': { ...GOOD_DOCUMENT, output_mapping: { said: '{{ stages.say.output.logged }}' } },
    });
    const { code, stdout } = await fm(['run', 'a'], { cwd });
    expect([code, JSON.parse(stdout)]).toEqual([0, { said: true }]);
  });

  it('exits with 1 for a run that fails, and says what failed', async () => {
    const cwd = directoryWith({ 'a.json': document([fails, say('after', ['fails'])]) });
    const { code, stderr } = await fm(['run', 'a.json'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^✗ failed in /m);
    expect(stderr).toMatch(/^fails failed: /m);
  });

  it('exits with 3 for a run whose failure was caught', async () => {
    const guard = { id: 'guard', component: 'trycatch', config: { try: ['fails'], catch: ['undo'] } };
    const cwd = directoryWith({ 'a.json': document([guard, fails, say('undo')]) });
    const { code, stdout } = await fm(['run', 'a.json', '--json'], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'recovered', stages: { undo: { status: 'succeeded' } } });
  });

  it('finds a pipeline of the workspace by the name inside the document', async () => {
    const cwd = directoryWith({ 'team/x.pipeline.json': { ...GOOD_DOCUMENT, name: 'known-by-name' } });
    expect((await fm(['run', 'known-by-name'], { cwd })).code).toBe(0);
  });

  it('masks the secrets of a file wherever they show', async () => {
    const cwd = directoryWith({
      'a.json': document([
        { id: 'hide', component: 'variable_set', config: { name: 'token', value: '{{ secrets.TOKEN }}' } },
      ]),
      'my.env': 'TOKEN=correct-horse-battery\n',
    });
    const events = await fm(['run', 'a.json', '--secrets-file', 'my.env', '--events'], { cwd });
    const json = await fm(['run', 'a.json', '--secrets-file', 'my.env', '--json'], { cwd });
    expect([events.code, json.code]).toEqual([0, 0]);
    expect(JSON.stringify([events, json])).not.toContain('correct-horse-battery');
  });

  it.each<[string, string[]]>([
    ['a document with errors', ['bad.json']],
    ['input that does not fit', ['typed.json', '--input', '{"n":"x"}']],
    ['an unknown situation', ['good.json', '--sandbox=nowhere']],
    ['an unknown profile', ['good.json', '--profile', 'nowhere']],
    ['an unknown name', ['nowhere']],
    ['a secrets file that is not there', ['good.json', '--secrets-file', 'nowhere.env']],
    ['a workspace that is not there', ['nowhere', '--workspace', 'nowhere']],
  ])('exits with 2 for %s, with a message and without a stack', async (_what, words) => {
    const cwd = directoryWith({
      'good.json': GOOD_DOCUMENT,
      'bad.json': document([say('a', ['b'])]),
      'typed.json': { ...GOOD_DOCUMENT, input_schema: { type: 'object', properties: { n: { type: 'number' } } } },
    });
    const { code, stdout, stderr } = await fm(['run', ...words], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^fm: .{20,}/m);
    expect(stderr).not.toMatch(/^\s+at |mistake of ours/m);
  });
});

describe('fm serve', TIMEOUT, () => {
  it('refuses a workspace that is not there, with a message and without a stack', async () => {
    const cwd = directoryWith({});
    const { code, stdout, stderr } = await fm(['serve', '--port', '0', '--workspace', 'nowhere'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `fm: The workspace ${join(cwd, 'nowhere')} is not a directory that can be read. Choose another with --workspace, or make one with "fm init".\n`,
    );
  });
});

describe('fm with a server', TIMEOUT, () => {
  const serve = async (files: Readonly<Record<string, unknown>>) => (await serveFiles(files)).url;
  const elsewhere = () => directoryWith({ 'mine.json': GOOD_DOCUMENT });

  it('runs there, lists, shows, tells and draws the run', async () => {
    const url = await serve({ 'greet.pipeline.json': GOOD_DOCUMENT });
    const cwd = elsewhere();
    const started = await fm(['run', 'greet', '--json', '--server', url], { cwd });
    expect(started.code).toBe(0);
    const id = String(JSON.parse(started.stdout).id);

    const listed = await fm(['runs', '--json', '--server', url], { cwd });
    expect(JSON.parse(listed.stdout)).toMatchObject({ items: [{ id, status: 'succeeded' }], next_cursor: null });
    expect((await fm(['runs', '--server', url], { cwd })).stdout).toContain(id);
    expect((await fm(['show', id, '--server', url], { cwd })).stdout).toMatch(/^✓ say +succeeded/m);
    expect((await fm(['logs', id, '--follow', '--server', url], { cwd })).stdout).toContain('  say  info: hello\n');
    expect((await fm(['gantt', id, '--server', url], { cwd })).stdout).toMatch(/^ +say :(crit, )?done, \d+, \d+$/m);
    expect(await fm(['cancel', id, '--server', url], { cwd })).toMatchObject({ code: 2, stdout: '' });
  });

  it('sends a document of this machine there', async () => {
    const url = await serve({});
    expect((await fm(['run', 'mine.json', '--server', url], { cwd: elsewhere() })).code).toBe(0);
  });

  it('cancels a run there', async () => {
    const call = { id: 'call', component: 'http_request', config: { url: await silentService() } };
    const url = await serve({ 'slow.pipeline.json': document([call]) });
    const response = await fetch(`${url}/api/v1/runs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ pipeline: 'slow' }),
    });
    const id = String(Object(await response.json()).id);
    expect((await fm(['cancel', id, '--server', url])).code).toBe(0);
    expect((await fm(['logs', id, '--follow', '--server', url])).stdout).toContain('run cancelled\n');
  });

  it('gives the same diagnostics as the API, byte for byte', async () => {
    const url = await serve({});
    const bad = document([say('a', ['b']), { id: 'a', component: 'nothing' }]);
    const cwd = directoryWith({ 'bad.json': bad });
    const response = await fetch(`${url}/api/v1/validate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(JSON.stringify(bad, null, 2)),
    });
    const { stdout } = await fm(['validate', 'bad.json', '--json'], { cwd });
    const diagnostics = /^\[\{"file":"bad\.json","diagnostics":(.*)\}\]\n$/.exec(stdout)?.[1] ?? 'another shape';
    expect(await response.text()).toContain(`{"diagnostics":${diagnostics},`);
  });

  it('says of an unknown run that there is none', async () => {
    const { code, stderr } = await fm(['show', 'nowhere', '--server', await serve({})]);
    expect([code, stderr.startsWith('fm: ')]).toEqual([2, true]);
  });

  it('says that a port is taken, and how to choose another', async () => {
    const { port } = new URL(await serve({}));
    const { code, stderr } = await fm(['serve', '--port', port], { cwd: directoryWith({}) });
    expect([code, stderr.includes(port), stderr.includes('--port')]).toEqual([2, true, true]);
  });
});

describe('fm validate on the test documents of the schema', TIMEOUT, () => {
  const folder = fileURLToPath(new URL('../../../packages/pipeline-schema/test-data/', import.meta.url));
  const Result = z.array(z.object({ file: z.string(), diagnostics: z.array(Diagnostic) }));

  it('finds in each broken document what is wrong with it, where it is', async () => {
    const expected = z
      .array(z.object({ file: z.string(), code: z.string(), pointer: z.string(), severity: z.string() }))
      .parse(JSON.parse(readFileSync(`${folder}broken/expected.json`, 'utf8')));
    const files = [...new Set(expected.map(({ file }) => file))];
    const { stdout } = await fm(['validate', ...files, '--json'], { cwd: `${folder}broken` });
    const found = Result.parse(JSON.parse(stdout)).flatMap(({ file, diagnostics }) =>
      diagnostics.map(({ code, pointer, severity }) => JSON.stringify({ file, code, pointer, severity })),
    );
    expect(files.length).toBeGreaterThanOrEqual(80);
    const missing = expected.map(({ file, code, pointer, severity }) =>
      JSON.stringify({ file, code, pointer, severity }),
    );
    expect(missing.filter((one) => !found.includes(one))).toEqual([]);
  });

  it.each([
    ['seed-cicd.json', 7],
    ['seed-incident.json', 5],
  ])('opens %s with %i undefined stages, each an error with a fix and a ghost', async (file, count) => {
    const { code, stdout } = await fm(['validate', file, '--json'], { cwd: folder });
    const unknown = Result.parse(JSON.parse(stdout)).flatMap(({ diagnostics }) =>
      diagnostics.filter((diagnostic) => diagnostic.code === 'unknown-stage'),
    );
    const isFixable = unknown.every(({ severity, fixes }) => severity === 'error' && fixes.length > 0);
    const { stdout: chart } = await fm(['graph', file], { cwd: folder });
    expect([code, isFixable, chart.match(/:::ghost$/gm)?.length]).toEqual([2, true, count]);
  });
});
