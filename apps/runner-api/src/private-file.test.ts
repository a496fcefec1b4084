import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { directoryWith } from './cli/fm.test-support.ts';
import { changeAlone, readPrivateFile, stampOf, writePrivateFile } from './private-file.ts';

describe('a private file', () => {
  it('is there as a whole, for its user alone', () => {
    const folder = join(directoryWith({}), 'a');
    const path = join(folder, 'tokens.json');
    writePrivateFile(path, 'one');
    writePrivateFile(path, 'two');
    expect([readPrivateFile(path)?.text, statSync(path).mode & 0o777, readdirSync(folder)]).toEqual([
      'two',
      0o600,
      ['tokens.json'],
    ]);
  });

  it('has another stamp whenever it was written', () => {
    const path = join(directoryWith({}), 'x');
    writePrivateFile(path, 'same');
    const before = stampOf(path);
    writePrivateFile(path, 'same');
    expect([before === undefined, stampOf(path) === before]).toEqual([false, false]);
  });

  it('is undefined when there is none', () => {
    expect(readPrivateFile(join(directoryWith({}), 'x'))).toBeUndefined();
  });

  it('is refused when others may read it, with what to do', () => {
    const path = join(directoryWith({ x: 'text' }), 'x');
    chmodSync(path, 0o640);
    expect(() => readPrivateFile(path)).toThrow(`(mode 640), so it is not used. Close it with: chmod 600 ${path}`);
  });

  it.skipIf(process.platform === 'win32')('is refused when it is a named pipe, without waiting for it', () => {
    const path = join(directoryWith({}), 'x');
    execFileSync('mkfifo', ['-m', '600', path]);
    expect(() => readPrivateFile(path)).toThrow(`${path} is no file`);
  });

  it.runIf(process.platform === 'linux')('says that the disk is full, and keeps what it held', () => {
    const path = join(directoryWith({ x: 'old' }), 'x');
    chmodSync(path, 0o600);
    symlinkSync('/dev/full', `${path}.${process.pid}.new`);
    expect(() => writePrivateFile(path, 'new')).toThrow(expect.objectContaining({ code: 'storage_full' }));
    expect(readPrivateFile(path)?.text).toBe('old');
  });

  it('is changed by one at a time', async () => {
    const path = join(directoryWith({}), 'count');
    const add = () =>
      changeAlone(path, () => writePrivateFile(path, `${Number(readPrivateFile(path)?.text ?? 0) + 1}`));
    await Promise.all([add(), add(), add(), sleep(1).then(add)]);
    expect(readPrivateFile(path)?.text).toBe('4');
  });

  it('stays locked for other processes while this one is asked for it again', async () => {
    const path = join(directoryWith({}), 'count');
    const ends = Promise.withResolvers<void>();
    const first = changeAlone(path, () => ends.promise);
    const second = changeAlone(path, () => undefined);
    await nextTurn();
    const isTaken = `const { DatabaseSync } = require('node:sqlite');
      try { new DatabaseSync(process.argv[1]).exec('BEGIN EXCLUSIVE'); console.log('free'); } catch { console.log('taken'); }`;
    const told = execFileSync(process.execPath, ['-e', isTaken, `${path}.lock`], { encoding: 'utf8' });
    ends.resolve();
    await Promise.all([first, second]);
    expect(told).toBe('taken\n');
  });

  it('is changed by the next one after a change that failed', async () => {
    const path = join(directoryWith({}), 'count');
    const fails = changeAlone(path, () => Promise.reject(new Error('no')));
    const next = changeAlone(path, () => 'done');
    await expect(fails).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});
