import type { TimelineSegment } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { toTimelineBars } from './timeline-bars.ts';

/** A poll: an attempt of 10 ms, a wait of 90 ms, and so on. */
function poll(attempts: number): readonly TimelineSegment[] {
  return Array.from({ length: attempts }, (_, index): readonly TimelineSegment[] => {
    const at = index * 100;
    const attempt = index + 1;
    return [
      { kind: 'attempt', attempt, startMs: at, endMs: at + 10, status: 'retried' },
      { kind: 'wait', attempt, startMs: at + 10, endMs: at + 100, untilMs: null, why: 'not yet' },
    ];
  }).flat();
}

describe('timeline bars', () => {
  it('are the segments themselves while there are few', () => {
    expect(toTimelineBars(poll(12), 10_000)).toEqual(poll(12));
  });

  it('draw as one what is too short to be told apart', () => {
    expect(toTimelineBars(poll(5_000), 10_000).length).toBeLessThanOrEqual(51);
  });

  it('lose neither time nor attempts', () => {
    const bars = toTimelineBars(poll(1_000), 1_000);
    const last = bars.at(-1);
    expect([bars[0]?.startMs, last?.endMs, last?.kind === 'many' ? last.to : last?.attempt]).toEqual([
      0, 100_000, 1_000,
    ]);
  });

  it('keep apart what is long enough', () => {
    expect(toTimelineBars(poll(1_000), 5)).toEqual(poll(1_000));
  });

  it('never swallow the one that still lasts', () => {
    const open: TimelineSegment = { kind: 'attempt', attempt: 101, startMs: 10_000, endMs: null, status: 'running' };
    expect(toTimelineBars([...poll(100), open], 100_000).at(-1)).toEqual(open);
  });
});
