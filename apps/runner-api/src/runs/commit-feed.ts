import { randomBytes } from 'node:crypto';
import type { Journal } from '@flowmason/engine';
import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { FeedEntry } from './run-feed.ts';

/** Events that a reader of all runs may lag behind before it is told to start over. */
const MAX_BACKLOG = 10_000;

/** Tells who listens what a journal has committed. */
export interface CommitFeed {
  /** The journal to write to: every event is announced after it has been committed, and never before. */
  readonly journal: Journal;
  /** Calls `listener` after each commit until the returned function is called. Listeners must not throw. */
  onCommit(listener: (events: readonly RunEvent[]) => void): () => void;
  /** Rings for every commit to `runId`. Made before reading, it misses nothing. */
  bellFor(runId: RunId, signal: AbortSignal): Bell;
  /** See `EmbeddedRuns.followAll`. */
  followAll(cursor: string | undefined, signal: AbortSignal): AsyncIterable<FeedEntry>;
}

/** Wakes one waiting reader. Must be closed. */
export interface Bell {
  /** Resolves when it has rung since the last time, at once if it has already, or when its signal aborts. */
  next(): Promise<void>;
  close(): void;
}

/**
 * Puts a feed around `journal`.
 *
 * I1  An event is announced once, after the append that holds it has resolved.
 * I2  `recent` holds the last `maxBacklog` events in the order of their announcement; the position of its first is `first`.
 * I3  A cursor is a position of this process: `epoch` tells those of another one apart.
 */
export function createCommitFeed(inner: Journal, maxBacklog: number = MAX_BACKLOG): CommitFeed {
  const listeners = new Set<(events: readonly RunEvent[]) => void>();
  const epoch = randomBytes(6).toString('hex');
  let recent: RunEvent[] = [];
  let first = 0;

  const announce = (events: readonly RunEvent[]): void => {
    recent.push(...events);
    if (recent.length > 2 * maxBacklog) {
      first += recent.length - maxBacklog;
      recent = recent.slice(-maxBacklog);
    }
    for (const listener of [...listeners]) listener(events);
  };
  const onCommit = (listener: (events: readonly RunEvent[]) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const createBell = (matches: (event: RunEvent) => boolean, signal: AbortSignal): Bell => {
    let hasRung = false;
    let wake = (): void => {};
    const ring = (): void => {
      hasRung = true;
      wake();
    };
    const stop = onCommit((events) => events.some(matches) && ring());
    signal.addEventListener('abort', ring);
    return {
      async next() {
        const rung = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (!hasRung && !signal.aborted) await rung;
        hasRung = false;
      },
      close() {
        stop();
        signal.removeEventListener('abort', ring);
      },
    };
  };
  const cursorAt = (position: number): string => `${epoch}-${position}`;
  const positionOf = (cursor: string): number | undefined => {
    const [from, position] = cursor.split('-');
    return from === epoch && /^[0-9]{1,15}$/.test(position ?? '') ? Number(position) : undefined;
  };

  return {
    journal: {
      async append(runId, expectedSeq, events, pinned) {
        const stored = await inner.append(runId, expectedSeq, events, pinned);
        announce(stored);
        return stored;
      },
      read: (runId, afterSeq) => inner.read(runId, afterSeq),
      pinned: (runId) => inner.pinned(runId),
    },
    onCommit,
    bellFor: (runId, signal) => createBell((event) => event.run_id === runId, signal),
    async *followAll(cursor, signal) {
      let position = cursor === undefined ? first + recent.length : positionOf(cursor);
      const bell = createBell(() => true, signal);
      try {
        while (!signal.aborted) {
          const end = first + recent.length;
          if (position === undefined || position < first || position > end) {
            position = end;
            yield { cursor: cursorAt(position), type: 'reset' };
            continue;
          }
          const event = recent[position - first];
          if (event === undefined) {
            await bell.next();
            continue;
          }
          position += 1;
          yield { cursor: cursorAt(position), type: 'event', event };
        }
      } finally {
        bell.close();
      }
    },
  };
}
