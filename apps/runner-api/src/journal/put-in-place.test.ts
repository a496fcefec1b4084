import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataDirectory } from './data-directory.ts';
import { putInPlace } from './put-in-place.ts';
import { scratchDirectory } from './sqlite-store.test-support.ts';

const OWNER = { pid: 4711, command: 'fm serve', since: '2026-11-22T08:00:00.000Z' };

/** A directory that is to be put in place of another one. */
function twoFolders(): { readonly folder: string; readonly data: string; readonly root: string } {
  const root = scratchDirectory();
  const [folder, data] = [join(root, 'new'), join(root, 'data')];
  for (const path of [folder, join(folder, 'beside'), data]) mkdirSync(path);
  writeFileSync(join(folder, 'journal.db'), 'new');
  writeFileSync(join(data, 'journal.db'), 'old');
  return { folder, data, root };
}

const journalIn = (path: string) => readFileSync(join(path, 'journal.db'), 'utf8');

describe('putInPlace', () => {
  it('moves aside what was there, without a word of an owner', async () => {
    const { folder, data } = twoFolders();
    const movedTo = (await putInPlace(folder, data, { replace: true })) ?? '';
    expect([journalIn(data), journalIn(movedTo), existsSync(folder)]).toEqual(['new', 'old', false]);
    expect([readdirSync(data), readdirSync(movedTo)]).toEqual([
      ['beside', 'journal.db'],
      expect.not.arrayContaining(['owner.json']),
    ]);
  });

  it('moves it back when the new one cannot be put there', async () => {
    const { folder, data, root } = twoFolders();
    // It goes along with what is moved aside, so it is no longer where it was.
    const inside = join(data, 'inside');
    mkdirSync(inside);
    await expect(putInPlace(inside, data, { replace: true })).rejects.toMatchObject({ code: 'ENOENT' });
    expect([journalIn(data), journalIn(folder), readdirSync(root).sort()]).toEqual(['old', 'new', ['data', 'new']]);
  });

  it('leaves a directory alone that somebody has', async () => {
    const { folder, data } = twoFolders();
    onTestFinished((await openDataDirectory(data, { owner: OWNER, patienceMs: 0 })).release);
    await expect(putInPlace(folder, data, { replace: true })).rejects.toMatchObject({ code: 'data_in_use' });
    expect([journalIn(data), journalIn(folder)]).toEqual(['old', 'new']);
  });
});
