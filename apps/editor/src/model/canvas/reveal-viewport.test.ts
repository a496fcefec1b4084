import { describe, expect, it } from 'vitest';
import { revealViewport } from './reveal-viewport.ts';

const BOX = { x: 700, y: 200, width: 232, height: 60 };
const STILL = { x: 0, y: 0, zoom: 1 };

describe('revealViewport', () => {
  it('leaves a view in which the card is', () => {
    expect(revealViewport(BOX, { width: 1200, height: 600 }, STILL)).toBeUndefined();
  });

  it('puts a card into the middle that a narrower pane has cut off', () => {
    expect(revealViewport(BOX, { width: 600, height: 600 }, STILL)).toEqual({ x: -516, y: 70, zoom: 1 });
  });

  it('keeps the zoom', () => {
    expect(revealViewport(BOX, { width: 400, height: 600 }, { x: 0, y: 0, zoom: 0.5 })).toEqual({
      x: -208,
      y: 185,
      zoom: 0.5,
    });
  });

  it('brings out what has left at the top', () => {
    expect(revealViewport({ ...BOX, y: -20 }, { width: 1200, height: 600 }, STILL)).toEqual({
      x: -216,
      y: 290,
      zoom: 1,
    });
  });
});
