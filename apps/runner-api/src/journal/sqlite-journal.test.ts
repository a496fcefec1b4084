import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { describeJournal } from './journal.contract.ts';
import { logged, openStore, queued, scratchDirectory, started, warning } from './sqlite-store.test-support.ts';

const RUN = RunId.parse('run-1');
const OTHER = RunId.parse('run-2');

describeJournal('the journal in SQLite', async () => (await openStore()).journal);
describeJournal('the journal in SQLite in memory', async () => (await openStore(':memory:')).journal);

const messagesOf = (events: readonly object[]) => events.map((event) => ('message' in event ? event.message : ''));

describe('the journal in SQLite', () => {
  it('has everything after it was closed and opened again', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const before = await openStore(path);
    const events = [queued(), started, warning('x'.repeat(200_000))];
    const appended = await before.journal.append(RUN, 0, events);
    await before.close();
    expect(await (await openStore(path)).journal.read(RUN)).toEqual(appended);
  });

  it('has what it acknowledged when the process ends without closing it', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const { journal } = await openStore(path);
    await journal.append(RUN, 0, [queued()]);
    await journal.append(RUN, 1, [warning('a'), warning('b')]);
    const copy = copyOf(path);
    expect(messagesOf(await (await openStore(copy)).journal.read(RUN, 1))).toEqual(['a', 'b']);
  });

  it('acknowledges the appends of one turn in their order', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const { journal } = await openStore(path);
    const acknowledged: string[] = [];
    const note = (name: string) => () => acknowledged.push(name);
    await Promise.all([
      journal.append(RUN, 0, [warning('a')]).then(note('a')),
      journal.append(OTHER, 0, [warning('b')]).then(note('b')),
      journal.append(RUN, 1, [warning('c')]).then(note('c')),
    ]);
    expect(acknowledged).toEqual(['a', 'b', 'c']);
  });

  it('shows nobody what has not been committed', async () => {
    const { journal } = await openStore();
    const appended = journal.append(RUN, 0, [warning('a')]);
    expect(await journal.read(RUN)).toEqual([]);
    await appended;
    expect(await journal.read(RUN)).toHaveLength(1);
  });

  it('stores a large value that comes twice once', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    const body = { list: Array(3000).fill('a body that came back and was handed on') };
    await store.journal.append(RUN, 0, [logged(body), logged(body)]);
    await store.journal.append(OTHER, 0, [logged(body)]);
    await store.close();
    const database = new DatabaseSync(path);
    expect(database.prepare('SELECT count(*) AS count FROM blobs').get()).toEqual({ count: 1 });
    expect(database.prepare('SELECT max(length(body)) < 2000 AS small FROM batches').get()).toEqual({ small: 1 });
    database.close();
  });

  it('keeps a text apart that looks like the mark of a large value', async () => {
    const { journal } = await openStore();
    const messages = ['\u0000value:0123', 'x'.repeat(70_000), '\u0000text:0123', '\u0000value:'];
    await journal.append(RUN, 0, messages.map(warning));
    expect(messagesOf(await journal.read(RUN))).toEqual(messages);
  });
});

/** A page of SQLite's log and what stands before it. */
const FRAME_BYTES = 4096 + 24;
/** `FM_CUT_STEP=1` tries every byte, which takes minutes. */
const CUT_STEP = Number(process.env['FM_CUT_STEP'] ?? 64);

describe('a journal that was torn', () => {
  it('has a beginning of what was appended, wherever its log was cut off', { timeout: 1_800_000 }, async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const { journal } = await openStore(path);
    for (let seq = 0; seq < 6; seq++) await journal.append(RUN, seq, [warning(`event ${seq + 1}`)]);
    const all = messagesOf(await journal.read(RUN));
    const size = readFileSync(`${path}-wal`).length;
    const lengths = new Set<number>();
    // Anywhere in the last frame of the last commit, and at odd places before that.
    const cuts = [];
    for (let cut = size; cut > size - FRAME_BYTES; cut -= CUT_STEP) cuts.push(cut);
    for (let cut = size - FRAME_BYTES; cut >= 0; cut -= 3083) cuts.push(cut);
    for (const cut of cuts) {
      const copy = copyOf(path);
      truncateSync(`${copy}-wal`, cut);
      const found = messagesOf(await (await openStore(copy)).journal.read(RUN));
      expect(found).toEqual(all.slice(0, found.length));
      lengths.add(found.length);
    }
    expect(lengths.size).toBeGreaterThan(3);
  });

  it.each([
    ['a flipped byte in an event', 'event 2', 'data_unusable'],
    ['a flipped byte in a summary', '"pipeline":"deploy"', 'data_unusable'],
  ])('refuses %s instead of showing it', async (_what, text, code) => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    await store.journal.append(RUN, 0, [queued(), warning('event 2')]);
    await store.close();
    const bytes = readFileSync(path);
    const place = bytes.indexOf(text) + text.length - 2;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    writeFileSync(path, bytes);
    const damaged = await openStore(path);
    await expect(damaged.journal.read(RUN)).rejects.toMatchObject({ code });
  });

  it('is refused when its file is cut off', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    for (let seq = 0; seq < 50; seq++) await store.journal.append(RUN, seq, [warning('x'.repeat(500))]);
    await store.close();
    truncateSync(path, 20_000);
    await expect(openStore(path)).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining(path),
    });
  });

  it('is refused when the log that holds the last appends is missing', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const { journal } = await openStore(path);
    await journal.append(RUN, 0, [warning('acknowledged')]);
    const copy = join(scratchDirectory(), 'journal.db');
    copyFileSync(path, copy);
    await expect(openStore(copy)).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining('-wal'),
    });
  });

  it('is refused when it was written by a newer version', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    await (await openStore(path)).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(openStore(path)).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining('newer version'),
    });
  });

  it.each([['another program', () => new DatabaseSync(':memory:')]])(
    'is refused when it is the database of %s',
    async () => {
      const path = join(scratchDirectory(), 'journal.db');
      const database = new DatabaseSync(path);
      database.exec('CREATE TABLE cats (name TEXT); INSERT INTO cats VALUES (1)');
      database.close();
      await expect(openStore(path)).rejects.toMatchObject({
        code: 'data_unusable',
        message: expect.stringContaining('no journal of FlowMason'),
      });
    },
  );

  it('is refused when it is no database', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    writeFileSync(path, 'x'.repeat(5000));
    await expect(openStore(path)).rejects.toMatchObject({ code: 'data_unusable' });
  });
});

/** A copy of the store as a process that is killed now would leave it. */
function copyOf(path: string): string {
  const copy = join(scratchDirectory(), 'journal.db');
  for (const ending of ['', '-wal']) copyFileSync(path + ending, copy + ending);
  return copy;
}
