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
    ['POLLBUILD', ['poll-build'], ['poll-build']],
    ['uper', ['lower', 'upper'], ['upper']],
    ['lenght', ['length', 'last'], ['length']],
    ['', ['a'], []],
  ])('for %s among %j gives %j', (word, candidates, expected) => {
    expect(suggest(word, candidates)).toEqual(expected);
  });

  it('looks at no more candidates than it is told', () => {
    const names = Array.from({ length: 30 }, (_, index) => `${'name'.repeat(3)}-${index}`);
    expect(suggest(`${'name'.repeat(3)}-25x`, names, 20)).not.toContain(`${'name'.repeat(3)}-25`);
  });

  it('gives at most three, best first', () => {
    expect(suggest('stages', ['stagess', 'stagesss', 'STAGES', 'stage', 'stagex'])).toEqual([
      'STAGES',
      'stagess',
      'stage',
    ]);
  });
});
