import { toTimeline } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventSketch, journalOf, queued } from '../runs/run-events.test-support.ts';
import { createTimeAxis, FOLD_PX, findIdleStretches, type IdleFold, toPixels } from './time-axis.ts';

const HOUR = 3_600_000;

describe('time axis', () => {
  it('is linear without folds', () => {
    expect(toPixels(createTimeAxis([]).placeOf(2_500), 0.1)).toBe(250);
  });

  it('draws a folded stretch as a mark of fixed width', () => {
    const axis = createTimeAxis([{ startMs: 1_000, endMs: 61_000 }]);
    expect(toPixels(axis.placeOf(62_000), 0.1)).toBe(200 + FOLD_PX);
  });

  it('keeps what comes before a fold where it was', () => {
    expect(createTimeAxis([{ startMs: 1_000, endMs: 61_000 }]).placeOf(900)).toEqual({ axisMs: 900, folds: 0 });
  });

  it('never draws a later instant further left', () => {
    fc.assert(
      fc.property(foldsArbitrary, fc.nat(HOUR), fc.nat(HOUR), (folds, one, other) => {
        const axis = createTimeAxis(folds);
        const [early, late] = one < other ? [one, other] : [other, one];
        expect(toPixels(axis.placeOf(early), 0.01)).toBeLessThanOrEqual(toPixels(axis.placeOf(late), 0.01));
      }),
    );
  });

  it('finds the instant that is drawn at a place', () => {
    fc.assert(
      fc.property(foldsArbitrary, fc.nat(HOUR), fc.double({ min: 0.001, max: 1, noNaN: true }), (folds, ms, scale) => {
        const axis = createTimeAxis(folds);
        expect(axis.instantAt(toPixels(axis.placeOf(ms), scale), scale)).toBeCloseTo(ms, 3);
      }),
    );
  });
});

describe('idle stretches', () => {
  it('are what lies between two pieces of work and is long for the run', () => {
    expect(foldsOf(work('a', 0, 5_000), work('b', 105_000, 110_000))).toEqual([{ startMs: 7_000, endMs: 103_000 }]);
  });

  it('are not the short waits of a poll', () => {
    const polls = Array.from({ length: 12 }, (_, index) => work(`p${index}`, index * 10_000, index * 10_000 + 100));
    expect(foldsOf(...polls)).toEqual([]);
  });

  it('are none while something else works', () => {
    expect(foldsOf(work('a', 0, 5_000), work('b', 105_000, 110_000), work('c', 4_000, 106_000))).toEqual([]);
  });

  it('leave out the one that still lasts', () => {
    const events = journalOf([
      queued({ a: 'http_request' }),
      ...work('a', 0, 1_000),
      { type: 'run.waiting', t: 1_000 },
      { type: 'log', t: 900_000 },
    ]);
    expect(findIdleStretches(toTimeline(events))).toEqual([]);
  });

  it('do not mind that a block around them is open', () => {
    const events = journalOf([
      queued({ block: 'trycatch', a: 'http_request', b: 'http_request' }),
      { type: 'stage.started', stage_id: 'block', t: 0 },
      ...work('a', 0, 1_000),
      ...work('b', 101_000, 102_000),
    ]);
    expect(findIdleStretches(toTimeline(events))).toHaveLength(1);
  });
});

const foldsArbitrary = fc
  .uniqueArray(fc.nat(HOUR), { minLength: 0, maxLength: 10 })
  .map((edges) => edges.toSorted((a, b) => a - b))
  .map((edges): readonly IdleFold[] =>
    edges.flatMap((startMs, index) => {
      const endMs = edges[index + 1];
      return index % 2 === 0 && endMs !== undefined ? [{ startMs, endMs }] : [];
    }),
  );

function work(id: string, from: number, to: number): readonly EventSketch[] {
  return [
    { type: 'stage.started', stage_id: id, t: from },
    { type: 'stage.succeeded', stage_id: id, t: to },
  ];
}

function foldsOf(...pieces: readonly (readonly EventSketch[])[]) {
  const sketches = pieces.flat().toSorted((a, b) => (a.t ?? 0) - (b.t ?? 0));
  return findIdleStretches(toTimeline(journalOf([queued({}), ...sketches])));
}
