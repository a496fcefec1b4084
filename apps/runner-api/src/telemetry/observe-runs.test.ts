import { type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, vi } from 'vitest';
import { eventsOf, finished, queued, stageStarted, stageSucceeded, started } from './events.test-support.ts';
import { type ObservedRun, type ObserveParts, observeRuns } from './observe-runs.ts';

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
  const hear =
    (how: string) =>
    (event: RunEvent, { pipeline, origin }: ObservedRun): void => {
      heard.push([how, event.seq, pipeline, origin.traceparent].join(' ').trim());
    };
  const observed = observeRuns({
    observers: [{ note: hear('note'), recall: hear('recall') }],
    read: async () => EVENTS,
    takeTraceparent: () => undefined,
    findOrigin: async (runId) => ({ runId, traceparent: undefined }),
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
    const gone = watch({ findOrigin: async (runId) => ({ runId, traceparent: 'pinned' }) });
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

  it('has the trace of a child begin where that of its parent does', async () => {
    const origins: unknown[] = [];
    const child = eventsOf('c1', [queued('child', {}, { parent: { run_id: EVENTS[0]?.run_id, stage_id: 'a' } })]);
    const { note } = watch({
      observers: [{ note: (_event, { origin }) => void origins.push(origin), recall: () => undefined }],
      takeTraceparent: () => 'of the parent',
    });
    note(EVENTS.slice(0, 1));
    note(child);
    expect(origins).toEqual(Array(2).fill({ runId: 'r1', traceparent: 'of the parent' }));
  });

  it('finds a run of which nothing has been heard yet', async () => {
    const { find, note, heard } = watch({ findOrigin: async (runId) => ({ runId, traceparent: 'pinned' }) });
    const found = find(RunId.parse('r1'));
    note(EVENTS.slice(3, 4));
    expect((await found)?.origin.traceparent).toBe('pinned');
    expect(heard.map((line) => line.split(' ')[0])).toEqual(['recall', 'recall', 'recall', 'note']);
  });

  it('keeps nothing of a run that had ended when it was looked for', async () => {
    let reads = 0;
    const read = async () => {
      reads += 1;
      return EVENTS;
    };
    const { find } = watch({ read });
    const found = [await find(RunId.parse('r1')), await find(RunId.parse('r1'))];
    expect([found.map((run) => run?.pipeline), reads]).toEqual([['deploy', 'deploy'], 2]);
  });
});
