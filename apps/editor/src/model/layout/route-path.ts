import type { Point } from './layout-sizes.ts';

/** The route as an SVG path with corners rounded by `radius`, or by less where two corners stand closer together. */
export function toRoutePath(route: readonly Point[], radius = 8): string {
  const [start, ...rest] = route;
  if (!start) return '';
  const commands = [`M ${start.x} ${start.y}`];
  for (const [index, corner] of rest.entries()) {
    const [before, after] = [route[index], rest[index + 1]];
    if (!before || !after) {
      commands.push(`L ${corner.x} ${corner.y}`);
      continue;
    }
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const [entry, exit] = [towards(corner, before, r), towards(corner, after, r)];
    commands.push(`L ${entry.x} ${entry.y} Q ${corner.x} ${corner.y} ${exit.x} ${exit.y}`);
  }
  return commands.join(' ');
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}
