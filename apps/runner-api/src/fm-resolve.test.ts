import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { directoryWith, GOOD_DOCUMENT } from './cli/fm.test-support.ts';
import { startService } from './effects/http-services.test-support.ts';
import { fm, openRunner, serveFiles } from './fm-runner.test-support.ts';

const TIMEOUT = { timeout: 60_000 };
const ANSWER = { status_code: 201, headers: {}, body: { job: 7 }, success: true, elapsed_ms: 1, url: '' };

/** A run that a process has left while a POST in a loop was on its way; the service answers from now on. */
async function leftRun() {
  const service = await startService((_call, res) => {
    if (service.received.length > 1) res.end('{}');
  });
  onTestFinished(() => service.close());
  const stages = [
    { id: 'each', component: 'foreach', config: { items: [1], stages: ['call'] } },
    { id: 'call', component: 'http_request', config: { url: `${service.url}/jobs`, method: 'POST' } },
  ];
  const cwd = directoryWith({ 'a.pipeline.json': { name: 'a', version: '1.0.0', stages } });
  const data = join(cwd, '.flowmason');
  const runner = await openRunner({ workspace: cwd, data, command: 'fm serve', onlyHere: true });
  const { id } = await runner.runs.start({ pipeline: 'a' });
  await vi.waitFor(() => expect(service.received.length).toBe(1), { timeout: 10_000 });
  await runner.close();
  return { cwd, id, service };
}

describe('a run with an undecided stage', TIMEOUT, () => {
  it('is told of by fm resume, show, logs and runs, with the command for it', async () => {
    const { cwd, id } = await leftRun();
    const command = `fm resolve ${id} 'each[0]/call' --as done|failed|retry`;
    const resumed = await fm(['resume', id], { cwd });
    expect([resumed.code, resumed.stderr]).toEqual([1, expect.stringContaining(command)]);
    expect((await fm(['show', id], { cwd })).stdout).toContain(command);
    expect((await fm(['show', id], { cwd })).stdout).toMatch(/^◔ each\[0\]\/call +waiting +waits for a decision$/m);
    expect((await fm(['logs', id], { cwd })).stdout).toContain(command);
    expect((await fm(['runs'], { cwd })).stdout).toContain('needs a decision: each[0]/call');
  });
});

describe('a run that waits for a decision', TIMEOUT, () => {
  it('leaves its place to others, also after the next restart', async () => {
    const { cwd, id } = await leftRun();
    writeFileSync(join(cwd, 'b.pipeline.json'), JSON.stringify(GOOD_DOCUMENT));
    for (const _restart of [1, 2]) {
      const server = await serveFiles({}, cwd, ['--max-runs', '1']);
      await vi.waitFor(async () => expect((await fm(['show', id], { cwd })).stdout).toContain('waits for a decision'));
      expect((await fm(['run', 'greet', '--server', server.url], { cwd })).code).toBe(0);
      await server.stop();
    }
  });
});

describe('fm resolve', TIMEOUT, () => {
  it('takes the run to its end in this process while there is no server', async () => {
    const { cwd, id, service } = await leftRun();
    const words = ['resolve', id, 'each[0]/call', '--as', 'done', '--output', JSON.stringify(ANSWER), '--note', 'seen'];
    const { code, stdout } = await fm(words, { cwd });
    expect([code, JSON.parse(stdout).results, service.received.length]).toEqual([0, [ANSWER], 1]);
    const stored = JSON.parse((await fm(['show', id, '--json'], { cwd })).stdout);
    expect(stored.stages['each[0]/call'].resolved).toMatchObject({ as: 'done', by: 'local', note: 'seen' });
    expect(JSON.parse((await fm(['audit', '--json'], { cwd })).stdout).items).toMatchObject([
      { actor: 'local', action: 'run.resolve', target: id, detail: 'each[0]/call: done', outcome: 'done' },
    ]);
  });

  it('tells the server that has the directory', async () => {
    const { cwd, id, service } = await leftRun();
    await serveFiles({}, cwd);
    const { code, stderr } = await fm(['resolve', id, 'each[0]/call', '--as', 'retry'], { cwd });
    expect([code, stderr]).toEqual([0, `each[0]/call is sent again; ${id} goes on.\n`]);
    await fm(['logs', id, '--follow'], { cwd });
    const [first, second] = service.received.map(({ headers }) => headers['idempotency-key']);
    expect([service.received.length, second]).toEqual([2, first]);
  });

  it.each([
    [
      'an output that the component could not have given',
      ['--as', 'done', '--output', '{"job":7}'],
      'output.status_code',
    ],
    ['an output of what failed', ['--as', 'failed', '--output', '{}'], 'Only --as done takes an --output.'],
    ['another answer', ['--as', 'perhaps'], 'Allowed choices are done, failed, retry'],
    ['no answer', [], "required option '--as <answer>'"],
  ])('refuses %s, and the run goes on waiting', async (_what, words, message) => {
    const { cwd, id } = await leftRun();
    const { code, stderr } = await fm(['resolve', id, 'each[0]/call', ...words], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(JSON.parse((await fm(['show', id, '--json'], { cwd })).stdout).finished_at).toBe(null);
  });
});

/** A run with a finally block that a process has left, and what the calls of that run have reached. */
async function leftWithFinally() {
  const service = await startService((call, res) => {
    if (call.url === '/unlock') res.end('{}');
  });
  onTestFinished(() => service.close());
  const request = (id: string) => ({ id, component: 'http_request', config: { url: `${service.url}/${id}` } });
  const block = { id: 'block', component: 'trycatch', config: { try: ['call'], finally: ['unlock'] } };
  const stages = [block, request('call'), request('unlock')];
  const cwd = directoryWith({ 'a.pipeline.json': { name: 'a', version: '1.0.0', stages } });
  const runner = await openRunner({ workspace: cwd, data: join(cwd, '.flowmason'), command: 'fm', onlyHere: true });
  const { id } = await runner.runs.start({ pipeline: 'a' });
  await vi.waitFor(() => expect(service.received.length).toBe(1), { timeout: 10_000 });
  await runner.close();
  return { cwd, id, called: () => service.received.map(({ url }) => url) };
}

describe('fm cancel while there is no server', TIMEOUT, () => {
  it('takes the run to its end in this process: finally runs, and nothing else', async () => {
    const { cwd, id, called } = await leftWithFinally();
    const { code, stdout, stderr } = await fm(['cancel', id, '--reason', 'no use'], { cwd });
    expect([code, stdout, stderr]).toEqual([0, '', expect.stringMatching(/cancelled in /)]);
    expect(called()).toEqual(['/call', '/unlock']);
    const stored = JSON.parse((await fm(['show', id, '--json'], { cwd })).stdout);
    expect([stored.status, stored.error.message]).toEqual(['cancelled', 'no use']);
    expect(JSON.parse((await fm(['audit', '--json'], { cwd })).stdout).items).toMatchObject([
      { actor: 'local', action: 'run.cancel', target: id, outcome: 'done' },
    ]);
  });

  it('ends it at once with --force, and says what is left to do', async () => {
    const { cwd, id, called } = await leftWithFinally();
    const { code, stderr } = await fm(['cancel', id, '--force'], { cwd });
    expect([code, stderr]).toEqual([0, expect.stringContaining('these finally stages did not run: unlock')]);
    expect(called()).toEqual(['/call']);
  });

  it('does not ask a server that was killed', async () => {
    const { cwd, id } = await leftWithFinally();
    const killed = { pid: 1, command: 'fm serve', since: new Date().toISOString(), url: 'http://127.0.0.1:9' };
    writeFileSync(join(cwd, '.flowmason', 'owner.json'), JSON.stringify(killed));
    expect((await fm(['cancel', id, '--force'], { cwd })).code).toBe(0);
  });

  it('refuses a run that has ended', async () => {
    const { cwd, id } = await leftWithFinally();
    await fm(['cancel', id, '--force'], { cwd });
    const { code, stderr } = await fm(['cancel', id], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('has ended (cancelled)')]);
  });
});

describe('fm cancel --force', TIMEOUT, () => {
  it('ends a run at once', async () => {
    const { cwd, id } = await leftRun();
    const { url } = await serveFiles({}, cwd);
    const { code, stdout } = await fm(['cancel', id, '--force', '--json', '--server', url], { cwd });
    expect([code, JSON.parse(stdout).status]).toEqual([0, 'cancelled']);
  });
});
