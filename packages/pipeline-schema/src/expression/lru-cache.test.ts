import { describe, expect, it } from 'vitest';
import { LruCache } from './lru-cache.ts';

describe('LruCache', () => {
  it('makes each value once', () => {
    const cache = new LruCache<object>(2);
    const first = cache.get('a', () => ({}));
    expect(cache.get('a', () => ({}))).toBe(first);
  });

  it('drops what was not used for longest', () => {
    const cache = new LruCache<number>(2);
    cache.get('a', () => 1);
    cache.get('b', () => 1);
    cache.get('a', () => 1);
    cache.get('c', () => 1);
    expect([cache.get('a', () => 2), cache.get('b', () => 2)]).toEqual([1, 2]);
  });

  it('keeps nothing when making fails', () => {
    const cache = new LruCache<number>(2);
    const fail = (): number => {
      throw new Error('no');
    };
    expect(() => cache.get('a', fail)).toThrow('no');
    expect(cache.size).toBe(0);
  });
});
