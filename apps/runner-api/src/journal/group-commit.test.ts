import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import type { DiskReserve } from './disk-reserve.ts';
import { createGroupCommit } from './group-commit.ts';
import { scratchDirectory } from './sqlite-store.test-support.ts';

/** Holds a number of pages back, like the real one holds back a file. */
function pageReserve(setRoom: (pages: number) => void): DiskReserve & { room: number } {
  let isHeld = true;
  return {
    room: 0,
    get isHeld() {
      return isHeld;
    },
    release() {
      const wasHeld = isHeld;
      isHeld = false;
      if (wasHeld) setRoom(this.room);
      return wasHeld;
    },
    take() {
      isHeld ||= this.room > 1000;
      return isHeld;
    },
  };
}

function openTable(failures: unknown[] = [], onCommit?: () => void) {
  const path = join(scratchDirectory(), 'a.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT)');
  const other = new DatabaseSync(path);
  const wordsIn = (reader: DatabaseSync) =>
    reader
      .prepare('SELECT word FROM words')
      .all()
      .map(({ word }) => word);
  /** Lets the file grow by so many pages and no more. */
  const leaveRoomFor = (pages: number): void => {
    const used = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${used + pages}`);
  };
  const reserve = pageReserve(leaveRoomFor);
  const options = { onFailure: (error: unknown) => failures.push(error), onCommit, retryMs: 5 };
  const commits = createGroupCommit(database, options);
  const withReserve = () => createGroupCommit(database, { ...options, reserve });
  const insert = (word: string) => () => void database.prepare('INSERT INTO words VALUES (?)').run(word);
  return {
    database,
    commits,
    insert,
    words: () => wordsIn(other),
    leaveRoomFor,
    reserve,
    withReserve,
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

  it('acknowledges what is stored, whatever becomes of those who watch', async () => {
    const failures: unknown[] = [];
    const { commits, insert, words } = openTable(failures, () => {
      throw new Error('cannot count');
    });
    const written = commits.write(insert('a'));
    expect(() => commits.close()).toThrow('cannot count');
    await written;
    expect([words(), failures]).toEqual([['a'], []]);
  });

  it('writes nothing more once it is told that the disk has failed', async () => {
    const failures: unknown[] = [];
    const { commits, insert, words } = openTable(failures);
    const written = commits.write(insert('a'), { waitsForRoom: true });
    commits.fail(new Error('disk I/O error'));
    await expect(written).rejects.toMatchObject({ code: 'storage_failed' });
    expect([words(), failures]).toEqual([[], [new Error('disk I/O error')]]);
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

describe('a group commit with a reserve', () => {
  it('gives the reserve to writes that may wait when the disk is full, and refuses the others', async () => {
    const { withReserve, insert, words, leaveRoomFor, reserve } = openTable();
    const commits = withReserve();
    leaveRoomFor(2);
    reserve.room = 40;
    const open = commits.write(insert(LARGE), { waitsForRoom: true });
    await expect(commits.write(insert('new'))).rejects.toMatchObject({ code: 'storage_full' });
    await open;
    expect([words(), reserve.isHeld, commits.state()]).toEqual([[LARGE], false, 'full']);
    commits.close();
  });

  it('takes nothing new while the reserve is not held, though there would be room', async () => {
    const { withReserve, insert, words, leaveRoomFor, reserve } = openTable();
    const commits = withReserve();
    leaveRoomFor(2);
    reserve.room = 40;
    await commits.write(insert(LARGE), { waitsForRoom: true });
    await expect(commits.write(insert('new'))).rejects.toMatchObject({ code: 'storage_full' });
    await commits.write(insert('open'), { waitsForRoom: true });
    expect(words()).toEqual([LARGE, 'open']);
    commits.close();
  });

  it('takes new writes again once it holds the reserve', async () => {
    const { withReserve, insert, words, leaveRoomFor, reserve } = openTable();
    const commits = withReserve();
    leaveRoomFor(2);
    reserve.room = 40;
    await commits.write(insert(LARGE), { waitsForRoom: true });
    reserve.room = 5000;
    leaveRoomFor(5000);
    await vi.waitUntil(() => commits.state() === 'ok');
    await commits.write(insert('new'));
    expect([words(), reserve.isHeld]).toEqual([[LARGE, 'new'], true]);
  });

  it('stores what fits when not all that waits does', async () => {
    const { withReserve, insert, words, leaveRoomFor, reserve } = openTable();
    const commits = withReserve();
    leaveRoomFor(2);
    reserve.room = 20;
    const small = commits.write(insert('small'), { waitsForRoom: true });
    const large = commits.write(insert(LARGE.repeat(4)), { waitsForRoom: true });
    await small;
    expect(words()).toEqual(['small']);
    leaveRoomFor(5000);
    await large;
    expect(words()).toEqual(['small', LARGE.repeat(4)]);
    commits.close();
  });

  it('takes nothing new from the start when there is no room for the reserve', async () => {
    const { withReserve, insert, reserve } = openTable();
    reserve.release();
    const commits = withReserve();
    await expect(commits.write(insert('new'))).rejects.toMatchObject({ code: 'storage_full' });
    expect(commits.state()).toBe('full');
    commits.close();
  });
});
