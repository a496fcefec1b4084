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

  it('shows the notes beside the stages too', () => {
    const { x, y, zoom } = firstViewport([card(0, 0)], FRAME, [{ x: -400, y: -100, width: 220, height: 120 }]);
    expect({ x, y, zoom }).toEqual({ x: 600, y: 320, zoom: 1 });
  });

  it('shows a note before the first stage of what is too long', () => {
    const { x } = firstViewport([card(0, 0), card(9000, 0)], FRAME, [card(-300, 0)]);
    expect(x).toBeCloseTo(40 + 300 * 0.85);
  });

  it('shows the first stage of what is too long, however far before it a note is', () => {
    expect(firstViewport([card(0, 0), card(9000, 0)], FRAME, [card(-9000, 0)]).x).toBe(500);
  });

  it('shows notes where there are no stages', () => {
    expect(firstViewport([], FRAME, [card(0, 0)])).toEqual({ x: 400, y: 270, zoom: 1 });
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
