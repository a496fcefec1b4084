import { describe, expect, it } from 'vitest';
import { toRoutePath } from './route-path.ts';

describe('toRoutePath', () => {
  it('draws two points as a line', () => {
    expect(
      toRoutePath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ]),
    ).toBe('M 0 0 L 10 0');
  });

  it('rounds a corner', () => {
    const route = [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 20 },
    ];
    expect(toRoutePath(route)).toBe('M 0 0 L 12 0 Q 20 0 20 8 L 20 20');
  });

  it('rounds less where corners stand close together', () => {
    const route = [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 4 },
      { x: 40, y: 4 },
    ];
    expect(toRoutePath(route)).toBe('M 0 0 L 18 0 Q 20 0 20 2 L 20 2 Q 20 4 22 4 L 40 4');
  });

  it('is empty without points', () => {
    expect(toRoutePath([])).toBe('');
  });
});
