import type { StagePosition } from '@flowmason/pipeline-schema';
import type { DiagramLayout } from '../layout/layout-compose.ts';
import { type Box, type Point, SCOPE } from '../layout/layout-sizes.ts';
import type { DiagramNode, StageDiagram } from './stage-diagram.ts';

/** What a stage stands in: a lane of a box, or the diagram itself. */
export type Place = DiagramNode['parent'];

/** The corner that positions of the stages in `place` count from, in pixels of the diagram. */
export function originOf(layout: DiagramLayout, place: Place): Point {
  const lane = place && layout.lanes.get(place.scope)?.find(({ role }) => role === place.role);
  return lane ? { x: lane.x + SCOPE.side, y: lane.y + SCOPE.laneTop } : { x: 0, y: 0 };
}

/** The position to write for a stage whose corner is put at `corner`: whole, and in a lane not left of or above its corner. */
export function toPosition(layout: DiagramLayout, place: Place, corner: Point): StagePosition {
  const origin = originOf(layout, place);
  const [x, y] = [Math.round(corner.x - origin.x), Math.round(corner.y - origin.y)];
  return place ? [Math.max(0, x), Math.max(0, y)] : [x, y];
}

/** Whether two stages stand in the same lane, or both in none. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a?.scope === b?.scope && a?.role === b?.role;
}

/** The stages themselves and all that stands in them, at any depth. */
export function withMembers(diagram: StageDiagram, ids: readonly string[]): ReadonlySet<string> {
  const found = new Set(ids);
  // A box stands before what is in it.
  for (const { id, parent } of diagram.nodes) if (parent && found.has(parent.scope)) found.add(id);
  return found;
}

/** Those of `ids` that stand in none of the others. */
export function outermostOf(diagram: StageDiagram, ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  const inside = withMembers(diagram, ids);
  return diagram.nodes
    .filter(({ id, parent }) => wanted.has(id) && !(parent && inside.has(parent.scope)))
    .map(({ id }) => id);
}

/** The smallest box around all of them; undefined for none. */
export function boxAround(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** Whether the point is inside the box or on its border. */
export function isInBox(point: Point, box: Box): boolean {
  return point.x >= box.x && point.y >= box.y && point.x <= box.x + box.width && point.y <= box.y + box.height;
}

/** Whether the two boxes share any point. */
export function boxesMeet(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
