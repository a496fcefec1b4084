import { describe, expect, it } from 'vitest';
import { editDistance, suggest } from './suggest.ts';

describe('suggest', () => {
  it.each([
    ['poll_build_status', ['poll-build', 'poll-build-status'], ['poll-build-status']],
    ['POLLBUILD', ['poll-build'], ['poll-build']],
    ['lenght', ['length', 'last'], ['length']],
    ['uper', ['lower', 'upper'], ['upper']],
    ['entirely', ['different'], []],
    ['', ['a'], []],
  ])('finds for %s among %j', (name, candidates, expected) => {
    expect(suggest(name, candidates)).toEqual(expected);
  });

  it('gives at most three, the nearest first', () => {
    expect(suggest('abcdef', ['abcxyz', 'abcdxx', 'abcdeg', 'abcdfe', 'abcdef-'])).toEqual([
      'abcdef-',
      'abcdeg',
      'abcdfe',
    ]);
  });

  it('looks at the first 200 names only', () => {
    const names = Array.from({ length: 300 }, (_, index) => `name-${index}`);
    expect(suggest('name-250x', names)).not.toContain('name-250');
  });
});

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
  ])('from %s to %s is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});
