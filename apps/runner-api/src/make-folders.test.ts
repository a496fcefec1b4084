import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeFolders } from './make-folders.ts';

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fm-folders-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('makes those above too, for its user alone, and none that is there', () => {
  const folder = scratch();
  makeFolders(join(folder, 'a', 'b'));
  makeFolders(join(folder, 'a', 'b'));
  expect(['a', 'a/b'].map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o700, 0o700]);
});

it('refuses to stand where a file is', () => {
  const folder = scratch();
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolders(join(folder, 'file'))).toThrow('EEXIST');
  expect(() => makeFolders(join(folder, 'file', 'below'))).toThrow('ENOTDIR');
});

it.skipIf(!existsSync('/proc/self'))('returns where there can be no folder', () => {
  expect(() => makeFolders('/proc/none/below')).toThrow('ENOENT');
});
