import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith, doorsWith, GOOD_DOCUMENT } from './cli/fm.test-support.ts';
import { createMemoryIo } from './cli/memory-io.test-support.ts';
import { runCli } from './cli/run-cli.ts';
import { openHistory } from './composition/open-history.ts';
import { startService } from './effects/http-services.test-support.ts';
import { fm, openRunner, serveFiles } from './fm-runner.test-support.ts';
import type { Runner } from './runner.ts';

const TIMEOUT = { timeout: 60_000 };
const FILES = { 'greet.pipeline.json': GOOD_DOCUMENT };

async function runId(words: readonly string[], cwd: string): Promise<string> {
  const { code, stdout } = await fm(['run', ...words, '--json'], { cwd });
  expect(code).toBe(0);
  return String(JSON.parse(stdout).id);
}

async function listedIn(cwd: string, words: readonly string[] = []): Promise<readonly string[]> {
  const { stdout } = await fm(['runs', '--json', ...words], { cwd });
  return JSON.parse(stdout).items.map(({ id }: { id: string }) => id);
}

/** A runner that owns the data directory of `cwd`, as a server does. */
async function ownerOf(cwd: string): Promise<Runner> {
  const data = join(cwd, '.flowmason');
  const runner = await openRunner({ workspace: cwd, data, command: 'fm serve', onlyHere: true });
  onTestFinished(() => runner.close());
  return runner;
}

describe('the data directory of a workspace', TIMEOUT, () => {
  it('has what ran, for all commands that look at runs, without a server', async () => {
    const cwd = directoryWith(FILES);
    const id = await runId(['greet'], cwd);
    expect(await listedIn(cwd)).toEqual([id]);
    expect((await fm(['runs'], { cwd })).stdout).toContain(id);
    expect((await fm(['show', id], { cwd })).stdout).toMatch(/^✓ say +succeeded/m);
    expect((await fm(['logs', id], { cwd })).stdout).toContain('  say  info: hello\n');
    expect((await fm(['logs', id, '--follow'], { cwd })).stdout).toContain('run succeeded\n');
    expect((await fm(['gantt', id], { cwd })).stdout).toMatch(/^ +say :(crit, )?done, \d+, \d+$/m);
  });

  it('lists page by page, with filters', async () => {
    const cwd = directoryWith({ ...FILES, 'other.pipeline.json': { ...GOOD_DOCUMENT, name: 'other' } });
    const [first, second, third] = [
      await runId(['greet'], cwd),
      await runId(['other'], cwd),
      await runId(['greet'], cwd),
    ];
    expect(await listedIn(cwd, ['--limit', '2'])).toEqual([third, second]);
    expect(await listedIn(cwd, ['--limit', '2', '--cursor', String(second)])).toEqual([first]);
    expect(await listedIn(cwd, ['--pipeline', 'other', '--status', 'succeeded'])).toEqual([second]);
  });

  it('can be elsewhere, by an option or a variable', async () => {
    const [cwd, other] = [directoryWith(FILES), directoryWith({})];
    const id = await runId(['greet', '--data', join(other, 'a')], cwd);
    expect(await listedIn(cwd, ['--data', join(other, 'a')])).toEqual([id]);
    expect((await fm(['show', id], { cwd, env: { FM_DATA: join(other, 'a') } })).code).toBe(0);
    expect(existsSync(join(cwd, '.flowmason'))).toBe(false);
  });

  it('is not made for runs that are kept in memory', async () => {
    const cwd = directoryWith(FILES);
    await runId(['greet', '--data', ':memory:'], cwd);
    expect(existsSync(join(cwd, '.flowmason'))).toBe(false);
  });

  it('is refused to a second server, with the name of the first', async () => {
    const { cwd } = await serveFiles(FILES);
    const { code, stderr } = await fm(['serve', '--port', '0'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`"fm serve" (process ${process.pid}, since `)]);
  });

  it('says what to do when it cannot be made', async () => {
    const cwd = directoryWith({ ...FILES, file: '' });
    const { code, stdout, stderr } = await fm(['run', 'greet', '--data', 'file/x'], { cwd });
    expect([code, stdout, stderr.includes('--data DIR'), /^\s+at /m.test(stderr)]).toEqual([2, '', true, false]);
  });

  it('says that a damaged one is damaged', async () => {
    const cwd = directoryWith(FILES);
    mkdirSync(join(cwd, '.flowmason'));
    writeFileSync(join(cwd, '.flowmason/journal.db'), 'x'.repeat(4096));
    for (const words of [['run', 'greet'], ['runs'], ['serve', '--port', '0']]) {
      const { code, stdout, stderr } = await fm(words, { cwd });
      expect([words, code, stdout, stderr.includes('damaged')]).toEqual([words, 2, '', true]);
    }
  });
});

describe('fm run while a server has the data directory', TIMEOUT, () => {
  it('runs in its own process, and its run is there for whoever has the directory next', async () => {
    const { cwd, url, stop } = await serveFiles(FILES);
    const before = await runId(['greet', '--server', url], cwd);
    const [first, second] = await Promise.all([runId(['greet'], cwd), runId(['greet'], cwd)]);
    expect((await fm(['show', first], { cwd })).code).toBe(0);
    const beside = [first, second].toSorted();
    const listedMeanwhile = await listedIn(cwd);
    expect([listedMeanwhile.slice(0, 2).toSorted(), listedMeanwhile.slice(2)]).toEqual([beside, [before]]);
    await stop();
    const last = await runId(['greet'], cwd);
    const listed = await listedIn(cwd);
    expect([listed.at(0), listed.slice(1, 3).toSorted(), listed.slice(3)]).toEqual([last, beside, [before]]);
    expect((await fm(['show', first], { cwd })).stdout).toMatch(/^✓ say +succeeded/m);
  });
});

describe('a run that "fm run" works on', TIMEOUT, () => {
  /** A workspace whose pipeline calls a service that never answers, and what was called. */
  async function hangingWorkspace() {
    const service = await startService(() => undefined);
    onTestFinished(() => service.close());
    const call = { id: 'call', component: 'http_request', config: { url: service.url } };
    const cwd = directoryWith({ ...FILES, 'hang.pipeline.json': { ...GOOD_DOCUMENT, name: 'hang', stages: [call] } });
    return { cwd, service };
  }

  /** `fm run` that hangs, until after the test. */
  function running(cwd: string) {
    const memory = createMemoryIo({ cwd });
    const ended = runCli(['run', 'hang'], doorsWith({ open: openRunner, openHistory }), memory.io);
    onTestFinished(async () => {
      memory.interrupt();
      expect(await ended).toBe(4);
    });
  }

  function refusal(id: string): string {
    const { pid } = process;
    return `fm: ${id} is worked on by "fm run hang" (process ${pid}); stop it there: Ctrl+C or "kill -INT ${pid}" cancels it.\n`;
  }

  it('is cancelled there, also while another one has the directory', async () => {
    const { cwd, service } = await hangingWorkspace();
    running(cwd);
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(1);
    running(cwd);
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(2);
    const ids = await listedIn(cwd);
    const answers = await Promise.all(ids.map((id) => fm(['cancel', id], { cwd })));
    expect(ids).toHaveLength(2);
    expect(answers).toEqual(ids.map((id) => ({ code: 2, stdout: '', stderr: refusal(id) })));
  });

  it('is not looked for on the server that has the directory', async () => {
    const { cwd, service } = await hangingWorkspace();
    await serveFiles({}, cwd);
    running(cwd);
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(1);
    const [id = ''] = await listedIn(cwd);
    for (const words of [
      ['cancel', id],
      ['resume', id],
      ['resolve', id, 'call', '--as', 'done'],
    ]) {
      expect(await fm(words, { cwd })).toEqual({ code: 2, stdout: '', stderr: refusal(id) });
    }
  });

  it('is another than one that only lies in the same directory, which has to be let go first', async () => {
    const { cwd, service } = await hangingWorkspace();
    const owner = await ownerOf(cwd);
    const { id } = await owner.runs.start({ pipeline: 'hang' });
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(1);
    await owner.close();
    running(cwd);
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(2);
    const { code, stderr } = await fm(['cancel', id], { cwd });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`belongs to "fm run hang" (process ${process.pid}, since`),
    ]);
  });
});

describe('fm resume', TIMEOUT, () => {
  /** A run that a process has left while its request was on its way; the service answers from now on. */
  async function leftRun(): Promise<{ cwd: string; id: string }> {
    const service = await startService((_call, res) => {
      if (service.received.length > 1) res.end('{}');
    });
    onTestFinished(() => service.close());
    const call = { id: 'call', component: 'http_request', config: { url: service.url } };
    const cwd = directoryWith({ 'a.pipeline.json': { ...GOOD_DOCUMENT, stages: [call] } });
    const runner = await ownerOf(cwd);
    const { id } = await runner.runs.start({ pipeline: 'a' });
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(1);
    await runner.close();
    return { cwd, id };
  }

  it('takes a run to its end in this process', async () => {
    const { cwd, id } = await leftRun();
    expect((await fm(['show', id, '--json'], { cwd })).stdout).toContain('"status": "running"');
    const { code, stderr } = await fm(['resume', id], { cwd });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^✓ succeeded in /m)]);
    expect((await fm(['show', id], { cwd })).stdout).toMatch(/^✓ call +succeeded/m);
  });

  it('is not needed for a server, which takes it up by itself', async () => {
    const { cwd, id } = await leftRun();
    const { url } = await serveFiles({}, cwd);
    const { code, stdout } = await fm(['logs', id, '--follow', '--server', url], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringContaining('run succeeded\n')]);
  });

  it('asks the server that has the directory', async () => {
    const { cwd, id } = await leftRun();
    await serveFiles({}, cwd);
    expect((await fm(['logs', id, '--follow'], { cwd })).code).toBe(0);
    const { code, stderr } = await fm(['resume', id], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('has ended (succeeded)')]);
  });

  it('finds the server for a cancel, too', async () => {
    const { cwd, id } = await leftRun();
    await serveFiles({}, cwd);
    await fm(['logs', id, '--follow'], { cwd });
    const { code, stderr } = await fm(['cancel', id], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('has ended (succeeded)')]);
  });

  it('says of a run that nobody knows that there is none', async () => {
    const cwd = directoryWith(FILES);
    await runId(['greet'], cwd);
    const { code, stderr } = await fm(['resume', 'nowhere'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('There is no run "nowhere"')]);
  });
});
