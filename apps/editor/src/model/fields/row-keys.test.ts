import { describe, expect, it } from 'vitest';
import { keepRowKeys } from './row-keys.ts';

const ABC = keepRowKeys([], ['a', 'b', 'c']);
const keysOf = (names: readonly string[]) => keepRowKeys(ABC, names).map(({ key }) => key);

describe('keepRowKeys', () => {
  it.each<[string, readonly string[], readonly number[]]>([
    ['keeps those behind a row that is taken out', ['a', 'c'], [0, 2]],
    ['keeps a row that has another name', ['a', 'x', 'c'], [0, 1, 2]],
    ['lets a row go where it is moved', ['b', 'a', 'c'], [1, 0, 2]],
    ['gives a row that is added a key of its own', ['a', 'b', 'c', 'd'], [0, 1, 2, 3]],
    ['tells rows of one name by their place', ['a', 'a', 'c'], [0, 1, 2]],
    ['gives none of what was taken out to another row', ['x', 'b'], [3, 1]],
  ])('%s', (_claim, names, keys) => {
    expect(keysOf(names)).toEqual(keys);
  });
});
