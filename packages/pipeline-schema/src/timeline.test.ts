import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  failed,
  finished,
  journalOf,
  QUEUED_AT,
  retrying,
  skipped,
  started,
  succeeded,
} from './journal.test-support.ts';
import type { RunEvent } from './run-event.ts';
import {
  applyTimelineEvent,
  applyTimelineEvents,
  EMPTY_TIMELINE,
  endOf,
  stagesAhead,
  timelineNow,
  toTimeline,
} from './timeline.ts';

const STAGES = { build: 'http_request', check: 'conditional', deploy: 'http_request' };

describe('toTimeline', () => {
  it('gives each attempt and each delay between two attempts its own segment', () => {
    const [row] = toTimeline(
      journalOf(
        STAGES,
        [10, started('build')],
        [30, retrying('build', 1, 50)],
        [80, started('build', 2)],
        [95, succeeded('build', 2)],
      ),
    ).rows;
    expect(row).toMatchObject({ status: 'succeeded', attempts: 2, startMs: 10, endMs: 95 });
    expect(row?.segments).toEqual([
      { kind: 'attempt', attempt: 1, startMs: 10, endMs: 30, status: 'retried' },
      { kind: 'wait', attempt: 1, startMs: 30, endMs: 80, untilMs: 80, why: 'the condition still holds' },
      { kind: 'attempt', attempt: 2, startMs: 80, endMs: 95, status: 'succeeded' },
    ]);
  });

  it('puts rows in the order in which stages started or were skipped', () => {
    const timeline = toTimeline(
      journalOf(STAGES, [5, started('check')], [6, succeeded('check')], [6, skipped('deploy')], [9, started('build')]),
    );
    expect(timeline.rows.map((row) => row.key)).toEqual(['check', 'deploy', 'build']);
  });

  it('gives a skipped stage a row without segments and with the reason', () => {
    const [row] = toTimeline(journalOf(STAGES, [7, skipped('deploy')])).rows;
    expect(row).toMatchObject({
      status: 'skipped',
      startMs: 7,
      endMs: 7,
      segments: [],
      skipReason: 'branch_not_taken',
    });
  });

  it('keeps instances of a loop apart and names their iteration', () => {
    const rows = toTimeline(
      journalOf(
        { each: 'foreach', call: 'http_request' },
        [1, started('each')],
        [2, started('call', 1, 'each[0]/call')],
        [3, started('call', 1, 'each[1]/call')],
      ),
    ).rows;
    expect(rows.map(({ key, stageId, iteration }) => ({ key, stageId, iteration }))).toEqual([
      { key: 'each', stageId: 'each', iteration: undefined },
      { key: 'each[0]/call', stageId: 'call', iteration: 'each[0]' },
      { key: 'each[1]/call', stageId: 'call', iteration: 'each[1]' },
    ]);
  });

  it('gives a suspended attempt the outcome that its wait ends with', () => {
    const [row] = toTimeline(
      journalOf(
        { pause: 'wait' },
        [0, started('pause')],
        [
          2,
          {
            type: 'stage.waiting',
            stage_id: 'pause',
            attempt: 1,
            until: new Date(QUEUED_AT + 500).toISOString(),
            why: 'until noon',
          },
        ],
        [500, succeeded('pause')],
      ),
    ).rows;
    expect(row?.segments).toEqual([
      { kind: 'attempt', attempt: 1, startMs: 0, endMs: 2, status: 'succeeded' },
      { kind: 'wait', attempt: 1, startMs: 2, endMs: 500, untilMs: 500, why: 'until noon' },
    ]);
  });

  it('marks an attempt as interrupted while a person decides, and afterwards too', () => {
    const waiting = { type: 'stage.waiting', stage_id: 'build', attempt: 1, until: null, why: 'interrupted' } as const;
    const [row] = toTimeline(journalOf(STAGES, [1, started('build')], [40, waiting], [90, succeeded('build')])).rows;
    expect(row?.segments).toEqual([
      { kind: 'attempt', attempt: 1, startMs: 1, endMs: 40, status: 'interrupted' },
      { kind: 'wait', attempt: 1, startMs: 40, endMs: 90, untilMs: null, why: 'interrupted' },
    ]);
  });

  it('marks an attempt as interrupted when the stage starts again without having ended', () => {
    const [row] = toTimeline(journalOf(STAGES, [1, started('build')], [40, started('build', 2)])).rows;
    expect(row?.segments).toEqual([
      { kind: 'attempt', attempt: 1, startMs: 1, endMs: 40, status: 'interrupted' },
      { kind: 'attempt', attempt: 2, startMs: 40, endMs: null, status: 'running' },
    ]);
  });

  it('tells a handled failure from an unhandled one', () => {
    const rows = toTimeline(
      journalOf(
        STAGES,
        [1, started('build')],
        [2, failed('build', 1, true)],
        [3, started('deploy')],
        [4, failed('deploy')],
      ),
    ).rows;
    expect(rows.map((row) => row.isHandled)).toEqual([true, false]);
  });

  it('lists the stages that are still ahead', () => {
    expect(stagesAhead(toTimeline(journalOf(STAGES, [1, started('build')])))).toEqual([
      { id: 'check', component: 'conditional' },
      { id: 'deploy', component: 'http_request' },
    ]);
  });
});

describe('the now-line', () => {
  it('moves with the clock while the run lasts', () => {
    expect(timelineNow(toTimeline(journalOf(STAGES, [10, started('build')])), QUEUED_AT + 250)).toBe(250);
  });

  it('never falls behind the last event when the clocks differ', () => {
    expect(timelineNow(toTimeline(journalOf(STAGES, [10, started('build')])), QUEUED_AT - 60_000)).toBe(10);
  });

  it('stands at the end of a finished run', () => {
    expect(timelineNow(toTimeline(journalOf(STAGES, [90, finished()])), QUEUED_AT + 5_000)).toBe(90);
  });

  it('is where open stretches end', () => {
    expect([endOf({ startMs: 10, endMs: null }, 50), endOf({ startMs: 10, endMs: 20 }, 50)]).toEqual([50, 20]);
  });
});

/** Facts in any order and of any stage, also ones that no engine would write. */
const anyJournal: fc.Arbitrary<RunEvent[]> = fc
  .array(
    fc.record({
      gap: fc.nat(50),
      fact: fc.oneof(
        ...Object.keys(STAGES).flatMap((id) => [
          fc.nat(3).map((attempt) => started(id, attempt + 1)),
          fc.nat(3).map((attempt) => started(id, attempt + 1, `each[${attempt}]/${id}`)),
          fc.nat(3).map((attempt) => retrying(id, attempt + 1, 20)),
          fc.constantFrom(succeeded(id), failed(id), skipped(id)),
        ]),
        fc.constant(finished()),
      ),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let t = 0;
    return journalOf(
      STAGES,
      ...steps.map(({ gap, fact }) => {
        t += gap;
        return [t, fact] as const;
      }),
    );
  });

describe('applyTimelineEvent', () => {
  it('gives the same timeline whether events come one by one, in two parts or at once', () => {
    fc.assert(
      fc.property(anyJournal, fc.nat(), (events, cut) => {
        const whole = toTimeline(events);
        const middle = cut % (events.length + 1);
        expect(events.reduce(applyTimelineEvent, EMPTY_TIMELINE)).toEqual(whole);
        expect(applyTimelineEvents(toTimeline(events.slice(0, middle)), events)).toEqual(whole);
      }),
    );
  });

  it('keeps the segments of a row in order and without overlaps, whatever the journal holds', () => {
    fc.assert(
      fc.property(anyJournal, (events) => {
        for (const { segments } of toTimeline(events).rows) {
          segments.forEach((segment, index) => {
            expect(segment.endMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(segment.startMs);
            expect(segments[index - 1]?.endMs ?? 0).toBeLessThanOrEqual(segment.startMs);
            if (index < segments.length - 1) expect(segment.endMs).not.toBeNull();
          });
        }
      }),
    );
  });

  it('leaves the rows that an event does not concern the same objects', () => {
    const events = journalOf(STAGES, [1, started('build')], [2, started('deploy')], [3, succeeded('deploy')]);
    const before = toTimeline(events.slice(0, -1));
    const after = applyTimelineEvents(before, events);
    expect(after.rows[0]).toBe(before.rows[0]);
    expect(after.rows[1]).not.toBe(before.rows[1]);
  });
});
