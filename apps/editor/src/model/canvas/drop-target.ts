import { builtinComponents } from '@flowmason/engine';
import type { PipelineGraph } from '@flowmason/pipeline-schema';
import type { DiagramLayout, Lane } from '../layout/layout-compose.ts';
import type { Box, Point } from '../layout/layout-sizes.ts';
import { isInBox } from './canvas-places.ts';
import type { DiagramEdge, LaneRole, StageDiagram } from './stage-diagram.ts';

/** What lies under a point of the canvas when something is let go there. */
export type DropTarget =
  | { readonly type: 'canvas' }
  | { readonly type: 'edge'; readonly edge: DiagramEdge }
  | LaneTarget;

/** The list of a box; what is dropped comes before the member that then has `index`, and `marker` shows where that is. */
export type LaneTarget = {
  readonly type: 'lane';
  readonly scope: string;
  readonly role: LaneRole;
  /** Counted without what is in the hand. */
  readonly index: number;
  readonly marker: Box;
};

type Drawn = { readonly diagram: StageDiagram; readonly layout: DiagramLayout };

/** What is let go: where the pointer is, what is in the hand (with all that stands in it), and where its card is by now. */
export type Held = {
  readonly graph: PipelineGraph;
  readonly point: Point;
  readonly ids: ReadonlySet<string>;
  readonly box?: Box;
};

/** The innermost lane under the point, with the place in its list that what is held would take. */
export function findLane({ diagram, layout }: Drawn, held: Held): LaneTarget | undefined {
  const { graph, point, ids } = held;
  // A box stands before what is in it, so the last hit is the innermost.
  for (const { id } of diagram.nodes.toReversed()) {
    const lane = ids.has(id) ? undefined : layout.lanes.get(id)?.find((one) => isInBox(point, one));
    if (!lane) continue;
    const { role } = lane;
    const listed = listOf(graph, id, role);
    const others = listed.filter((member) => !ids.has(member));
    const isBefore = (member: string): boolean => standsBefore(member, { listed, layout, held });
    const index = others.filter(isBefore).length;
    return { type: 'lane', scope: id, role, index, marker: markerAt(others, { index, layout, lane }) };
  }
  return undefined;
}

/** Where in its list a stage stands by now, counted without the other stages that are in the hand; undefined when it is in no such list. */
export function indexInList(graph: PipelineGraph, place: { scope: string; role: string }, ids: ReadonlySet<string>) {
  const listed = listOf(graph, place.scope, place.role);
  const first = listed.findIndex((id) => ids.has(id));
  return first < 0 ? undefined : listed.slice(0, first).filter((id) => !ids.has(id)).length;
}

/** The line that leads by the point within `reach` px of the diagram; the nearest of several. */
export function findEdge({ diagram, layout }: Drawn, point: Point, reach: number): DiagramEdge | undefined {
  let best: { edge: DiagramEdge; distance: number } | undefined;
  for (const edge of diagram.edges) {
    const distance = distanceTo(layout.routes.get(edge.id) ?? [], point);
    if (distance <= reach && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { edge, distance };
  }
  return best?.edge;
}

/** The card under the point; of a box only its head counts, what is below it belongs to its lanes. */
export function findStageAt({ diagram, layout }: Drawn, point: Point): string | undefined {
  return diagram.nodes.toReversed().find(({ id }) => {
    const box = layout.boxes.get(id);
    const lanes = layout.lanes.get(id);
    const height = (lanes?.[0]?.y ?? Number.NaN) - (box?.y ?? 0);
    return box && isInBox(point, lanes && lanes.length > 0 ? { ...box, height } : box);
  })?.id;
}

/** The stages that the list of a box names, in its order, defined or not. */
export function listOf(graph: PipelineGraph, scope: string, role: string): readonly string[] {
  const stage = graph.stages.get(scope);
  const arms = stage && builtinComponents.get(stage.component)?.arms?.(stage.config);
  return (arms ?? []).filter((arm) => arm.role === role).flatMap(({ stages }) => stages);
}

/** The place in a list as it is written for one that is counted without what is in the hand. */
export function toWrittenIndex(listed: readonly string[], ids: ReadonlySet<string>, index: number): number {
  let left = index;
  for (const [at, id] of listed.entries()) {
    if (left === 0) return at;
    if (!ids.has(id)) left -= 1;
  }
  return listed.length;
}

type ListContext = { readonly listed: readonly string[]; readonly layout: DiagramLayout; readonly held: Held };

/**
 * Whether a member comes before what is let go. A card that is moved up or down past another one of its list keeps its turn:
 * only what is clearly at the other side of it changes the order.
 */
function standsBefore(member: string, { listed, layout, held }: ListContext): boolean {
  const box = layout.boxes.get(member);
  if (!box) return true;
  const middle = box.x + box.width / 2;
  const first = listed.findIndex((id) => held.ids.has(id));
  const isBeside = held.box && Math.abs(held.box.x + held.box.width / 2 - middle) < box.width / 2;
  if (first >= 0 && isBeside) return listed.indexOf(member) < first;
  return middle < held.point.x;
}

/** A bar in front of the member that will follow, or behind the last one. */
function markerAt(
  others: readonly string[],
  { index, layout, lane }: { readonly index: number; readonly layout: DiagramLayout; readonly lane: Lane },
): Box {
  const [next, last] = [others[index], others[index - 1]].map((id) => layout.boxes.get(id ?? ''));
  if (next) return { x: next.x - MARKER_GAP, y: next.y - 4, width: 2, height: next.height + 8 };
  if (last) return { x: last.x + last.width + MARKER_GAP, y: last.y - 4, width: 2, height: last.height + 8 };
  return { x: lane.x + MARKER_SIDE, y: lane.y + MARKER_TOP, width: 2, height: lane.height - MARKER_TOP - MARKER_SIDE };
}

const MARKER_SIDE = 24;
const MARKER_TOP = 32;
const MARKER_GAP = 12;

function distanceTo(route: readonly Point[], point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [index, end] of route.entries()) {
    const start = route[index - 1];
    if (start) least = Math.min(least, distanceToStretch(start, end, point));
  }
  return least;
}

function distanceToStretch(a: Point, b: Point, point: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / square;
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - a.x - at * dx, point.y - a.y - at * dy);
}
