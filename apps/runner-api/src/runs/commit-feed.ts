import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import { type CommitOrder, PART_LENGTH, type RunStore } from '../run-store.ts';
import { RunnerError } from '../runner-error.ts';
import { type Bell, createBell } from './bell.ts';
import { createFeedEntries, type ToFeedEntry } from './feed-entries.ts';
import { type FeedFilter, toEventFilter, toRunFilter } from './feed-filter.ts';
import { type FeedLimits, type FeedSource, readFeed, type StoredPart } from './feed-reader.ts';
import type { FeedEntry, FeedPart, FeedQuery, FeedReader } from './run-feed.ts';

/** Tells who listens what a store has committed, and nothing before it has. */
export interface CommitFeed {
  /** Calls `listener` after each commit until the returned function is called. Listeners must not throw. */
  onCommit(listener: (events: readonly RunEvent[]) => void): () => void;
  /** Rings for every commit to `runId`. Made before reading, it misses nothing. */
  bellFor(runId: RunId, signal: AbortSignal): Pick<Bell, 'next' | 'close'>;
  /** Events of one run behind a seq; cursors are seqs. Ends when `isAtEnd` says of the last seq that nothing follows. */
  followRun(run: FollowedRun, reader: FeedReader): AsyncIterable<FeedPart>;
  /** See `EmbeddedRuns.followAll`. */
  followAll(query: FeedQuery, reader: FeedReader): AsyncIterable<FeedPart>;
}

export interface FollowedRun {
  readonly runId: RunId;
  readonly afterSeq: number;
  readonly isAtEnd: (seq: number) => boolean;
}

type Hear = (position: number, entry: FeedEntry) => void;

/** A feed of what `store` commits. Readers of one run cost nothing while others are written to. */
export function createCommitFeed(
  { journal, order }: Pick<RunStore, 'journal' | 'order'>,
  limits?: FeedLimits,
): CommitFeed {
  const ofAll = new Set<Hear>();
  const ofRuns = new Map<RunId, Set<Hear>>();
  const toEntry = createFeedEntries();

  order.onCommit(({ position, events }) => {
    const runId = events[0]?.run_id;
    const ofRun = runId === undefined ? undefined : ofRuns.get(runId);
    if (ofAll.size === 0 && ofRun === undefined) return;
    const listeners = [...ofAll, ...(ofRun ?? [])];
    for (const [index, event] of events.entries()) {
      const entry = toEntry(event);
      for (const hear of listeners) hear(position - events.length + index + 1, entry);
    }
  });
  const listenToAll = (hear: Hear): (() => void) => {
    ofAll.add(hear);
    return () => ofAll.delete(hear);
  };
  const listenToRun = (runId: RunId, hear: Hear): (() => void) => {
    const listeners = ofRuns.get(runId) ?? new Set();
    ofRuns.set(runId, listeners.add(hear));
    return () => {
      listeners.delete(hear);
      if (listeners.size === 0) ofRuns.delete(runId);
    };
  };
  const sourceOfRun = ({ runId, afterSeq, isAtEnd }: FollowedRun): FeedSource => ({
    from: afterSeq,
    tellsBeginning: false,
    async readStored(seq) {
      const events = await journal.readPart(runId, seq, PART_LENGTH);
      return {
        entries: events.map((event) => ({ place: event.seq, entry: toEntry(event) })),
        end: events.at(-1)?.seq ?? seq,
      };
    },
    listen: (hear) => listenToRun(runId, (_position, entry) => hear({ place: entry.event.seq, entry })),
    reached: (seq) => seq,
    isOver: isAtEnd,
    cursorOf: String,
  });
  const sourceOfAll = ({ cursor, ...filter }: FeedQuery): FeedSource => {
    const wants = toEventFilter(filter);
    const { runs, others } = filter;
    return {
      from: cursor === undefined ? order.end() : positionOf(cursor, order),
      tellsBeginning: cursor === undefined,
      readStored: async (position) => readBehind(order, position, { filter, toEntry }),
      listen(hear) {
        const filtered: Hear = (place, entry) => {
          if (wants(entry.event)) hear({ place, entry });
        };
        if (runs === undefined || others !== undefined) return listenToAll(filtered);
        const stops = [...runs].map((runId) => listenToRun(runId, filtered));
        return () => {
          for (const stop of stops) stop();
        };
      },
      reached: () => order.end(),
      isOver: () => false,
      cursorOf: (position) => `${position}-${order.id}`,
    };
  };

  return {
    onCommit: (listener) => order.onCommit(({ events }) => listener(events)),
    bellFor(runId, signal) {
      const bell = createBell(signal);
      const stop = listenToRun(runId, bell.ring);
      return {
        next: bell.next,
        close() {
          stop();
          bell.close();
        },
      };
    },
    followRun: (run, reader) => readFeed(sourceOfRun(run), reader, limits),
    followAll: (query, reader) => readFeed(sourceOfAll(query), reader, limits),
  };
}

/** NaN for a cursor that no stream of this store has given. */
function positionOf(cursor: string, { id }: CommitOrder): number {
  const [, position, orderId = id] = /^([0-9]{1,15})(?:-([0-9a-f]+))?$/.exec(cursor) ?? [];
  return orderId === id ? Number(position) : Number.NaN;
}

/** Undefined when something may be missing behind the position, or cannot be read. */
function readBehind(
  order: CommitOrder,
  position: number,
  { filter, toEntry }: { readonly filter: FeedFilter; readonly toEntry: ToFeedEntry },
): StoredPart | undefined {
  if (!(position >= order.start() && position <= order.end())) return undefined;
  const wants = toEventFilter(filter);
  try {
    const { events, end } = order.readBehind(position, { maxLength: PART_LENGTH, wants: toRunFilter(filter) });
    const entries = events
      .filter(({ event }) => wants(event))
      .map(({ position: place, event }) => ({ place, entry: toEntry(event) }));
    return { entries, end };
  } catch (error) {
    // Whoever asks for the run that is damaged hears of it; all others must still be heard of.
    if (error instanceof RunnerError && error.code === 'data_unusable') return undefined;
    throw error;
  }
}
