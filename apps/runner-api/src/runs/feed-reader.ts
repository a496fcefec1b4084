import { setImmediate as nextTurn } from 'node:timers/promises';
import { PART_LENGTH } from '../run-store.ts';
import { createBell } from './bell.ts';
import type { FeedEntry, FeedPart, FeedReader } from './run-feed.ts';

/** What one reader reads: entries, each with a place of its own, higher than those before it. */
export interface FeedSource {
  /** The place behind which to begin. */
  readonly from: number;
  /** A part without events comes first: a reader who goes away before the first event knows where to go on. */
  readonly tellsBeginning: boolean;
  /**
   * A part of what is stored behind `place`; nothing in it and the same `end` when that is all. Undefined when some of it is missing.
   */
  readStored(place: number): Promise<StoredPart | undefined>;
  /** Hands over what is committed from now on, until the returned function is called. */
  listen(hear: (entry: PlacedEntry) => void): () => void;
  /** A place up to which everything has been handed over. */
  reached(place: number): number;
  /** True when nothing can come behind `place`. */
  isOver(place: number): boolean;
  /** The text that names a place. */
  cursorOf(place: number): string;
}

export interface StoredPart {
  readonly entries: readonly PlacedEntry[];
  /** The place behind which to go on. */
  readonly end: number;
}

export interface PlacedEntry {
  readonly place: number;
  readonly entry: FeedEntry;
}

export interface FeedLimits {
  /** How many events, and characters of their JSON, may wait for one reader. */
  readonly maxEvents: number;
  readonly maxLength: number;
  /** How long a reader for whom more has been waiting may take nothing at all, ms. */
  readonly patienceMs: number;
  /** How long it has time to catch up, ms. */
  readonly catchUpMs: number;
  /** A part without events comes after so long a silence, ms. */
  readonly idleMs: number;
}

const LIMITS: FeedLimits = {
  maxEvents: 1000,
  maxLength: 262_144,
  patienceMs: 2000,
  catchUpMs: 30_000,
  idleMs: 15_000,
};
/**
 * Hands one reader what it wants, part by part: first what is stored, then what is committed while it reads.
 *
 * R1. Every entry comes once, in the order of places: what waits is skipped up to the place that the reader has.
 * R2. What waits is bounded by `limits`. When it would be more it is dropped, and the reader reads from the store again.
 * R3. A reader that then takes nothing for `patienceMs`, or has not caught up after `catchUpMs`, is told (`onOverrun`) and
 *     gets nothing more.
 */
export async function* readFeed(
  source: FeedSource,
  { signal, onOverrun }: FeedReader,
  limits: FeedLimits = LIMITS,
): AsyncGenerator<FeedPart> {
  const waiting = createWaiting(limits);
  let place = source.from;
  let isLive = false;
  let isOverrun = false;
  let patience: NodeJS.Timeout | undefined;
  let catchUp: NodeJS.Timeout | undefined;
  const bell = createBell(signal);
  const stopListening = source.listen((entry) => {
    if (!waiting.add(entry)) fallBehind();
    bell.ring();
  });
  const fallBehind = (): void => {
    isLive = false;
    if (!onOverrun) return;
    patience ??= setTimeout(cutOff, limits.patienceMs);
    catchUp ??= setTimeout(cutOff, limits.catchUpMs);
  };
  const cutOff = (): void => {
    if (isOverrun) return;
    isOverrun = true;
    onOverrun?.(source.cursorOf(place));
    bell.ring();
  };
  const isOpen = (): boolean => !signal.aborted && !isOverrun;
  const toPart = (entries: readonly PlacedEntry[], end: number): FeedPart => {
    patience?.refresh();
    place = end;
    return {
      cursor: source.cursorOf(place),
      entries: entries.map((one) => ({ cursor: source.cursorOf(one.place), entry: one.entry })),
    };
  };

  try {
    if (source.tellsBeginning) yield toPart([], place);
    while (isOpen()) {
      if (!isLive) {
        // Before the store is asked: what is dropped while it answers has to be asked for again.
        isLive = true;
        const stored = await source.readStored(place);
        if (stored === undefined || stored.end > place) {
          isLive = false;
          if (stored === undefined) yield { ...toPart([], source.reached(0)), isReset: true };
          else {
            for (const entries of inParts(stored.entries)) {
              yield toPart(entries, entries.at(-1)?.place ?? place);
              if (!isOpen()) return;
            }
            if (stored.end > place) yield toPart([], stored.end);
          }
          await nextTurn(); // reading much must not keep others waiting
          continue;
        }
        if (!isLive) continue; // what was dropped meanwhile lies before what waits now
        clearTimeout(patience);
        clearTimeout(catchUp);
        [patience, catchUp] = [undefined, undefined];
      }
      const entries = waiting.take(place);
      if (entries.length > 0) yield toPart(entries, entries.at(-1)?.place ?? place);
      else if (!isLive) continue;
      else if (source.isOver(place)) return;
      else if (!(await bell.next(limits.idleMs)) && isOpen()) yield toPart([], source.reached(place));
    }
  } finally {
    stopListening();
    clearTimeout(patience);
    clearTimeout(catchUp);
    bell.close();
  }
}

/** Divides what is stored of one append, which may be very long, so that little of it is handed over at once. */
function* inParts(entries: readonly PlacedEntry[]): Generator<readonly PlacedEntry[]> {
  let part: PlacedEntry[] = [];
  let length = 0;
  for (const entry of entries) {
    part.push(entry);
    length += entry.entry.text.length;
    if (length < PART_LENGTH) continue;
    yield part;
    part = [];
    length = 0;
  }
  if (part.length > 0) yield part;
}

/** What waits for a reader, within limits. */
function createWaiting({ maxEvents, maxLength }: FeedLimits) {
  let entries: PlacedEntry[] = [];
  let length = 0;
  return {
    /** False when it would be too much; then nothing waits any more. One alone is never too much. */
    add(entry: PlacedEntry): boolean {
      length += entry.entry.text.length;
      if (entries.length < maxEvents && (entries.length === 0 || length <= maxLength)) {
        entries.push(entry);
        return true;
      }
      entries = [];
      length = 0;
      return false;
    },
    /** The next ones behind `place`, as many as make a part. */
    take(place: number): readonly PlacedEntry[] {
      const taken: PlacedEntry[] = [];
      let takenLength = 0;
      let count = 0;
      for (const entry of entries) {
        if (takenLength >= PART_LENGTH) break;
        count += 1;
        length -= entry.entry.text.length;
        if (entry.place <= place) continue;
        takenLength += entry.entry.text.length;
        taken.push(entry);
      }
      entries = entries.slice(count);
      return taken;
    },
  };
}
