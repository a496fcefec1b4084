import { createMemoryJournal } from '@flowmason/engine';
import { type NewRunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { describeJournal } from '../journal/journal.contract.ts';
import { type CommitFeed, createCommitFeed } from './commit-feed.ts';
import type { FeedEntry } from './run-feed.ts';

const RUN = RunId.parse('run-1');
const OTHER = RunId.parse('run-2');
const waited: NewRunEvent = { type: 'run.waiting', at: '2026-11-22T08:00:00.000Z', t: 0 };

async function commit(feed: CommitFeed, runId: RunId, expectedSeq: number, count = 1): Promise<void> {
  await feed.journal.append(runId, expectedSeq, Array(count).fill(waited));
}

/** The next `count` entries behind `cursor`, as run and seq. */
async function take(feed: CommitFeed, cursor: string | undefined, count: number): Promise<readonly FeedEntry[]> {
  const controller = new AbortController();
  const entries: FeedEntry[] = [];
  for await (const entry of feed.followAll(cursor, controller.signal)) {
    entries.push(entry);
    if (entries.length === count) break;
  }
  return entries;
}

function places(entries: readonly FeedEntry[]): readonly string[] {
  return entries.map((entry) => (entry.type === 'reset' ? 'reset' : `${entry.event.run_id} ${entry.event.seq}`));
}

describeJournal('the journal of a feed', async () => createCommitFeed(createMemoryJournal()).journal);

describe('the journal of a feed', () => {
  it('announces events after they have been committed', async () => {
    const feed = createCommitFeed(createMemoryJournal());
    const heard: number[] = [];
    feed.onCommit((events) => heard.push(...events.map(({ seq }) => seq)));
    await commit(feed, RUN, 0, 2);
    expect(heard).toEqual([1, 2]);
  });

  it('announces nothing that was not committed', async () => {
    const feed = createCommitFeed(createMemoryJournal());
    const heard: number[] = [];
    feed.onCommit((events) => heard.push(...events.map(({ seq }) => seq)));
    await expect(commit(feed, RUN, 7)).rejects.toMatchObject({ code: 'journal_conflict' });
    expect(heard).toEqual([]);
  });
});

describe('a bell', () => {
  it('has rung when a commit came since it was made', async () => {
    const feed = createCommitFeed(createMemoryJournal());
    const bell = feed.bellFor(RUN, new AbortController().signal);
    await commit(feed, RUN, 0);
    await expect(bell.next()).resolves.toBeUndefined();
    bell.close();
  });

  it('does not ring for another run', async () => {
    const feed = createCommitFeed(createMemoryJournal());
    const bell = feed.bellFor(RUN, new AbortController().signal);
    let hasRung = false;
    const rung = bell.next().then(() => {
      hasRung = true;
    });
    await commit(feed, OTHER, 0);
    expect(hasRung).toBe(false);
    await commit(feed, RUN, 0);
    await rung;
    bell.close();
  });

  it('rings when its signal aborts', async () => {
    const controller = new AbortController();
    const bell = createCommitFeed(createMemoryJournal()).bellFor(RUN, controller.signal);
    const rung = bell.next();
    controller.abort();
    await expect(rung).resolves.toBeUndefined();
    bell.close();
  });
});

describe('followAll', () => {
  it('begins with what comes after the call', async () => {
    const feed = createCommitFeed(createMemoryJournal());
    await commit(feed, RUN, 0);
    const taken = take(feed, undefined, 2);
    await commit(feed, OTHER, 0);
    await commit(feed, RUN, 1);
    expect(places(await taken)).toEqual(['run-2 1', 'run-1 2']);
  });

  it('goes on behind a cursor, without gap or double', async () => {
    const feed = createCommitFeed(createMemoryJournal());
    const taken = take(feed, undefined, 1);
    await commit(feed, RUN, 0, 3);
    const [first] = await taken;
    expect(places(await take(feed, first?.cursor, 2))).toEqual(['run-1 2', 'run-1 3']);
  });

  it.each(['', 'nonsense', 'abcdef-1', '-1'])('starts over for the cursor "%s"', async (cursor) => {
    expect(places(await take(createCommitFeed(createMemoryJournal()), cursor, 1))).toEqual(['reset']);
  });

  it('starts over for a reader that is too far behind', async () => {
    const feed = createCommitFeed(createMemoryJournal(), 10);
    const taken = take(feed, undefined, 1);
    await commit(feed, RUN, 0);
    const [first] = await taken;
    for (let seq = 1; seq < 40; seq++) await commit(feed, RUN, seq);
    expect(places(await take(feed, first?.cursor, 1))).toEqual(['reset']);
  });

  it('ends when its signal aborts', async () => {
    const controller = new AbortController();
    const entries = createCommitFeed(createMemoryJournal()).followAll(undefined, controller.signal);
    const next = entries[Symbol.asyncIterator]().next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
