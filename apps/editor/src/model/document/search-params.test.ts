import { describe, expect, it } from 'vitest';
import { withSearchParam } from './search-params.ts';

describe('withSearchParam', () => {
  it.each([
    ['', 'stage', 'a b', '?stage=a+b'],
    ['?run=r1', 'stage', 'a', '?run=r1&stage=a'],
    ['?run=r1&stage=a', 'stage', 'b', '?run=r1&stage=b'],
    ['?run=r1&stage=a', 'stage', undefined, '?run=r1'],
    ['?stage=a', 'stage', undefined, ''],
  ])('in "%s" sets %s to %s', (search, name, value, expected) => {
    expect(withSearchParam(search, name, value)).toBe(expected);
  });
});
