import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type NewRunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import type { Commit, CommitOrder } from '../run-store.ts';
import {
  finished,
  logged,
  openStore,
  queued,
  scratchDirectory,
  started,
  warning,
} from './sqlite-store.test-support.ts';
import type { SqliteStore } from './sqlite-store.ts';

const RUN = RunId.parse('run-1');
const OTHER = RunId.parse('run-2');

const append = ({ journal }: SqliteStore, runId: RunId, expectedSeq: number, ...events: readonly NewRunEvent[]) =>
  journal.append(runId, expectedSeq, events);

/** All that is behind a position, as position, run and seq; read in parts of one append each. */
function readAll(order: CommitOrder, after = 0): readonly string[] {
  const all: string[] = [];
  for (let position = after; ; ) {
    const { events, end } = order.readBehind(position, { maxLength: 1, wants: () => true });
    all.push(...events.map(({ position: at, event }) => `${at} ${event.run_id} ${event.seq}`));
    if (end === position) return all;
    position = end;
  }
}

describe('the order of the commits', () => {
  it('is that in which they were committed, across runs', async () => {
    const store = await openStore();
    await append(store, RUN, 0, queued(), started);
    await append(store, OTHER, 0, queued());
    await append(store, RUN, 2, warning('a'));
    expect(readAll(store.order)).toEqual(['1 run-1 1', '2 run-1 2', '3 run-2 1', '4 run-1 3']);
    expect(readAll(store.order, 1)).toEqual(['2 run-1 2', '3 run-2 1', '4 run-1 3']);
    expect([store.order.start(), store.order.end()]).toEqual([0, 4]);
  });

  it('goes on where it was after a restart, under the same name', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const before = await openStore(path);
    await append(before, RUN, 0, queued(), started);
    const { id } = before.order;
    await before.close();
    const store = await openStore(path);
    await append(store, RUN, 2, warning('a'));
    expect(readAll(store.order)).toEqual(['1 run-1 1', '2 run-1 2', '3 run-1 3']);
    expect(store.order.id).toBe(id);
    expect((await openStore()).order.id).not.toBe(id);
  });

  it('is told as it comes to be, and not before', async () => {
    const store = await openStore();
    const told: Commit[] = [];
    store.order.onCommit((commit) => told.push(commit));
    const appended = append(store, RUN, 0, queued(), started);
    expect(told).toEqual([]);
    const events = await appended;
    await expect(append(store, RUN, 9, started)).rejects.toMatchObject({ code: 'journal_conflict' });
    await append(store, OTHER, 0, queued());
    expect(told.map(({ position, events: { length } }) => [position, length])).toEqual([
      [2, 2],
      [store.order.end(), 1],
    ]);
    expect(told[0]?.events).toEqual(events);
    expect(readAll(store.order).at(-1)).toBe(`${store.order.end()} run-2 1`);
  });

  it('has the events with their large values, and those of the runs that are wanted', async () => {
    const store = await openStore();
    const body = { list: Array(3000).fill('a body that came back and was handed on') };
    await append(store, RUN, 0, queued(), logged(body));
    await append(store, OTHER, 0, queued());
    const wants = (runId: RunId) => runId === RUN;
    const { events, end } = store.order.readBehind(1, { maxLength: 1_000_000, wants });
    expect(events).toMatchObject([{ position: 2, event: { type: 'log', data: body } }]);
    expect(end).toBe(3);
  });

  it('has runs that were taken in behind those that are there, and tells of them', async () => {
    const folder = scratchDirectory();
    const other = await openStore(join(folder, 'other.db'));
    await append(other, OTHER, 0, queued());
    await append(other, RUN, 0, queued(), started);
    await append(other, OTHER, 1, started, finished);
    await other.close();
    const store = await openStore();
    await append(store, RunId.parse('own'), 0, queued());
    const told: string[] = [];
    store.order.onCommit(({ position, events }) => {
      for (const { run_id, seq } of events) told.push(`${position} ${run_id} ${seq}`);
    });
    store.takeIn(join(folder, 'other.db'));
    const taken = ['2 run-2 1', '3 run-1 1', '4 run-1 2', '5 run-2 2', '6 run-2 3'];
    expect(told).toEqual(taken);
    expect(readAll(store.order, 1)).toEqual(taken);
    await append(store, RUN, 2, finished);
    expect(readAll(store.order, 6)).toEqual(['7 run-1 3']);
  });

  it('says from where on nothing is missing once runs were removed, and never counts back', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    await append(store, OTHER, 0, queued());
    await append(store, RUN, 0, queued(), started, finished);
    const limits = { endedBefore: '2999-01-01T00:00:00.000Z', keyedSince: '2999-01-01T00:00:00.000Z' };
    while (!(await store.prune(limits)).isDone);
    expect([store.order.start(), store.order.end(), readAll(store.order)]).toEqual([4, 4, ['1 run-2 1']]);
    await store.close();
    const after = await openStore(path);
    await append(after, OTHER, 1, started);
    expect(readAll(after.order, after.order.start())).toEqual(['5 run-2 2']);
  });

  it('is by run for what was stored before there was one', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    await append(store, RUN, 0, queued(), started);
    await append(store, OTHER, 0, queued());
    await append(store, RUN, 2, warning('a'));
    await store.close();
    toFormat2(path);
    const after = await openStore(path);
    expect(readAll(after.order)).toEqual(['1 run-1 1', '2 run-1 2', '3 run-1 3', '4 run-2 1']);
    await append(after, OTHER, 1, started);
    expect(readAll(after.order, 4)).toEqual(['5 run-2 2']);
    expect(await after.journal.read(RUN)).toHaveLength(3);
  });
});

/** Makes a store what it was before the order of the commits was kept. */
function toFormat2(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(`
    DROP TRIGGER runs_removed;
    DROP INDEX runs_of_pipeline;
    DELETE FROM meta WHERE key LIKE 'order%';
    CREATE TABLE old (
      place INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, body TEXT NOT NULL, has_values INTEGER NOT NULL, sum INTEGER NOT NULL
    ) STRICT;
    INSERT INTO old SELECT place, first_seq, body, has_values, sum FROM batches;
    DROP TABLE batches;
    ALTER TABLE old RENAME TO batches;
    PRAGMA user_version = 2;
  `);
  database.close();
}
