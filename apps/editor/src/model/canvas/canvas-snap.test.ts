import { describe, expect, it } from 'vitest';
import { snapBox } from './canvas-snap.ts';

const CARD = { width: 232, height: 60 };
const origin = { x: 0, y: 0 };

describe('snapBox', () => {
  it('keeps to the grid where nothing is near', () => {
    expect(snapBox({ x: 101, y: 203, ...CARD }, { others: [], origin, reach: 6 })).toEqual({
      corner: { x: 100, y: 204 },
      guides: [],
    });
  });

  it('counts the grid from the corner of the lane', () => {
    const { corner } = snapBox({ x: 101, y: 202, ...CARD }, { others: [], origin: { x: 2, y: 1 }, reach: 6 });
    expect(corner).toEqual({ x: 102, y: 201 });
  });

  it('stands in line with a card above it, and says so with a line over both', () => {
    const others = [{ x: 104, y: 0, ...CARD }];
    expect(snapBox({ x: 101, y: 200, ...CARD }, { others, origin, reach: 6 })).toEqual({
      corner: { x: 104, y: 200 },
      guides: [{ axis: 'x', at: 104, start: 0, end: 260 }],
    });
  });

  it('stands in line with the middle of a taller card', () => {
    const others = [{ x: 500, y: 0, width: 232, height: 100 }];
    expect(snapBox({ x: 0, y: 22, ...CARD }, { others, origin, reach: 6 }).corner).toEqual({ x: 0, y: 20 });
  });

  it('does not reach for what is out of sight', () => {
    const others = [{ x: 103, y: 5000, ...CARD }];
    expect(snapBox({ x: 100, y: 0, ...CARD }, { others, origin, reach: 6 }).guides).toEqual([]);
  });
});
