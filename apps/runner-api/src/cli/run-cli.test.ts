import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { directoryWith, fm, GOOD_DOCUMENT } from './fm.test-support.ts';

describe('fm', () => {
  it('lists its commands for help and exits with 0', async () => {
    const { code, stdout } = await fm(['--help']);
    expect(code).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)(\||\s)/gm)].map(([, name]) => name);
    expect(commands).toEqual([
      ...['run', 'validate', 'eval', 'graph', 'gantt', 'schema', 'normalise', 'serve', 'init', 'runs', 'show', 'logs'],
      ...['resume', 'secret'],
      ...['backup', 'restore', 'prune'],
      ...['resolve', 'cancel', 'token', 'audit', 'help'],
    ]);
  });

  it('tells the version of its package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await fm(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('has help for every command', async () => {
    const { stdout } = await fm(['help', 'run']);
    for (const option of [
      '--input',
      '--sample',
      '--profile',
      '--sandbox',
      '--secrets-file',
      '--events',
      '--json',
      '--server',
    ]) {
      expect(stdout).toContain(option);
    }
  });

  it.each<[string, string[], string]>([
    ['no command', [], 'Usage: fm'],
    ['an unknown command', ['validte', 'x'], 'Did you mean validate?'],
    ['an unknown option', ['graph', 'x', '--jsn'], 'Did you mean --json?'],
    ['a missing argument', ['validate'], "missing required argument 'file'"],
    ['a format that does not exist', ['validate', 'x', '--format', 'xml'], 'Allowed choices are text, json, sarif'],
    ['a port that is none', ['serve', '--port', '70000'], 'A port is a number from 0 to 65535.'],
    ['too many arguments', ['graph', 'x', 'y'], 'too many arguments'],
    ['a run id that cannot be one', ['show', '../x'], 'is not a run id'],
    ['a page without runs', ['runs', '--limit', '0'], 'It must be a number from 1 to 200.'],
    ['a status that does not exist', ['runs', '--status', 'done'], 'Allowed choices are queued, running'],
  ])('exits with 2 for %s and says what is wrong', async (_what, argv, message) => {
    const { code, stdout, stderr } = await fm(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('tells machines about bad usage as JSON', async () => {
    const { stdout } = await fm(['validate', '--json']);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'usage', message: "missing required argument 'file'" } });
  });

  it('takes options from the environment when the command line has none', async () => {
    const env = { FM_SERVER: 'http://127.0.0.1:9' };
    expect((await fm(['runs'], { env })).stderr).toContain('No FlowMason server answers at http://127.0.0.1:9:');
    const both = await fm(['runs', '--server', 'http://127.0.0.1:7'], { env });
    expect(both.stderr).toContain('No FlowMason server answers at http://127.0.0.1:7:');
  });

  it('follows no redirect with the token, and says where it leads', async () => {
    const server = createServer((_req, res) => res.writeHead(302, { Location: 'https://sso.example.com/login' }).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const { code, stderr } = await fm(['runs', '--server', `http://127.0.0.1:${port}`]);
    server.close();
    expect(code).not.toBe(0);
    expect(stderr).toContain(
      'it answered 302 and sends on to https://sso.example.com, which is not followed because it would get your token. Name the address of the server itself',
    );
  });

  it('says which variable is wrong', async () => {
    const { code, stderr } = await fm(['runs'], { env: { FM_SERVER: 'here' } });
    expect([code, stderr]).toEqual([
      2,
      'fm: FM_SERVER is "here". It must be an address such as http://127.0.0.1:8999.\n',
    ]);
  });

  it('colours on a terminal only', async () => {
    const cwd = directoryWith({ 'a.json': GOOD_DOCUMENT });
    const isColoured = async (tty: 'stdout' | undefined, env = {}) =>
      (await fm(['validate', 'a.json'], { cwd, env, ...(tty && { tty }) })).stdout.includes('\u001b[');
    expect([
      await isColoured('stdout'),
      await isColoured(undefined),
      await isColoured('stdout', { NO_COLOR: '1' }),
    ]).toEqual([true, false, false]);
  });
});
