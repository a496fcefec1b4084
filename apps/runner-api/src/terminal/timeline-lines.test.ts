import { toTimeline } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from './cell.ts';
import { POLLING_RUN } from './events.test-support.ts';
import { createPalette } from './palette.ts';
import { type TimelineFrame, timelineLines } from './timeline-lines.ts';

const FRAME: TimelineFrame = {
  nowMs: 5_000,
  columns: 80,
  lines: 24,
  palette: createPalette({ isTty: false }, {}),
  maxAttempts: new Map([['health', 12]]),
};

describe('timelineLines', () => {
  it('shows what has ended, what waits until when and why, and what is ahead', () => {
    expect(timelineLines(toTimeline(POLLING_RUN.slice(0, 6)), FRAME)).toEqual([
      '✓ build     ██████████████                     2.1 s',
      '◔ health                 █████░░░░░░░░░░░░░░░  1/12 · 2.9 s · waiting 2.6 s: s…',
      '○ notify',
    ]);
  });

  it('shows at the end attempts, waits and what was skipped', () => {
    expect(timelineLines(toTimeline(POLLING_RUN), FRAME)).toEqual([
      '✓ build     █████████                          2.1 s',
      '✗ health            ███░░░░░░░░░░░░░░░░░░░░██  2/12 · 5.9 s · failed',
      '– notify                                       skipped: dependency failed',
    ]);
  });

  it('keeps within the terminal, whatever its size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 200 }),
        fc.integer({ min: 5, max: 50 }),
        fc.nat(10),
        (columns, lines, cut) => {
          const drawn = timelineLines(toTimeline(POLLING_RUN.slice(0, cut)), { ...FRAME, columns, lines });
          expect(drawn.length).toBeLessThan(lines);
          for (const line of drawn) expect(widthOf(line)).toBeLessThan(columns);
        },
      ),
    );
  });

  it('counts what finds no room, and keeps what failed', () => {
    const lines = timelineLines(toTimeline(POLLING_RUN), { ...FRAME, lines: 5 });
    expect(lines.map((line) => line.slice(0, 8))).toEqual(['✗ health', '– notify', '  … 1 mo']);
  });
});
