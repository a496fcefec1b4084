import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directoryWith, GOOD_DOCUMENT } from './cli/fm.test-support.ts';
import { fm, serveFiles } from './fm-runner.test-support.ts';

const TIMEOUT = { timeout: 30_000 };

async function makeToken(cwd: string, name: string, role: string): Promise<string> {
  const { code, stdout } = await fm(['token', 'create', name, '--role', role], { cwd });
  expect(code).toBe(0);
  return stdout.trim();
}

describe('fm token', TIMEOUT, () => {
  it('prints the value once and nothing else, and lists without it', async () => {
    const cwd = directoryWith({});
    const made = await fm(['token', 'create', 'ci', '--role', 'operator', '--expires', '90d'], { cwd });
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^fmt_[A-Za-z0-9_-]{43}\n$/)]);
    const listed = await fm(['token', 'list', '--json'], { cwd });
    expect(JSON.parse(listed.stdout)).toEqual({
      items: [{ name: 'ci', role: 'operator', created_at: expect.any(String), expires_at: expect.any(String) }],
    });
    expect((await fm(['token', 'list'], { cwd })).stdout).toMatch(/^ci +operator +made .* expire/);
  });

  it('is written down in the audit log, without the value', async () => {
    const cwd = directoryWith({});
    const token = await makeToken(cwd, 'ci', 'viewer');
    await fm(['token', 'revoke', 'ci'], { cwd });
    const { stdout } = await fm(['audit', '--json'], { cwd });
    expect(JSON.parse(stdout).items).toMatchObject([
      { actor: 'local', action: 'token.revoke', target: 'ci', outcome: 'done' },
      { actor: 'local', action: 'token.create', target: 'ci', detail: 'viewer', outcome: 'done' },
    ]);
    expect(readFileSync(join(cwd, '.flowmason/audit.ndjson'), 'utf8')).not.toContain(token.slice(4));
    expect((await fm(['audit'], { cwd })).stdout).toMatch(/^\S+ +local +token\.revoke +ci\n/);
  });

  it('keeps its directory and files closed to other users', async () => {
    const cwd = directoryWith({});
    await makeToken(cwd, 'ci', 'viewer');
    const modes = ['', 'access.json', 'audit.ndjson'].map(
      (file) => statSync(join(cwd, '.flowmason', file)).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  it.each([
    [['token', 'create', 'ci']],
    [['token', 'create', 'ci', '--role', 'root']],
    [['token', 'create', 'ci', '--role', 'viewer', '--expires', 'tomorrow']],
    [['token', 'create', 'ci', '--role', 'viewer', '--expires', '0d']],
    [['token', 'create', 'a b', '--role', 'viewer']],
    [['token', 'revoke', 'nobody']],
    [['token', 'list', '--data', ':memory:']],
  ])('%j ends with 2 and a message', async (words) => {
    const { code, stderr } = await fm(words, { cwd: directoryWith({}) });
    expect([code, stderr.length > 20]).toEqual([2, true]);
  });
});

describe('the audit log without a server', TIMEOUT, () => {
  it('says what commands have done with runs and with the data', async () => {
    const cwd = directoryWith({ 'greet.pipeline.json': GOOD_DOCUMENT });
    const run = JSON.parse((await fm(['run', 'greet', '--json'], { cwd })).stdout);
    expect((await fm(['backup', 'a.fmbackup'], { cwd })).code).toBe(0);
    expect((await fm(['prune', '--older-than', '1'], { cwd })).code).toBe(0);
    expect((await fm(['restore', 'a.fmbackup', '--data', 'other'], { cwd })).code).toBe(0);
    const linesOf = async (words: readonly string[]) =>
      JSON.parse((await fm(['audit', '--json', ...words], { cwd })).stdout).items.map(
        ({ at: _at, ...line }: { at: string }) => line,
      );
    const local = { actor: 'local', role: 'admin', outcome: 'done' };
    const [file, started] = [join(cwd, 'a.fmbackup'), { action: 'run.start', target: run.id }];
    expect(await linesOf([])).toEqual([
      {
        ...local,
        action: 'data.prune',
        target: join(cwd, '.flowmason'),
        detail: '0 runs that ended more than 1 days ago',
      },
      { ...local, action: 'data.backup', target: file, detail: '1 runs' },
      { ...local, ...started, definition: run.definition_hash },
    ]);
    const [restored] = await linesOf(['--data', 'other']);
    expect(restored).toEqual({
      ...local,
      action: 'data.restore',
      target: file,
      detail: expect.stringMatching(/^1 runs of 20/),
    });
  });
});

describe('fm with a server that needs a token', TIMEOUT, () => {
  const withServer = async () => {
    const cwd = directoryWith({ 'greet.pipeline.json': GOOD_DOCUMENT });
    const { url } = await serveFiles({}, cwd, ['--require-token']);
    return { cwd, url };
  };

  it('sends the token of FM_TOKEN, and the server notices those that come and go', async () => {
    const { cwd, url } = await withServer();
    const token = await makeToken(cwd, 'ci', 'operator');
    const run = () => fm(['run', 'greet', '--json', '--server', url], { cwd, env: { FM_TOKEN: token } });
    const { code, stdout } = await run();
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ status: 'succeeded', by: 'ci' })]);
    await fm(['token', 'revoke', 'ci'], { cwd });
    expect(await run()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not know the token in FM_TOKEN'),
    });
  });

  it('sends the token of the file that FM_TOKEN_FILE names', async () => {
    const { cwd, url } = await withServer();
    const path = join(cwd, 'token');
    writeFileSync(path, `${await makeToken(cwd, 'ci', 'viewer')}\n`);
    expect((await fm(['runs', '--server', url], { cwd, env: { FM_TOKEN_FILE: path } })).code).toBe(0);
  });

  it('says which variable to set when there is none', async () => {
    const { cwd, url } = await withServer();
    const { code, stderr } = await fm(['runs', '--server', url], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Put one into FM_TOKEN')]);
  });

  it('says which role is missing', async () => {
    const { cwd, url } = await withServer();
    const token = await makeToken(cwd, 'eve', 'viewer');
    const { code, stderr } = await fm(['run', 'greet', '--server', url], { cwd, env: { FM_TOKEN: token } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('"eve" is a viewer, and this takes an operator')]);
  });

  it.each([
    ['FM_TOKEN and FM_TOKEN_FILE at once', { FM_TOKEN: 'x', FM_TOKEN_FILE: '/x' }],
    ['a file that is not there', { FM_TOKEN_FILE: '/nowhere/at/all' }],
  ])('refuses %s', async (_what, env) => {
    const { code, stderr } = await fm(['runs', '--server', 'http://127.0.0.1:1'], { cwd: directoryWith({}), env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('FM_TOKEN_FILE')]);
  });
});

describe('fm serve', TIMEOUT, () => {
  it.each([
    [['--host', '0.0.0.0'], {}, 'fm token create admin --role admin'],
    [[], { FM_REQUIRE_TOKEN: 'maybe' }, 'FM_REQUIRE_TOKEN is "maybe"'],
    [[], { FM_RATE_LIMIT: 'many' }, 'FM_RATE_LIMIT is "many"'],
    [[], { FM_ALLOWED_HOSTS: 'ci.example.com' }, 'there is no access token yet'],
  ])('%j with %j does not start', async (words, env, message) => {
    const { code, stderr } = await fm(['serve', '--port', '0', ...words], { cwd: directoryWith({}), env });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
