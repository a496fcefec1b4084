import { describe, expect, it } from 'vitest';
import { freePlace } from './free-place.ts';

const SIZE = { width: 220, height: 120 };
const VIEW = { x: 0, y: 0, width: 800, height: 600 };

describe('freePlace', () => {
  it('is the wished place when nothing stands there', () => {
    const taken = [{ x: 0, y: 0, width: 232, height: 60 }];
    expect(freePlace({ x: 290, y: 240 }, SIZE, { taken, view: VIEW })).toEqual({ x: 290, y: 240 });
  });

  it('is the nearest place beside what stands there', () => {
    const taken = [{ x: 290, y: 320, width: 232, height: 60 }];
    expect(freePlace({ x: 290, y: 240 }, SIZE, { taken, view: VIEW })).toEqual({ x: 290, y: 180 });
  });

  it('stays in the view', () => {
    const taken = [{ x: 290, y: 0, width: 232, height: 440 }];
    expect(freePlace({ x: 290, y: 240 }, SIZE, { taken, view: { ...VIEW, x: 280 } })).toEqual({ x: 290, y: 460 });
  });

  it('is the wished place in a view that is full', () => {
    expect(freePlace({ x: 290, y: 240 }, SIZE, { taken: [VIEW], view: VIEW })).toEqual({ x: 290, y: 240 });
  });

  it('is found at once in a view of a thousand stages from far away', () => {
    const taken = Array.from({ length: 1000 }, (_, index) => ({
      x: (index % 40) * 300,
      y: Math.floor(index / 40) * 120,
      width: 232,
      height: 60,
    }));
    const view = { x: -26_000, y: -16_000, width: 64_000, height: 36_000 };
    expect(freePlace({ x: 6000, y: 1440 }, SIZE, { taken, view })).toEqual({ x: 6000, y: 2960 });
  }, 2000);
});
