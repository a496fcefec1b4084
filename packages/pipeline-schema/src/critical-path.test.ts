import { describe, expect, it } from 'vitest';
import { criticalPath, readyTimes, type TimelineGraph } from './critical-path.ts';
import { failed, finished, journalOf, skipped, started, succeeded } from './journal.test-support.ts';
import { toTimeline } from './timeline.ts';

function graphOf(
  predecessors: Readonly<Record<string, readonly string[]>>,
  scopes: Readonly<Record<string, string>> = {},
): TimelineGraph {
  return { predecessors: new Map(Object.entries(predecessors)), scopeOf: new Map(Object.entries(scopes)) };
}

const HTTP = 'http_request';

/** `a` and the slower `b` side by side, then `c`. */
const fork = journalOf(
  { a: HTTP, b: HTTP, c: HTTP },
  [0, started('a')],
  [0, started('b')],
  [20, succeeded('a')],
  [50, succeeded('b')],
  [50, started('c')],
  [60, succeeded('c')],
  [60, finished()],
);

describe('criticalPath', () => {
  it('goes through the slower of two stages side by side', () => {
    expect(criticalPath(toTimeline(fork), graphOf({ c: ['a', 'b'] }))).toEqual([
      { key: 'b', startMs: 0, endMs: 50 },
      { key: 'c', startMs: 50, endMs: 60 },
    ]);
  });

  it('finds the same chain by time alone when the graph is not known', () => {
    expect(criticalPath(toTimeline(fork)).map(({ key }) => key)).toEqual(['b', 'c']);
  });

  it('is empty while the run lasts', () => {
    expect(criticalPath(toTimeline(fork.slice(0, -1)), graphOf({ c: ['a', 'b'] }))).toEqual([]);
  });

  it('goes through the members of a block, not through the block', () => {
    const timeline = toTimeline(
      journalOf(
        { first: HTTP, block: 'trycatch', work: HTTP, rescue: HTTP, last: HTTP },
        [0, started('first')],
        [10, succeeded('first')],
        [10, started('block')],
        [11, started('work')],
        [40, failed('work', 1, true)],
        [41, started('rescue')],
        [70, succeeded('rescue')],
        [71, succeeded('block')],
        [72, started('last')],
        [80, succeeded('last')],
        [80, finished()],
      ),
    );
    const graph = graphOf(
      { block: ['first'], work: ['block'], rescue: ['block', 'work'], last: ['block'] },
      { work: 'block', rescue: 'block' },
    );
    expect(criticalPath(timeline, graph).map(({ key }) => key)).toEqual(['first', 'work', 'rescue', 'last']);
  });

  it('goes through a skipped stage to what caused the skip', () => {
    const timeline = toTimeline(
      journalOf(
        { slow: HTTP, gone: HTTP, quick: HTTP, last: HTTP },
        [0, started('slow')],
        [0, started('quick')],
        [5, succeeded('quick')],
        [90, succeeded('slow')],
        [90, skipped('gone')],
        [91, started('last')],
        [95, succeeded('last')],
        [95, finished()],
      ),
    );
    const graph = graphOf({ gone: ['slow'], last: ['gone', 'quick'] });
    expect(criticalPath(timeline, graph).map(({ key }) => key)).toEqual(['slow', 'last']);
  });

  it('goes through the stage whose end made room when a start was queued', () => {
    const timeline = toTimeline(
      journalOf(
        { root: HTTP, long: HTTP, queued: HTTP },
        [0, started('root')],
        [10, succeeded('root')],
        [10, started('long')],
        [100, succeeded('long')],
        [100, started('queued')],
        [130, succeeded('queued')],
        [130, finished()],
      ),
    );
    const graph = graphOf({ long: ['root'], queued: ['root'] });
    expect(criticalPath(timeline, graph).map(({ key }) => key)).toEqual(['root', 'long', 'queued']);
  });

  it('follows the iterations of a loop one after the other', () => {
    const timeline = toTimeline(
      journalOf(
        { each: 'foreach', call: HTTP },
        [0, started('each')],
        [1, started('call', 1, 'each[0]/call')],
        [30, succeeded('call', 1, 'each[0]/call')],
        [31, started('call', 1, 'each[1]/call')],
        [50, succeeded('call', 1, 'each[1]/call')],
        [51, succeeded('each')],
        [51, finished()],
      ),
    );
    const graph = graphOf({ call: ['each'] }, { call: 'each' });
    expect(criticalPath(timeline, graph).map(({ key }) => key)).toEqual(['each[0]/call', 'each[1]/call']);
  });
});

describe('readyTimes', () => {
  it('gives the time at which the last predecessor had settled, or its owner had opened', () => {
    const timeline = toTimeline(fork);
    expect(readyTimes(timeline, graphOf({ c: ['a', 'b'] }))).toEqual(
      new Map([
        ['a', 0],
        ['b', 0],
        ['c', 50],
      ]),
    );
  });
});
