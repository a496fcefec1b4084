import { describe, expect, it } from 'vitest';
import { followsAfterScroll } from './follow-end.ts';

const SIZE = { clientHeight: 100, scrollHeight: 1000 };

describe('followsAfterScroll', () => {
  it.each([
    ['ends with going back', 860, { lastTop: 900, lastHeight: 1000, isFollowing: true }, false],
    ['ends with going back while it grows', 860, { lastTop: 900, lastHeight: 960, isFollowing: true }, false],
    ['begins at the end', 900, { lastTop: 860, lastHeight: 1000, isFollowing: false }, true],
    ['begins at the end that a browser rounds', 899.4, { lastTop: 860, lastHeight: 1000, isFollowing: false }, true],
    ['lasts on the way to an end that has moved on', 800, { lastTop: 700, lastHeight: 1000, isFollowing: true }, true],
    ['lasts when lines have become lower', 860, { lastTop: 900, lastHeight: 1040, isFollowing: true }, true],
    ['does not begin on the way down', 800, { lastTop: 700, lastHeight: 1000, isFollowing: false }, false],
  ])('%s', (_name, scrollTop, before, follows) => {
    expect(followsAfterScroll({ ...SIZE, scrollTop }, before)).toBe(follows);
  });
});
