import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fm, serveFiles } from '../../fm-runner.test-support.ts';
import { directoryWith } from '../fm.test-support.ts';

const VALUE = 'ghp_0123456789abcdef';

function newPlace(): { readonly cwd: string; readonly env: Record<string, string> } {
  const cwd = directoryWith({});
  return { cwd, env: { HOME: join(cwd, 'home') } };
}

describe('fm secret set', () => {
  it('reads the value from standard input, without the line end behind it', async () => {
    const place = newPlace();
    expect(await fm(['secret', 'set', 'TOKEN', '--host', 'api.github.com'], { ...place, stdin: `${VALUE}\n` })).toEqual(
      {
        code: 0,
        stdout: 'Stored TOKEN. It goes to https://api.github.com and nowhere else.\n',
        stderr: 'The line end behind the value is not part of it.\n',
      },
    );
    expect(readFileSync(join(place.cwd, '.flowmason/secrets.json'), 'utf8')).not.toContain(VALUE);
    expect(readFileSync(join(place.cwd, '.flowmason/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('asks a person at a prompt', async () => {
    const { stdout, stderr } = await fm(['secret', 'set', 'TOKEN'], { ...newPlace(), typed: VALUE });
    expect([stdout, stderr]).toEqual([
      'Stored TOKEN. It may go to any host that a pipeline names; bind it with --host, such as --host api.github.com.\n',
      'Value of TOKEN (is not shown): ',
    ]);
  });

  it('reads a file, and keeps the hosts until it is told otherwise', async () => {
    const place = newPlace();
    writeFileSync(join(place.cwd, 'key.pem'), 'line one\nline two\n');
    const set = (...words: string[]) =>
      fm(['secret', 'set', 'KEY', '--from-file', 'key.pem', '--json', ...words], place).then(({ stdout }) =>
        JSON.parse(stdout),
      );
    expect(await set('--host', 'a.example', 'b.example')).toMatchObject({
      version: 1,
      hosts: ['https://a.example', 'https://b.example'],
    });
    expect(await set()).toMatchObject({ version: 2, hosts: ['https://a.example', 'https://b.example'] });
    expect(await set('--any-host')).toMatchObject({ version: 3, hosts: [] });
  });

  it('refuses a value on the command line, and does not repeat it', async () => {
    const place = newPlace();
    const { code, stdout, stderr } = await fm(['secret', 'set', 'TOKEN', VALUE], { ...place, stdin: VALUE });
    expect([code, stdout, stderr.includes(VALUE)]).toEqual([2, '', false]);
    expect(stderr).toContain('can be seen by every user of this machine');
    expect((await fm(['secret', 'list'], place)).stdout).toBe('');
  });

  it.each([
    ['short', 'TOKEN', 'abc', 'at least 8 characters'],
    ['under a name that is none', 'MY-TOKEN', VALUE, 'MY-TOKEN cannot be one'],
  ])('refuses a value that is %s', async (_, name, stdin, message) => {
    const { code, stderr } = await fm(['secret', 'set', name], { ...newPlace(), stdin });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says why nothing can be kept when runs are kept in memory', async () => {
    const { code, stderr } = await fm(['secret', 'set', 'TOKEN', '--data', ':memory:'], {
      ...newPlace(),
      stdin: VALUE,
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Set FM_SECRET_NAME in the environment instead')]);
  });
});

describe('fm secret list, rm and rotate', () => {
  it('show names, dates and hosts, never values', async () => {
    const place = newPlace();
    await fm(['secret', 'set', 'TOKEN', '--host', 'api.github.com'], { ...place, stdin: VALUE });
    await fm(['secret', 'set', 'OTHER'], { ...place, stdin: VALUE });
    const { stdout } = await fm(['secret', 'list'], place);
    expect(stdout.replaceAll(/\d{4}-[^ ]+Z/g, 'DATE')).toBe(
      'OTHER  DATE  any host\nTOKEN  DATE  https://api.github.com\n',
    );
    const json = await fm(['secret', 'list', '--json'], place);
    expect(JSON.parse(json.stdout)).toMatchObject({
      status: 'ready',
      problem: null,
      items: [{ name: 'OTHER' }, { name: 'TOKEN' }],
    });
    expect(stdout + json.stdout).not.toContain(VALUE);
  });

  it('remove one', async () => {
    const place = newPlace();
    await fm(['secret', 'set', 'TOKEN'], { ...place, stdin: VALUE });
    expect((await fm(['secret', 'rm', 'TOKEN'], place)).stdout).toBe('Removed TOKEN.\n');
    const again = await fm(['secret', 'rm', 'TOKEN'], place);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('There is no stored secret "TOKEN"')]);
  });

  it('give one that is there another value, and keep its hosts', async () => {
    const place = newPlace();
    const missing = await fm(['secret', 'rotate', 'TOKEN'], { ...place, stdin: VALUE });
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('fm secret set TOKEN')]);
    await fm(['secret', 'set', 'TOKEN', '--host', 'a.example'], { ...place, stdin: VALUE });
    const { stdout } = await fm(['secret', 'rotate', 'TOKEN', '--json'], { ...place, stdin: 'another-value' });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'TOKEN', version: 2, hosts: ['https://a.example'] });
  });

  it('change the key, and tell where it is', async () => {
    const place = newPlace();
    await fm(['secret', 'set', 'TOKEN'], { ...place, stdin: VALUE });
    const { stdout } = await fm(['secret', 'rotate', '--key'], place);
    expect(stdout).toContain(
      `Encrypted 1 secret with the first key of ${place.env['HOME']}/.config/flowmason/encryption-key.`,
    );
    expect(JSON.parse((await fm(['secret', 'list', '--json'], place)).stdout).status).toBe('ready');
  });

  it('say what is wrong with the key, and still name what is stored', async () => {
    const place = newPlace();
    await fm(['secret', 'set', 'TOKEN'], { ...place, stdin: VALUE });
    const { code, stdout, stderr } = await fm(['secret', 'list'], { ...place, env: { HOME: '/nowhere' } });
    expect([code, stdout.startsWith('TOKEN '), stdout.includes('cannot be used'), stderr]).toEqual([
      0,
      true,
      true,
      expect.stringContaining('in /nowhere/.config/flowmason/encryption-key there is none'),
    ]);
  });
});

describe('what fm secret does', () => {
  it('is in the audit log, without values', async () => {
    const place = newPlace();
    await fm(['secret', 'set', 'TOKEN'], { ...place, stdin: VALUE });
    await fm(['secret', 'rotate', 'TOKEN'], { ...place, stdin: 'another-value' });
    await fm(['secret', 'rotate', '--key'], place);
    await fm(['secret', 'rm', 'TOKEN'], place);
    const log = readFileSync(join(place.cwd, '.flowmason/audit.ndjson'), 'utf8');
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ outcome }) => outcome !== 'begun');
    expect(lines.map(({ action, target, detail, outcome }) => [action, target, detail, outcome])).toEqual([
      ['secret.set', 'TOKEN', 'new', 'done'],
      ['secret.set', 'TOKEN', 'replaced', 'done'],
      ['secret.rotate', 'key', undefined, 'done'],
      ['secret.remove', 'TOKEN', undefined, 'done'],
    ]);
    expect(log).not.toMatch(/ghp_|another-value/);
  });
});

describe('a server beside fm secret', () => {
  it('notices a secret that is set meanwhile', { timeout: 30_000 }, async () => {
    const call = { id: 'say', component: 'json_transform', config: { mapping: { key: '{{secrets.TOKEN}}' } } };
    const { cwd, url } = await serveFiles({ 'a.pipeline.json': { name: 'a', version: '1.0.0', stages: [call] } });
    const before = await fm(['run', 'a', '--server', url], { cwd: directoryWith({}) });
    expect([before.code, before.stderr]).toEqual([2, expect.stringContaining('fm secret set TOKEN')]);
    const env = { FM_ENCRYPTION_KEY: 'ab'.repeat(32) };
    mkdirSync(join(cwd, '.flowmason'), { recursive: true });
    expect((await fm(['secret', 'set', 'TOKEN'], { cwd, env, stdin: VALUE })).code).toBe(0);
    const locked = await fm(['run', 'a', '--server', url], { cwd: directoryWith({}) });
    expect([locked.code, locked.stderr]).toEqual([2, expect.stringContaining('which is stored but cannot be used')]);
  });
});
