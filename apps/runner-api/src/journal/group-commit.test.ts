import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit.ts';
import { scratchDirectory } from './sqlite-store.test-support.ts';

function openTable(failures: unknown[] = []) {
  const path = join(scratchDirectory(), 'a.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT)');
  const other = new DatabaseSync(path);
  const wordsIn = (reader: DatabaseSync) =>
    reader
      .prepare('SELECT word FROM words')
      .all()
      .map(({ word }) => word);
  const commits = createGroupCommit(database, { onFailure: (error) => failures.push(error), retryMs: 5 });
  const insert = (word: string) => () => void database.prepare('INSERT INTO words VALUES (?)').run(word);
  return {
    database,
    commits,
    insert,
    words: () => wordsIn(other),
    /** Lets the file grow by so many pages and no more. */
    leaveRoomFor: (pages: number) => {
      const used = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
      database.exec(`PRAGMA max_page_count = ${used + pages}`);
    },
  };
}

const LARGE = 'x'.repeat(50_000);

describe('a group commit', () => {
  it('commits all writes of one turn together', async () => {
    const { commits, insert, words } = openTable();
    const seen: unknown[] = [];
    await Promise.all([
      commits.write(insert('a')),
      commits.write(() => seen.push(words())),
      commits.write(insert('b')),
    ]);
    expect([seen, words()]).toEqual([[[]], ['a', 'b']]);
  });

  it('undoes only the write that throws', async () => {
    const { commits, insert, words } = openTable();
    const ends = await Promise.allSettled([
      commits.write(insert('a')),
      commits.write(() => {
        insert('half done')();
        throw new Error('changed my mind');
      }),
      commits.write(insert('b')),
    ]);
    expect([ends.map(({ status }) => status), words()]).toEqual([
      ['fulfilled', 'rejected', 'fulfilled'],
      ['a', 'b'],
    ]);
  });

  it('refuses a write at once when the disk is full, and stores nothing of it', async () => {
    const { commits, insert, words, leaveRoomFor } = openTable();
    leaveRoomFor(2);
    await expect(commits.write(insert(LARGE))).rejects.toMatchObject({ code: 'storage_full' });
    expect(words()).toEqual([]);
  });

  it('performs a write that may wait once there is room, before those that came later', async () => {
    const { commits, insert, words, leaveRoomFor } = openTable();
    leaveRoomFor(2);
    const first = commits.write(insert(LARGE), { waitsForRoom: true });
    await expect(commits.write(insert('refused'))).rejects.toMatchObject({ code: 'storage_full' });
    const later = commits.write(insert('later'), { waitsForRoom: true });
    leaveRoomFor(1000);
    await Promise.all([first, later]);
    expect(words()).toEqual([LARGE, 'later']);
  });

  it('writes nothing more once the disk has failed, and tells so once', async () => {
    const failures: unknown[] = [];
    const { commits, insert, words, database } = openTable(failures);
    database.exec('PRAGMA query_only = 1');
    await expect(commits.write(insert('a'), { waitsForRoom: true })).rejects.toMatchObject({ code: 'storage_failed' });
    database.exec('PRAGMA query_only = 0');
    await expect(commits.write(insert('b'))).rejects.toMatchObject({ code: 'storage_failed' });
    expect([failures.length, words()]).toEqual([1, []]);
  });

  it('commits what is waiting when it is closed', async () => {
    const { commits, insert, words } = openTable();
    const written = commits.write(insert('a'));
    commits.close();
    expect(words()).toEqual(['a']);
    await written;
  });

  it('refuses what comes after it was closed', async () => {
    const { commits, insert } = openTable();
    commits.close();
    await expect(commits.write(insert('a'))).rejects.toMatchObject({ code: 'storage_failed' });
  });

  it('refuses what still waits for room when it is closed', async () => {
    const { commits, insert, leaveRoomFor } = openTable();
    leaveRoomFor(2);
    const written = commits.write(insert(LARGE), { waitsForRoom: true });
    commits.close();
    await expect(written).rejects.toMatchObject({ code: 'storage_full' });
  });
});
