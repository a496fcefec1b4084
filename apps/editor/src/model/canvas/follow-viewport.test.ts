import { describe, expect, it } from 'vitest';
import { followViewport } from './follow-viewport.ts';

const FRAME = { width: 1000, height: 500 };
const LIFE_SIZE = { x: 0, y: 0, zoom: 1 };
const card = (x: number, y: number) => ({ x, y, width: 200, height: 60 });

describe('followViewport', () => {
  it('stays where everything can be seen', () => {
    expect(followViewport([card(100, 100)], FRAME, LIFE_SIZE)).toBeUndefined();
  });

  it('moves across, and not down, when a stage runs out at the right', () => {
    expect(followViewport([card(900, 100)], FRAME, LIFE_SIZE)).toEqual({ x: 240 - 900, y: 0, zoom: 1 });
  });

  it('moves down, and not across, when a stage lies below', () => {
    expect(followViewport([card(100, 900)], FRAME, LIFE_SIZE)).toEqual({ x: 0, y: 250 - 930, zoom: 1 });
  });

  it('brings out what stands at the upper rim', () => {
    expect(followViewport([card(100, 10)], FRAME, LIFE_SIZE)).toEqual({ x: 0, y: 250 - 40, zoom: 1 });
  });

  it('keeps all that are at work in view when they fit', () => {
    const view = followViewport([card(900, 0), card(900, 300)], FRAME, LIFE_SIZE);
    expect(view).toEqual({ x: 240 - 900, y: 250 - 180, zoom: 1 });
  });

  it('keeps to the last one when they do not fit', () => {
    expect(followViewport([card(0, 0), card(4000, 100)], FRAME, LIFE_SIZE)).toEqual({ x: 240 - 4000, y: 0, zoom: 1 });
  });

  it('comes nearer when names could not be read', () => {
    expect(followViewport([card(100, 100)], FRAME, { x: 0, y: 0, zoom: 0.3 })?.zoom).toBe(0.85);
  });

  it('has nothing to move to without a stage', () => {
    expect(followViewport([], FRAME, LIFE_SIZE)).toBeUndefined();
  });
});
