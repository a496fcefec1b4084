import { describe, expect, it } from 'vitest';
import { journalOf, started } from './journal.test-support.ts';
import { toTimeline } from './timeline.ts';
import { groupTimeline } from './timeline-groups.ts';

const timeline = toTimeline(
  journalOf(
    { each: 'foreach', guard: 'trycatch', call: 'http_request', last: 'logger' },
    [0, started('each')],
    [1, started('guard', 1, 'each[0]/guard')],
    [2, started('call', 1, 'each[0]/call')],
    [3, started('guard', 1, 'each[1]/guard')],
    [9, started('last')],
  ),
);
const keysOf = (groups: ReturnType<typeof groupTimeline>) =>
  groups.map(({ scope, rows }) => [scope, rows.map((row) => row.key)]);

describe('groupTimeline', () => {
  it('puts the rows of each iteration and each block together, the pipeline itself first', () => {
    const scopeOf = new Map([
      ['guard', 'each'],
      ['call', 'guard'],
    ]);
    expect(keysOf(groupTimeline(timeline, { scopeOf }))).toEqual([
      [undefined, ['each', 'last']],
      ['each[0]', ['each[0]/guard']],
      ['each[0]/guard', ['each[0]/call']],
      ['each[1]', ['each[1]/guard']],
    ]);
  });

  it('knows iterations without a graph', () => {
    expect(keysOf(groupTimeline(timeline))).toEqual([
      [undefined, ['each', 'last']],
      ['each[0]', ['each[0]/guard', 'each[0]/call']],
      ['each[1]', ['each[1]/guard']],
    ]);
  });
});
