import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataDirectory } from './data-directory.ts';
import { putEntriesInPlace } from './put-entries-in-place.ts';
import { scratchDirectory } from './sqlite-store.test-support.ts';

const OWNER = { pid: 4711, command: 'fm serve', since: '2026-11-22T08:00:00.000Z' };

/** A directory that stays where it is, with one inside it that is to take its place. */
function twoFolders(files: readonly string[]): { readonly folder: string; readonly data: string } {
  const data = scratchDirectory();
  const folder = join(data, 'restore.partial-0123abcd', 'content');
  mkdirSync(join(folder, 'beside'), { recursive: true });
  for (const name of ['journal.db', 'journal.db-made', 'secrets.json']) writeFileSync(join(folder, name), 'new');
  for (const name of files) writeFileSync(join(data, name), 'old');
  mkdirSync(join(data, 'lost+found'));
  return { folder, data };
}

/** What is in a directory, and what is in each of its files. */
function contentOf(path: string): Readonly<Record<string, string>> {
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => name !== 'lock.db');
  return Object.fromEntries(
    entries.map((entry) => [entry.name, entry.isDirectory() ? '/' : readFileSync(join(path, entry.name), 'utf8')]),
  );
}

describe('putEntriesInPlace', () => {
  it('fills an empty disk', async () => {
    const { folder, data } = twoFolders([]);
    expect(await putEntriesInPlace(folder, data, { replace: false })).toBeUndefined();
    expect(contentOf(data)).toEqual({
      '.gitignore': '*\n',
      beside: '/',
      'journal.db': 'new',
      'journal.db-made': expect.stringContaining('was made once'),
      'lost+found': '/',
      'restore.partial-0123abcd': '/',
      'secrets.json': 'new',
    });
  });

  it('moves aside what was there, as a directory that can be used', async () => {
    const { folder, data } = twoFolders(['journal.db', 'journal.db-made', 'journal.db-wal', 'audit.ndjson']);
    const movedTo = (await putEntriesInPlace(folder, data, { replace: true })) ?? '';
    expect(contentOf(movedTo)).toEqual({
      'audit.ndjson': 'old',
      'journal.db': 'old',
      'journal.db-made': 'old',
      'journal.db-wal': 'old',
    });
    expect(contentOf(data)).toMatchObject({ 'journal.db': 'new', 'secrets.json': 'new' });
    expect(contentOf(data)).not.toHaveProperty('journal.db-wal');
  });

  it('leaves what an earlier restore has moved aside', async () => {
    const { folder, data } = twoFolders(['journal.db']);
    mkdirSync(join(data, 'restore.before-2026-11-21T08-00-00.000Z'));
    const movedTo = (await putEntriesInPlace(folder, data, { replace: true })) ?? '';
    expect(contentOf(movedTo)).not.toHaveProperty('restore.before-2026-11-21T08-00-00.000Z');
  });

  it('puts everything back when the new ones cannot be put there', async () => {
    const { data } = twoFolders(['journal.db', 'audit.ndjson']);
    // It goes along with what is moved aside, so it is no longer where it was.
    const inside = join(data, 'inside');
    mkdirSync(inside);
    const before = contentOf(data);
    await expect(putEntriesInPlace(inside, data, { replace: true })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(contentOf(data)).toEqual({ ...before, '.gitignore': '*\n' });
  });

  it('refuses a directory that holds something, and one that somebody has', async () => {
    const { folder, data } = twoFolders(['journal.db']);
    await expect(putEntriesInPlace(folder, data, { replace: false })).rejects.toMatchObject({ code: 'data_exists' });
    onTestFinished((await openDataDirectory(data, { owner: OWNER, patienceMs: 0 })).release);
    await expect(putEntriesInPlace(folder, data, { replace: true })).rejects.toMatchObject({ code: 'data_in_use' });
    expect(contentOf(data)).toMatchObject({ 'journal.db': 'old' });
  });
});
