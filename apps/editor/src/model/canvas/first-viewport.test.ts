import { describe, expect, it } from 'vitest';
import { firstViewport, wholeViewport } from './first-viewport.ts';

const FRAME = { width: 1000, height: 600 };
const card = (x: number, y: number) => ({ x, y, width: 200, height: 60 });

describe('firstViewport', () => {
  it('centres what fits, in life size', () => {
    expect(firstViewport([card(0, 0)], FRAME)).toEqual({ x: 400, y: 270, zoom: 1 });
  });

  it('zooms out until all of it fits', () => {
    const { zoom } = firstViewport([card(0, 0), card(1000, 0)], FRAME);
    expect(zoom).toBeCloseTo(920 / 1200);
  });

  it('shows the start of what is too long to be read as a whole, in a size for reading', () => {
    const view = firstViewport([card(0, 0), card(9000, 0)], FRAME);
    expect([view.x, view.zoom]).toEqual([40, 0.85]);
  });

  it('puts the first stage of what is too high half way down', () => {
    const boxes = [card(0, 4000), card(300, 0), card(300, 8000)];
    const { y, zoom } = firstViewport(boxes, FRAME);
    expect((4000 + 30) * zoom + y).toBeCloseTo(300);
  });

  it('leaves no more than the margin above the topmost card', () => {
    const boxes = [card(0, 0), card(300, 8000)];
    expect(firstViewport(boxes, FRAME).y).toBe(40);
  });
});

describe('wholeViewport', () => {
  it('shows everything, however small that is', () => {
    const boxes = [card(0, 0), card(9000, 600)];
    const { x, y, zoom } = wholeViewport(boxes, FRAME);
    const corners = [x, y, 9200 * zoom + x, 660 * zoom + y].map(Math.round);
    expect(corners).toEqual([40, 267, 960, 333]);
  });

  it('never enlarges', () => {
    expect(wholeViewport([card(0, 0)], FRAME).zoom).toBe(1);
  });
});
