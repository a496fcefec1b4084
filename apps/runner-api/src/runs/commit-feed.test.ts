import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NewRunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunStore } from '../run-store.ts';
import { type CommitFeed, createCommitFeed } from './commit-feed.ts';
import type { FeedLimits } from './feed-reader.ts';
import type { FeedPart, FeedQuery } from './run-feed.ts';
import { openTestStore } from './run-store.test-support.ts';

const RUN = RunId.parse('run-1');
const OTHER = RunId.parse('run-2');
const AT = { at: '2026-11-22T08:00:00.000Z', t: 0 };
const waited: NewRunEvent = { ...AT, type: 'run.waiting' };
const warned: NewRunEvent = { ...AT, type: 'warning', code: 'test', message: 'x'.repeat(100) };

interface World {
  readonly store: RunStore;
  readonly feed: CommitFeed;
  commit(runId: RunId, expectedSeq: number, ...events: readonly NewRunEvent[]): Promise<unknown>;
}

async function setUp(limits?: Partial<FeedLimits>): Promise<World> {
  const store = await openTestStore();
  const all = { maxEvents: 1000, maxLength: 262_144, patienceMs: 2000, catchUpMs: 30_000, idleMs: 15_000, ...limits };
  return {
    store,
    feed: createCommitFeed(store, all),
    commit: (runId, expectedSeq, ...events) =>
      store.journal.append(runId, expectedSeq, events.length > 0 ? events : [waited]),
  };
}

/** Reads until so many entries, or resets, have come. */
async function take(feed: CommitFeed, query: FeedQuery, count: number): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for await (const part of feed.followAll(query, { signal: new AbortController().signal })) {
    taken.push(...toTaken(part));
    if (taken.length >= count) break;
  }
  return taken;
}

type Taken = { readonly what: string; readonly cursor: string };

function toTaken({ cursor, entries, isReset }: FeedPart): readonly Taken[] {
  if (isReset) return [{ what: 'reset', cursor }];
  return entries.map((one) => ({ what: `${one.entry.event.run_id} ${one.entry.event.seq}`, cursor: one.cursor }));
}

const whats = (taken: readonly Taken[]) => taken.map(({ what }) => what);

describe('onCommit', () => {
  it('tells of events after they have been committed', async () => {
    const { feed, commit } = await setUp();
    const heard: number[] = [];
    feed.onCommit((events) => heard.push(...events.map(({ seq }) => seq)));
    const committed = commit(RUN, 0, waited, waited);
    expect(heard).toEqual([]);
    await committed;
    expect(heard).toEqual([1, 2]);
  });

  it('tells of nothing that was not committed', async () => {
    const { feed, commit } = await setUp();
    const heard: number[] = [];
    feed.onCommit((events) => heard.push(...events.map(({ seq }) => seq)));
    await expect(commit(RUN, 7)).rejects.toMatchObject({ code: 'journal_conflict' });
    expect(heard).toEqual([]);
  });
});

describe('a bell', () => {
  it('has rung when a commit came since it was made', async () => {
    const { feed, commit } = await setUp();
    const bell = feed.bellFor(RUN, new AbortController().signal);
    await commit(RUN, 0);
    await expect(bell.next()).resolves.toBe(true);
    bell.close();
  });

  it('does not ring for another run', async () => {
    const { feed, commit } = await setUp();
    const bell = feed.bellFor(RUN, new AbortController().signal);
    let hasRung = false;
    const rung = bell.next().then(() => {
      hasRung = true;
    });
    await commit(OTHER, 0);
    expect(hasRung).toBe(false);
    await commit(RUN, 0);
    await rung;
    bell.close();
  });

  it('rings when its signal aborts', async () => {
    const controller = new AbortController();
    const bell = (await setUp()).feed.bellFor(RUN, controller.signal);
    const rung = bell.next();
    controller.abort();
    await expect(rung).resolves.toBe(true);
    bell.close();
  });
});

describe('followAll', () => {
  it('begins with what comes after the call', async () => {
    const { feed, commit } = await setUp();
    await commit(RUN, 0);
    const taken = take(feed, {}, 2);
    await commit(OTHER, 0);
    await commit(RUN, 1);
    expect(whats(await taken)).toEqual(['run-2 1', 'run-1 2']);
  });

  it('goes on behind every cursor that it has given, without gap or double', async () => {
    const { feed, commit } = await setUp();
    await commit(RUN, 0, waited, waited, waited);
    await commit(OTHER, 0, waited);
    await commit(RUN, 3, waited, waited);
    const all = await take(feed, { cursor: '0' }, 6);
    expect(whats(all)).toEqual(['run-1 1', 'run-1 2', 'run-1 3', 'run-2 1', 'run-1 4', 'run-1 5']);
    for (const [index, { cursor }] of all.slice(0, -1).entries()) {
      expect(await take(feed, { cursor }, 5 - index)).toEqual(all.slice(index + 1));
    }
  });

  it.each(['', 'nonsense', '1-abcdef', '-1', '99', '1-'])('starts over for the cursor "%s"', async (cursor) => {
    const { feed, commit } = await setUp();
    await commit(RUN, 0, waited, waited);
    const [reset] = await take(feed, { cursor }, 1);
    expect(reset).toEqual({ what: 'reset', cursor: `2-${(await cursorsOf(feed)).id}` });
  });

  it('goes on with what is new after it has started over', async () => {
    const { feed, commit } = await setUp();
    await commit(RUN, 0);
    const taken = take(feed, { cursor: 'nonsense' }, 2);
    await commit(RUN, 1);
    expect(whats(await taken)).toEqual(['reset', 'run-1 2']);
  });

  it('goes on behind a cursor of before a restart, without gap or double', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fm-feed-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const before = await openTestStore(join(folder, 'journal.db'));
    const feed = createCommitFeed(before);
    const reading = take(feed, {}, 2);
    await before.journal.append(RUN, 0, [waited, waited, waited]);
    await before.journal.append(OTHER, 0, [waited]);
    const [, second] = await reading;
    // As a crash leaves them.
    for (const ending of ['', '-wal']) cpSync(join(folder, `journal.db${ending}`), join(folder, `copy.db${ending}`));
    const after = await openTestStore(join(folder, 'copy.db'));
    await after.journal.append(OTHER, 1, [waited]);
    expect(whats(await take(createCommitFeed(after), { cursor: second?.cursor }, 3))).toEqual([
      'run-1 3',
      'run-2 1',
      'run-2 2',
    ]);
  });

  it('starts over behind runs that were removed', async () => {
    const { store, feed, commit } = await setUp();
    await commit(RUN, 0, waited, { ...AT, type: 'run.finished', status: 'succeeded', output: 1, error: null });
    await commit(OTHER, 0, waited);
    const all = await take(feed, { cursor: '0' }, 3);
    const limits = { endedBefore: '2999-01-01T00:00:00.000Z', keyedSince: '2999-01-01T00:00:00.000Z' };
    await store.prune(limits);
    expect(whats(await take(feed, { cursor: all[0]?.cursor }, 1))).toEqual(['reset']);
    expect(whats(await take(feed, { cursor: all[1]?.cursor }, 1))).toEqual(['run-2 1']);
  });

  it('hands over a long history in parts, in order', async () => {
    const { feed, commit } = await setUp();
    for (let seq = 0; seq < 2000; seq += 20) await commit(RUN, seq, ...Array(20).fill(warned));
    const parts: number[] = [];
    for await (const { entries } of feed.followAll({ cursor: '0' }, { signal: new AbortController().signal })) {
      parts.push(...entries.map(({ entry }) => entry.event.seq));
      expect(entries.length).toBeLessThan(1000);
      if (parts.length === 2000) break;
    }
    expect(parts).toEqual(Array.from({ length: 2000 }, (_, index) => index + 1));
  });

  it('hands over what was appended at once in parts too, when it is long', async () => {
    const { feed, commit } = await setUp();
    await commit(RUN, 0, ...Array(30).fill({ ...warned, message: 'x'.repeat(50_000) }));
    const counts: number[] = [];
    for await (const { entries } of feed.followAll({ cursor: '0' }, { signal: new AbortController().signal })) {
      counts.push(entries.length);
      if (counts.reduce((sum, count) => sum + count) === 30) break;
    }
    expect(counts).toEqual(Array(15).fill(2));
  });

  it('misses nothing that is committed while it reads the history', async () => {
    const { feed, commit } = await setUp({ maxEvents: 5 });
    for (let seq = 0; seq < 1000; seq += 10) await commit(RUN, seq, ...Array(10).fill(warned));
    const writing = (async () => {
      for (let seq = 0; seq < 300; seq++) await commit(OTHER, seq);
    })();
    const taken = await take(feed, { cursor: '0' }, 1300);
    await writing;
    expect(whats(taken).filter((what) => what.startsWith('run-1'))).toHaveLength(1000);
    expect(whats(taken).filter((what) => what.startsWith('run-2'))).toEqual(
      Array.from({ length: 300 }, (_, index) => `run-2 ${index + 1}`),
    );
  });

  it('shows in a silence that it goes on, with a cursor that has moved past what is filtered out', async () => {
    const { feed, commit } = await setUp({ idleMs: 5 });
    const parts: FeedPart[] = [];
    const query = { runs: new Set([OTHER]) };
    await commit(RUN, 0, waited, waited, waited);
    for await (const part of feed.followAll(query, { signal: new AbortController().signal })) {
      parts.push(part);
      if (parts.length === 1) await commit(RUN, 3);
      if (parts.length === 3) break;
    }
    expect(parts.map(({ cursor, entries }) => [cursor.split('-')[0], entries.length])).toEqual([
      ['3', 0],
      ['4', 0],
      ['4', 0],
    ]);
  });

  it('ends when its signal aborts', async () => {
    const { feed } = await setUp();
    const controller = new AbortController();
    const entries = feed.followAll({}, { signal: controller.signal })[Symbol.asyncIterator]();
    await entries.next();
    const next = entries.next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

describe('the filter of followAll', () => {
  const started: NewRunEvent = { ...AT, type: 'run.started' };
  it.each([
    ['runs', { runs: new Set([OTHER]) }, ['run-2 1', 'run-2 2']],
    ['types', { types: ['run.started'] }, ['run-1 1', 'run-2 1']],
    ['kinds of types', { types: ['run'] }, ['run-1 1', 'run-1 3', 'run-2 1']],
    ['runs and types', { runs: new Set([RUN]), types: ['run'] }, ['run-1 1', 'run-1 3']],
    [
      'runs, and types of the others',
      { runs: new Set([OTHER]), others: ['run'] },
      ['run-1 1', 'run-1 3', 'run-2 1', 'run-2 2'],
    ],
  ])('lets through %s, stored and new', async (_what, filter, expected) => {
    const { feed, commit } = await setUp();
    const live = take(feed, filter, expected.length);
    await commit(RUN, 0, started, warned, waited);
    await commit(OTHER, 0, started, warned);
    expect(whats(await live)).toEqual(expected);
    expect(whats(await take(feed, { ...filter, cursor: '0' }, expected.length))).toEqual(expected);
  });
});

describe('a slow reader', () => {
  /** Reads nothing more once it has the first part, until it is released. */
  async function stall(world: World, runId?: RunId) {
    const overruns: string[] = [];
    const released = Promise.withResolvers<void>();
    const leaving = new AbortController();
    const reader = { signal: leaving.signal, onOverrun: (cursor: string) => overruns.push(cursor) };
    const taken: number[] = [];
    const parts = runId
      ? world.feed.followRun({ runId, afterSeq: 0, isAtEnd: () => false }, reader)
      : world.feed.followAll({}, reader);
    const reading = (async () => {
      for await (const { entries } of parts) {
        taken.push(...entries.map(({ entry }) => entry.event.seq));
        if (taken.length > 0) await released.promise;
      }
    })();
    onTestFinished(async () => {
      leaving.abort();
      released.resolve();
      await reading;
    });
    return { overruns, taken, release: released.resolve, reading };
  }
  const cursorOf = (cursor: string | undefined) => cursor?.split('-')[0];

  it.each([
    ['too many events', { maxEvents: 10 }],
    ['too much text', { maxLength: 1000 }],
  ])('for whom %s have come is told where to go on, and gets nothing more', async (_what, limits) => {
    const world = await setUp({ ...limits, patienceMs: 5 });
    const reader = await stall(world);
    await world.commit(RUN, 0, warned);
    await expect.poll(() => reader.taken).toEqual([1]);
    await world.commit(RUN, 1, ...Array(20).fill(warned));
    await expect.poll(() => reader.overruns.map(cursorOf)).toEqual(['1']);
    reader.release();
    await reader.reading;
    expect(reader.taken).toEqual([1]);
  });

  it('of one run is told the seq', async () => {
    const world = await setUp({ maxEvents: 10, patienceMs: 5 });
    await world.commit(RUN, 0, warned, warned);
    const reader = await stall(world, RUN);
    await expect.poll(() => reader.taken).toEqual([1, 2]);
    await world.commit(RUN, 2, ...Array(20).fill(warned));
    await expect.poll(() => reader.overruns).toEqual(['2']);
    reader.release();
    await reader.reading;
  });

  it('that catches up in time goes on without gap or double', async () => {
    const world = await setUp({ maxEvents: 10, patienceMs: 60_000 });
    const reader = await stall(world);
    await world.commit(RUN, 0, warned);
    await expect.poll(() => reader.taken).toEqual([1]);
    await world.commit(RUN, 1, ...Array(30).fill(warned));
    reader.release();
    await expect.poll(() => reader.taken).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
    expect(reader.overruns).toEqual([]);
  });

  it('that takes something now and then, but does not catch up, is told in the end', async () => {
    const world = await setUp({ maxEvents: 10, patienceMs: 60_000, catchUpMs: 20 });
    const reader = await stall(world);
    await world.commit(RUN, 0, warned);
    await expect.poll(() => reader.taken).toEqual([1]);
    await world.commit(RUN, 1, ...Array(20).fill(warned));
    await expect.poll(() => reader.overruns.map(cursorOf)).toEqual(['1']);
  });

  it('that lags a little is left alone', async () => {
    const world = await setUp({ maxEvents: 10, patienceMs: 1 });
    const reader = await stall(world);
    await world.commit(RUN, 0, warned);
    await expect.poll(() => reader.taken).toEqual([1]);
    await world.commit(RUN, 1, ...Array(10).fill(warned));
    await new Promise((resolve) => setTimeout(resolve, 20));
    reader.release();
    await expect.poll(() => reader.taken).toHaveLength(11);
    expect(reader.overruns).toEqual([]);
  });
});

/** The order's id, as the cursors have it. */
async function cursorsOf(feed: CommitFeed): Promise<{ readonly id: string | undefined }> {
  const [first] = await take(feed, { cursor: '0' }, 1);
  return { id: first?.cursor.split('-')[1] };
}
