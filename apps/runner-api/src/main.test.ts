import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from './effects/http-services.test-support.ts';

const MAIN = createRequire(import.meta.url).resolve('./main.ts');

let workspace: string;
let hanging: TestService;
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'fm-main-'));
  hanging = await startService(() => {});
});
afterAll(async () => {
  await hanging.close();
  await rm(workspace, { recursive: true });
});

let server: ChildProcess | undefined;
afterEach(() => {
  server?.kill('SIGKILL'); // does nothing when it has ended
});

describe('a server that is stopped while a run goes on', () => {
  it('ends with 0 without waiting for it', { timeout: 30_000 }, async () => {
    const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--workspace', workspace, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    server = child;
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    const { url } = JSON.parse(String(line));
    const stages = [{ id: 'hang', component: 'http_request', config: { url: hanging.url } }];
    const started = await fetch(`${url}/api/v1/runs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ document: { name: 'hang', version: '1.0.0', stages } }),
    });
    expect(started.status).toBe(202);
    await expect.poll(() => hanging.received.length, { timeout: 10_000 }).toBe(1);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe.skipIf(process.platform === 'win32')('a server whose admin token comes out of a pipe', () => {
  it('lets in who has it, and nobody else', { timeout: 30_000 }, async () => {
    const [pipe, key] = [join(workspace, 'token'), join(workspace, 'key')];
    for (const path of [pipe, key]) execFileSync('mkfifo', [path]);
    const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--workspace', workspace, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, FM_ADMIN_TOKEN_FILE: pipe, FM_ENCRYPTION_KEY_FILE: key },
    });
    server = child;
    const token = 'a-token-of-more-than-32-characters';
    await Promise.all([writeFile(pipe, `${token}\n`), writeFile(key, 'ab'.repeat(32))]);
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    const statusFor = async (headers: Record<string, string>) =>
      (await fetch(`${JSON.parse(String(line)).url}/api/v1/runs`, { headers })).status;
    expect([await statusFor({ Authorization: `Bearer ${token}` }), await statusFor({})]).toEqual([200, 401]);
  });
});
