import { type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { expect, it } from 'vitest';
import { type FeedSource, type PlacedEntry, readFeed } from './feed-reader.ts';

function entryAt(place: number): PlacedEntry {
  const at = { at: '2026-11-22T08:00:00.000Z', t: 0, run_id: RunId.parse('run'), seq: place };
  const event: RunEvent = { ...at, type: 'warning', code: 'test', message: '' };
  return { place, entry: { event, text: JSON.stringify(event) } };
}

it('hands over what was dropped while the store was asked and had nothing', async () => {
  const committed: PlacedEntry[] = [];
  let hear: (entry: PlacedEntry) => void = () => undefined;
  let isFirst = true;
  const source: FeedSource = {
    from: 0,
    tellsBeginning: false,
    async readStored(place) {
      const entries = committed.filter((entry) => entry.place > place);
      if (isFirst) {
        isFirst = false;
        for (const each of [1, 2, 3].map(entryAt)) {
          committed.push(each);
          hear(each); // the second is one too many, and both are dropped
        }
      }
      return { entries, end: entries.at(-1)?.place ?? place };
    },
    listen(listener) {
      hear = listener;
      return () => undefined;
    },
    reached: (place) => place,
    isOver: (place) => place === 3,
    cursorOf: String,
  };
  const limits = { maxEvents: 1, maxLength: 1e6, patienceMs: 1e6, catchUpMs: 1e6, idleMs: 1e6 };
  const places: number[] = [];
  for await (const { entries } of readFeed(source, { signal: new AbortController().signal }, limits)) {
    places.push(...entries.map(({ entry }) => entry.event.seq));
  }
  expect(places).toEqual([1, 2, 3]);
});
