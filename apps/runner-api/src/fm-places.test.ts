import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith, GOOD_DOCUMENT } from './cli/fm.test-support.ts';
import { fm, openRunner } from './fm-runner.test-support.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const TIMEOUT = { timeout: 60_000 };
const NOBODY = 65_534;

/** A workspace with a backup `a.fmbackup` of one run. */
async function backedUp(): Promise<string> {
  const cwd = directoryWith({ 'a.pipeline.json': GOOD_DOCUMENT });
  await fm(['run', 'a.pipeline.json'], { cwd });
  expect((await fm(['backup', 'a.fmbackup'], { cwd })).code).toBe(0);
  return cwd;
}

const hasMounts = spawnSync('unshare', ['-rm', 'true']).status === 0;

describe('fm restore', TIMEOUT, () => {
  it.runIf(hasMounts)('puts a backup into a volume, and another one in its place', async () => {
    const cwd = await backedUp();
    mkdirSync(join(cwd, 'volume'));
    const restore = `"${process.execPath}" "${MAIN}" restore a.fmbackup --data volume`;
    // What is mounted is gone with the process.
    const script = `mount -t tmpfs -o mode=0700 none volume && ${restore} >&2 && ${restore} --force --json && ls volume >&2`;
    const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script], { cwd, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringContaining('\njournal.db\njournal.db-made\n')]);
    expect(JSON.parse(stdout).movedTo).toContain(join(cwd, 'volume', 'restore.before-'));
  });

  it('puts a backup where a link leads to, and leaves the link', async () => {
    const cwd = await backedUp();
    symlinkSync('elsewhere', join(cwd, 'link'));
    for (const more of [[], ['--force']]) {
      expect((await fm(['restore', 'a.fmbackup', '--data', 'link', ...more], { cwd })).code).toBe(0);
    }
    expect(readdirSync(join(cwd, 'elsewhere'))).toContain('journal.db');
    const names = readdirSync(cwd).filter((name) => name.startsWith('link') || name.startsWith('elsewhere'));
    expect(names).toEqual(['elsewhere', expect.stringContaining('elsewhere.before-'), 'link']);
  });

  it('makes a directory whose journal is missed when it is lost', async () => {
    const cwd = await backedUp();
    await fm(['restore', 'a.fmbackup', '--data', 'other'], { cwd });
    expect(readFileSync(join(cwd, 'other', 'journal.db-made'), 'utf8')).not.toBe('');
  });
});

const isRoot = process.getuid?.() === 0;
/** Root may write anywhere, so somebody else has to try, who may not be allowed to read the sources. */
const other = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const canBeOther = spawnSync(process.execPath, ['-e', `require('fs').accessSync(${JSON.stringify(MAIN)})`], other);

describe('a directory that can only be read', TIMEOUT, () => {
  /** With a log, as a process leaves it that was killed. */
  async function readOnly(): Promise<string> {
    const cwd = directoryWith({ 'a.pipeline.json': GOOD_DOCUMENT });
    const data = join(cwd, '.flowmason');
    const copy = join(cwd, 'copy');
    const runner = await openRunner({ workspace: cwd, data, command: 'fm serve', onlyHere: true });
    await runner.runs.start({ pipeline: 'greet' });
    mkdirSync(copy);
    for (const name of ['journal.db', 'journal.db-wal']) cpSync(join(data, name), join(copy, name));
    await runner.close();
    onTestFinished(() => chmodSync(copy, 0o700));
    for (const name of readdirSync(copy)) chmodSync(join(copy, name), 0o400);
    if (isRoot)
      for (const path of [cwd, copy, ...readdirSync(copy).map((name) => join(copy, name))])
        chownSync(path, NOBODY, NOBODY);
    chmodSync(copy, 0o500);
    return cwd;
  }

  it.runIf(canBeOther.status === 0)(
    'is backed up, and one sentence says that no line of it is in the audit log',
    async () => {
      const cwd = await readOnly();
      const words = [MAIN, 'backup', 'b.fmbackup', '--data', 'copy'];
      const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8', ...other });
      expect([status, stdout]).toEqual([0, expect.stringContaining(': 1 runs, ')]);
      expect(stderr.split('\n').filter((line) => line.includes('audit'))).toEqual([
        expect.stringMatching(/^fm: This is not in the audit log of .+, which cannot be written to \(EACCES: /),
      ]);
      expect(stderr).not.toContain(' at ');
    },
  );
});
