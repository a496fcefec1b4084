import { describe, expect, it } from 'vitest';
import { nextRouteName, withRouteMoved } from './route-list.ts';

describe('nextRouteName', () => {
  it('gives a name that no route has', () => {
    expect(nextRouteName(['known', 'route-3', 'route-4'])).toBe('route-5');
  });
});

describe('withRouteMoved', () => {
  it('swaps a route with its neighbour', () => {
    expect(withRouteMoved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  });

  it('leaves the first where it is', () => {
    expect(withRouteMoved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});
