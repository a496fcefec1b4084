import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith, GOOD_DOCUMENT, silentService } from './fm.test-support.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const TIMEOUT = { timeout: 60_000 };

/** `fm` in a process of its own; `gone` closes the reading end of its standard output at once. */
function spawnFm(argv: readonly string[], cwd: string, reader?: 'gone') {
  const child = spawn(process.execPath, [MAIN, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const waiting: { readonly pattern: RegExp; readonly resolve: () => void }[] = [];
  if (reader === 'gone') child.stdout.destroy();
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    for (const { pattern, resolve } of waiting) if (pattern.test(stdout)) resolve();
  });
  return {
    stdout: () => stdout,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: new Promise<{ code: number | null; stderr: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, stderr }));
    }),
    printed: (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        if (pattern.test(stdout)) resolve();
        waiting.push({ pattern, resolve });
        child.on('close', () => reject(new Error(`fm ended before it printed ${pattern}: ${stdout}${stderr}`)));
      }),
  };
}

describe('the fm process', () => {
  it('exits with 4 after Ctrl+C, and finally has run', TIMEOUT, async () => {
    const guard = { id: 'guard', component: 'trycatch', config: { try: ['call'], finally: ['tidy'] } };
    const call = { id: 'call', component: 'http_request', config: { url: await silentService() } };
    const tidy = { id: 'tidy', component: 'logger', config: { message: 'all tidy' } };
    const cwd = directoryWith({ 'a.json': { ...GOOD_DOCUMENT, stages: [guard, call, tidy] } });
    const child = spawnFm(['run', 'a.json', '--events'], cwd);
    await child.printed(/"type":"stage.started","stage_id":"call"|"stage_id":"call".*"type":"stage.started"/);
    child.kill('SIGINT');
    expect(await child.ended).toMatchObject({ code: 4, stderr: expect.stringMatching(/^⊘ cancelled in /m) });
    expect(child.stdout()).toContain('all tidy');
  });

  it('ends at once on a second Ctrl+C', TIMEOUT, async () => {
    const guard = { id: 'guard', component: 'trycatch', config: { try: ['call'], finally: ['tidy'] } };
    const call = { id: 'call', component: 'http_request', config: { url: await silentService() } };
    const tidy = { id: 'tidy', component: 'http_request', config: { url: await silentService() } };
    const cwd = directoryWith({ 'a.json': { ...GOOD_DOCUMENT, stages: [guard, call, tidy] } });
    const child = spawnFm(['run', 'a.json', '--events'], cwd);
    await child.printed(/"stage_id":"call"/);
    child.kill('SIGINT');
    await child.printed(/"stage_id":"tidy"/);
    child.kill('SIGINT');
    expect((await child.ended).code).toBe(4);
  });

  it('takes a run to its end when the reader of its events goes away', TIMEOUT, async () => {
    const cwd = directoryWith({ 'a.json': GOOD_DOCUMENT });
    const { code, stderr } = await spawnFm(['run', 'a.json', '--events'], cwd, 'gone').ended;
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^✓ succeeded in .*\n$/)]);
  });

  it('serves until Ctrl+C and then exits with 0', TIMEOUT, async () => {
    const child = spawnFm(['serve', '--port', '0'], directoryWith({}));
    await child.printed(/^FlowMason is at http:\/\/127\.0\.0\.1:\d+$/m);
    child.kill('SIGINT');
    expect((await child.ended).code).toBe(0);
  });
});
