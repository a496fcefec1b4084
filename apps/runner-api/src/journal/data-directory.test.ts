import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataDirectory } from './data-directory.ts';
import { openDatabase } from './sqlite-database.ts';
import { scratchDirectory } from './sqlite-store.test-support.ts';

const owner = { pid: 4711, command: 'fm serve', since: '2026-11-22T08:00:00.000Z' };
const MODULE = fileURLToPath(new URL('./data-directory.ts', import.meta.url));

describe('a data directory', () => {
  it('is made for its user alone, and ignored by Git', async () => {
    const path = join(scratchDirectory(), 'a', '.flowmason');
    const { release } = await openDataDirectory(path, { owner, patienceMs: 0 });
    expect([statSync(path).mode & 0o777, readFileSync(join(path, '.gitignore'), 'utf8')]).toEqual([0o700, '*\n']);
    release();
  });

  it.skipIf(process.platform === 'win32')('is closed to others when it was open, and so is the journal', async () => {
    const path = scratchDirectory();
    chmodSync(path, 0o755);
    const before = process.umask(0);
    onTestFinished(() => {
      process.umask(before);
    });
    const { database, release } = await openDataDirectory(path, { owner, patienceMs: 0 });
    const { close } = openDatabase(database);
    const files = readdirSync(path).filter((file) => file !== '.gitignore');
    const modes = files.map((file) => `${file} ${(statSync(join(path, file)).mode & 0o777).toString(8)}`);
    const ofDirectory = statSync(path).mode & 0o777;
    close();
    release();
    expect([ofDirectory, modes]).toEqual([0o700, files.map((file) => `${file} 600`)]);
    expect(files).toEqual(expect.arrayContaining(['journal.db', 'journal.db-made', 'journal.db-wal', 'owner.json']));
  });

  it('has one owner, whom it names to others', async () => {
    const path = scratchDirectory();
    const { release } = await openDataDirectory(path, { owner, patienceMs: 0 });
    await expect(openDataDirectory(path, { owner, patienceMs: 0 })).rejects.toMatchObject({
      code: 'data_in_use',
      message: expect.stringContaining('"fm serve" (process 4711, since 2026-11-22T08:00:00.000Z)'),
    });
    release();
    (await openDataDirectory(path, { owner, patienceMs: 0 })).release();
  });

  it('waits for an owner that is just ending', async () => {
    const path = scratchDirectory();
    const { release } = await openDataDirectory(path, { owner, patienceMs: 0 });
    const next = openDataDirectory(path, { owner, patienceMs: 10_000 });
    release();
    (await next).release();
  });

  it('belongs to another process until that one is killed, and leaves no stale lock', { timeout: 30_000 }, async () => {
    const path = scratchDirectory();
    const script = `
      const { openDataDirectory } = await import(${JSON.stringify(MODULE)});
      const owner = { pid: process.pid, command: 'fm serve', since: new Date().toISOString() };
      await openDataDirectory(${JSON.stringify(path)}, { owner, patienceMs: 0 });
      console.log('taken');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    await expect(openDataDirectory(path, { owner, patienceMs: 0 })).rejects.toMatchObject({
      code: 'data_in_use',
      message: expect.stringContaining(`process ${child.pid}`),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    (await openDataDirectory(path, { owner, patienceMs: 0 })).release();
  });

  it('says what to do when it cannot be made', async () => {
    const path = join(scratchDirectory(), 'file');
    writeFileSync(path, '');
    await expect(openDataDirectory(join(path, '.flowmason'), { owner, patienceMs: 0 })).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining('--data DIR'),
    });
  });
});
