import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { FeedEntry } from './run-feed.ts';

/** Gives the entry of an event. Readers that hold the same event hold one entry, and with it one text. */
export type ToFeedEntry = (event: RunEvent) => FeedEntry;

type Key = `${RunId} ${number}`;

/**
 * Entries for all readers of a store. Nothing is kept alive by it: of many readers that stand still at one place in what is
 * stored each would otherwise hold a copy of its own, of which one event can have megabytes.
 */
export function createFeedEntries(): ToFeedEntry {
  const known = new Map<Key, WeakRef<FeedEntry>>();
  const gone = new FinalizationRegistry<Key>((key) => {
    if (known.get(key)?.deref() === undefined) known.delete(key);
  });
  return (event) => {
    const key: Key = `${event.run_id} ${event.seq}`;
    const held = known.get(key)?.deref();
    if (held) return held;
    const entry = toEntry(event);
    known.set(key, new WeakRef(entry));
    gone.register(entry, key);
    return entry;
  };
}

function toEntry(event: RunEvent): FeedEntry {
  let text: string | undefined;
  return {
    event,
    get text() {
      text ??= JSON.stringify(event);
      return text;
    },
  };
}
