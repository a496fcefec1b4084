import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../layout/layout-sizes.ts';
import { alignBoxes } from './canvas-align.ts';

const boxes = new Map([
  ['a', { x: 0, y: 10, width: 100, height: 60 }],
  ['b', { x: 40, y: 200, width: 200, height: 100 }],
  ['c', { x: 130, y: 400, width: 100, height: 60 }],
]);

const row = new Map([
  ['c', { x: 600, y: 20, width: 200, height: 60 }],
  ['a', { x: 0, y: 20, width: 200, height: 60 }],
  ['b', { x: 300, y: 0, width: 200, height: 100 }],
]);
const column = new Map(
  [...row].map(([id, { x, y, width, height }]) => [id, { x: y, y: x, width: height, height: width }]),
);

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

  it('puts what would lie on each other below each other, in the order from left to right', () => {
    expect(Object.fromEntries(alignBoxes(row, 'left'))).toEqual({
      a: { x: 0, y: 20 },
      b: { x: 0, y: 112 },
      c: { x: 0, y: 244 },
    });
  });

  it('puts what would lie on each other beside each other, in the order from top to bottom', () => {
    expect(Object.fromEntries(alignBoxes(column, 'top'))).toEqual({
      a: { x: 20, y: 0 },
      b: { x: 128, y: 0 },
      c: { x: 276, y: 0 },
    });
  });

  it('leaves cards that stand free of each other as far apart as they are', () => {
    const close = new Map([
      ['a', { x: 0, y: 0, width: 200, height: 60 }],
      ['b', { x: 90, y: 64, width: 200, height: 60 }],
    ]);
    expect([...alignBoxes(close, 'right').values()].map(({ y }) => y)).toEqual([0, 64]);
  });

  it('never lets two of them overlap once they are in line', () => {
    fc.assert(
      fc.property(fc.array(anyBox, { minLength: 2, maxLength: 8 }), anyLine, (some, alignment) => {
        const corners = alignBoxes(new Map(some.map((box, index) => [String(index), box])), alignment);
        const placed = some.map((box, index) => ({ ...box, ...corners.get(String(index)) }));
        const meeting = placed.filter((one, index) => placed.slice(index + 1).some((other) => overlap(one, other)));
        expect(meeting).toEqual([]);
      }),
    );
  });

  it('makes the gaps between them equal and leaves the outermost where they are', () => {
    expect([...alignBoxes(boxes, 'down').values()].map(({ y }) => y)).toEqual([10, 185, 400]);
  });

  it('has nothing to do for no box', () => {
    expect(alignBoxes(new Map(), 'left')).toEqual(new Map());
  });
});

const anyBox = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 300 }),
});
const anyLine = fc.constantFrom('left', 'center', 'right', 'top', 'middle', 'bottom');

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
