import { RunId } from '@flowmason/pipeline-schema';
import { expect, it } from 'vitest';
import { createFeedEntries } from './feed-entries.ts';

const event = (seq: number) =>
  ({ type: 'run.started', run_id: RunId.parse('run-1'), seq, t: 0, at: '2026-01-01T00:00:00.000Z' }) as const;

it('is one entry for all who hold the same event', () => {
  const toEntry = createFeedEntries();
  const [first, again, other] = [toEntry(event(1)), toEntry(event(1)), toEntry(event(2))];
  expect([first === again, first === other, other.text]).toEqual([true, false, JSON.stringify(event(2))]);
});
