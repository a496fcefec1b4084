import { describe, expect, it } from 'vitest';
import { alignBoxes } from './canvas-align.ts';

const boxes = new Map([
  ['a', { x: 0, y: 10, width: 100, height: 60 }],
  ['b', { x: 40, y: 200, width: 200, height: 100 }],
  ['c', { x: 130, y: 400, width: 100, height: 60 }],
]);

describe('alignBoxes', () => {
  it.each([
    ['left', [0, 0, 0]],
    ['center', [70, 20, 70]],
    ['right', [140, 40, 140]],
  ] as const)('brings them into line at the %s', (alignment, xs) => {
    expect([...alignBoxes(boxes, alignment).values()].map(({ x }) => x)).toEqual(xs);
  });

  it.each([
    ['top', [10, 10, 10]],
    ['middle', [205, 185, 205]],
    ['bottom', [400, 360, 400]],
  ] as const)('brings them into line at the %s', (alignment, ys) => {
    expect([...alignBoxes(boxes, alignment).values()].map(({ y }) => y)).toEqual(ys);
  });

  it('makes the gaps between them equal and leaves the outermost where they are', () => {
    expect([...alignBoxes(boxes, 'down').values()].map(({ y }) => y)).toEqual([10, 185, 400]);
  });

  it('has nothing to do for no box', () => {
    expect(alignBoxes(new Map(), 'left')).toEqual(new Map());
  });
});
