import { describe, expect, it } from 'vitest';
import { findPatternFault, longestTextFor } from './pattern-cost.ts';

describe('findPatternFault', () => {
  it.each([
    '^[a-z0-9]+(-[a-z0-9]+)*$',
    '^([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}$',
    '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$',
    '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
    '^(?!-)[a-z-]{1,63}(?<!-)$',
    '^\\p{L}+(?: \\p{L}+)*$',
    '^https?://[^/]+/',
    '^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$',
    '^[a-f0-9]{128}$',
    '(foo|bar)*',
    '.*foo.*bar.*',
    '^\\s*\\w+\\s*=\\s*.*\\s*$',
  ])('lets %s pass', (pattern) => {
    expect(findPatternFault(pattern)).toBeUndefined();
  });

  it.each([
    '(a+)+$',
    '^(\\w+\\s?)*$',
    '(a|a)*b',
    '(x+x+)+y',
    '(.*,)*x',
    '([a-zA-Z]+)*!',
    '(.|\\s)*x',
    '^(?:a?){30}a{30}$',
    '^.*.*.*.*.*=$',
    '(a?)+(?:[ab]|a?)([ab])+(b){2,}b.*!',
    '(\\w)\\1',
    '[',
    'a{3,2}',
    `${'[a-z]?'.repeat(150)}(${'a|'.repeat(200)}b)`,
  ])('refuses %s', (pattern) => {
    expect(findPatternFault(pattern)).toEqual(expect.any(String));
  });
});

describe('longestTextFor', () => {
  it('is long for a pattern that never comes back, and short for one that tries many ways', () => {
    expect([longestTextFor('^[a-z]+(-[a-z]+)*$'), longestTextFor('a+b'), longestTextFor('^.*.*.*=$')]).toEqual([
      1_000_000, 5477, 448,
    ]);
  });

  it.each(['^.*.*.*=$', '(a|ab)*c', '^(?:[^,]+,)*[^,]+$'])('keeps a match with %s below a second', (pattern) => {
    const expression = new RegExp(pattern, 'u');
    const started = performance.now();
    for (const unit of ['a', 'ab', 'a,', '=']) expression.test(unit.repeat(longestTextFor(pattern) / unit.length));
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
