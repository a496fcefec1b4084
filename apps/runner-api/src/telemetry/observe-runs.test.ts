import type { RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it, vi } from 'vitest';
import { eventsOf, finished, queued, stageStarted, stageSucceeded, started } from './events.test-support.ts';
import { type ObserveParts, observeRuns } from './observe-runs.ts';

const EVENTS = eventsOf('r1', [
  queued('deploy', { a: 'logger' }),
  started,
  stageStarted('a'),
  stageSucceeded('a'),
  finished(),
]);

/** What an observer heard: `note 3` or `recall 1`, with the pipeline that it was told of. */
function watch(settings: Partial<ObserveParts> = {}) {
  const heard: string[] = [];
  const defects: unknown[] = [];
  const hear = (how: string) => (event: RunEvent, run: { pipeline: string; traceparent: string | undefined }) =>
    void heard.push([how, event.seq, run.pipeline, run.traceparent].join(' ').trim());
  const observed = observeRuns({
    observers: [{ note: hear('note'), recall: hear('recall') }],
    read: async () => EVENTS,
    takeTraceparent: () => undefined,
    findTraceparent: async () => undefined,
    onDefect: (_runId, error) => defects.push(error),
    ...settings,
  });
  return { ...observed, heard, defects };
}

describe('observeRuns', () => {
  it('tells of the events of a new run as they come', () => {
    const { note, heard } = watch();
    for (const event of EVENTS) note([event]);
    expect(heard).toEqual([1, 2, 3, 4, 5].map((seq) => `note ${seq} deploy`));
  });

  it('recalls what an earlier process recorded, and then tells of what came meanwhile', async () => {
    const { note, heard } = watch();
    note(EVENTS.slice(3, 4));
    note(EVENTS.slice(4));
    await vi.waitUntil(() => heard.length === 5);
    expect(heard).toEqual([
      ...[1, 2, 3].map((seq) => `recall ${seq} deploy`),
      ...[4, 5].map((seq) => `note ${seq} deploy`),
    ]);
  });

  it('knows the traceparent of a run that begins, and of one that goes on', async () => {
    const begun = watch({ takeTraceparent: () => 'begun' });
    begun.note(EVENTS.slice(0, 1));
    const gone = watch({ findTraceparent: async () => 'pinned' });
    gone.note(EVENTS.slice(4));
    await vi.waitUntil(() => gone.heard.length === 5);
    expect([begun.heard[0], gone.heard[4]]).toEqual(['note 1 deploy begun', 'note 5 deploy pinned']);
  });

  it('says once that a run cannot be read, and leaves it alone', async () => {
    let reads = 0;
    const { note, heard, defects } = watch({
      read: async () => {
        reads += 1;
        throw new Error('damaged');
      },
    });
    note(EVENTS.slice(2, 3));
    await vi.waitUntil(() => defects.length === 1);
    note(EVENTS.slice(3));
    expect([heard, defects.length, reads]).toEqual([[], 1, 1]);
  });

  it('keeps the mistake of an observer to itself', () => {
    const { note, defects } = watch({
      observers: [
        {
          note: () => {
            throw new Error('mistake');
          },
          recall: () => undefined,
        },
      ],
    });
    expect(() => note(EVENTS.slice(0, 1))).not.toThrow();
    expect(defects).toHaveLength(1);
  });
});
