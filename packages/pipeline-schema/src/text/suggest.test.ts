import { describe, expect, it } from 'vitest';
import { suggest } from './suggest.ts';

describe('suggest', () => {
  it.each([
    ['poll_build_status', ['poll', 'poll-build-status'], ['poll-build-status']],
    ['fetch-log', ['fetch-metrics', 'fetch-logs'], ['fetch-logs']],
    ['biuld', ['build', 'guild'], ['build']],
    ['deploy', ['rollback', 'notify'], []],
    ['a', ['b'], ['b']],
    ['build', ['build'], []],
  ])('for %s among %j gives %j', (word, candidates, expected) => {
    expect(suggest(word, candidates)).toEqual(expected);
  });

  it('gives at most three, best first', () => {
    expect(suggest('stages', ['stagess', 'stagesss', 'STAGES', 'stage', 'stagex'])).toEqual([
      'STAGES',
      'stagess',
      'stage',
    ]);
  });
});
