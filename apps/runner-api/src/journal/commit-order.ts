import type { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '@flowmason/pipeline-schema';
import { type Commit, type CommitOrder, PART_LENGTH } from '../run-store.ts';
import type { StoredEvents } from './stored-events.ts';

/** The order of the commits, with what only the store may do to it. */
export interface OwnCommitOrder extends CommitOrder {
  /** The position of the last of `count` events that are being written. One that is not committed after all leaves a gap. */
  take(count: number): number;
  /** Tells everybody of events that have been committed; `position` is that of the last. */
  tell(position: number, events: readonly RunEvent[]): void;
  /** Tells everybody of events that somebody else has written into the store. */
  tellOthers(): void;
}

/**
 * The order of the commits in `database`.
 *
 * O1. Positions grow from commit to commit, also across restarts and after runs were removed.
 * O2. Everybody is told of every commit, in this order, after it is durable.
 */
export function createCommitOrder(database: DatabaseSync, stored: StoredEvents): OwnCommitOrder {
  const listeners = new Set<(commit: Commit) => void>();
  const startOf = database.prepare("SELECT CAST(value AS INTEGER) AS start FROM meta WHERE key = 'order_start'");
  const lastOf = database.prepare('SELECT ifnull(max(nr), 0) AS last FROM batches');
  const id = String(database.prepare("SELECT value FROM meta WHERE key = 'order_id'").get()?.['value']);
  const start = () => Number(startOf.get()?.['start']);
  const lastStored = () => Math.max(Number(lastOf.get()?.['last']), start());

  let end = lastStored();
  let taken = end;
  const tell = (position: number, events: readonly RunEvent[]): void => {
    end = Math.max(end, position);
    for (const listener of [...listeners]) listener({ position, events });
  };

  return {
    id,
    start,
    end: () => end,
    readBehind: (position, options) => stored.behind(position, options),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    take(count) {
      taken += count;
      return taken;
    },
    tell,
    tellOthers() {
      const last = lastStored();
      taken = Math.max(taken, last);
      while (end < last) {
        const part = stored.behind(end, { maxLength: PART_LENGTH, wants: () => true });
        for (const { position, event } of part.events) tell(position, [event]);
        end = part.end;
      }
    },
  };
}
