import type { Box } from '../layout/layout-sizes.ts';
import type { StageDiagram } from './stage-diagram.ts';

/** A direction to walk in, as the arrow keys have it. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The stage that an arrow key leads to from `id`: left and right follow the edges, and where none leads on, as up and down,
 * go to the nearest card on that side. Undefined at the rim.
 */
export function findNeighbour(
  diagram: StageDiagram,
  boxes: ReadonlyMap<string, Box>,
  id: string,
  direction: Direction,
): string | undefined {
  const along =
    direction === 'right'
      ? diagram.edges.filter(({ from }) => from === id).map(({ to }) => to)
      : direction === 'left'
        ? diagram.edges.filter(({ to }) => to === id).map(({ from }) => from)
        : [];
  const from = boxes.get(id);
  if (!from) return undefined;
  const candidates = along.length > 0 ? along : diagram.nodes.map((node) => node.id).filter((other) => other !== id);
  return nearest(from, candidates, boxes, along.length > 0 ? undefined : direction);
}

function nearest(
  from: Box,
  candidates: readonly string[],
  boxes: ReadonlyMap<string, Box>,
  direction: Direction | undefined,
): string | undefined {
  let best: { id: string; distance: number } | undefined;
  for (const id of candidates) {
    const box = boxes.get(id);
    if (!box) continue;
    const [dx, dy] = [box.x - from.x, box.y - from.y];
    if (direction && !isOnSide(dx, dy, direction)) continue;
    // Straight ahead counts more than near by but off to the side.
    const isAcross = direction === 'up' || direction === 'down';
    const distance = isAcross ? Math.abs(dy) + 2 * Math.abs(dx) : Math.abs(dx) + 2 * Math.abs(dy);
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id;
}

function isOnSide(dx: number, dy: number, direction: Direction): boolean {
  if (direction === 'left') return dx < 0;
  if (direction === 'right') return dx > 0;
  return direction === 'up' ? dy < 0 : dy > 0;
}
