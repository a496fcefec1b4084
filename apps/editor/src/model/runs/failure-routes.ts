import type { Run } from '@flowmason/pipeline-schema';
import type { StageDiagram } from '../canvas/stage-diagram.ts';
import type { DiagramLayout, Lane } from '../layout/layout-compose.ts';
import { CARD, type Point, SCOPE } from '../layout/layout-sizes.ts';

/** The way of a failure from the stage that failed to the catch that took it. */
export interface FailureRoute {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly route: readonly Point[];
}

/** The failures that a run's trycatches have caught, as lines from the failed member of try to the first member of catch. */
export function toFailureRoutes(
  diagram: StageDiagram,
  layout: DiagramLayout,
  run: Run | undefined,
): readonly FailureRoute[] {
  if (!run) return [];
  return diagram.nodes.flatMap((scope) => {
    if (!scope.lanes.includes('catch')) return [];
    const members = (role: string) =>
      diagram.nodes.filter(({ parent }) => parent?.scope === scope.id && parent.role === role);
    const taker = members('catch').find(({ id }) => (run.stages[id]?.attempts ?? 0) > 0);
    const failed = members('try').find(({ id }) => run.stages[id]?.status === 'failed');
    if (!taker || !failed) return [];
    const lane = layout.lanes.get(scope.id)?.find(({ role }) => role === 'catch');
    const route = lane ? routeDown(layout, { from: failed.id, to: taker.id, lane }) : [];
    return route.length === 0 ? [] : [{ id: `${failed.id}⇢${taker.id}`, from: failed.id, to: taker.id, route }];
  });
}

/** Out at the bottom of the failed card, along the free stripe on top of catch's lane, in at the left of the one that takes over. */
function routeDown(layout: DiagramLayout, way: { from: string; to: string; lane: Lane }): readonly Point[] {
  const [start, end] = [layout.boxes.get(way.from), layout.boxes.get(way.to)];
  if (!start || !end) return [];
  const x = start.x + start.width / 2;
  const stripe = end.x - 12;
  const between = way.lane.y + SCOPE.laneTop - 5;
  const y = end.y + CARD.height / 2;
  return [
    { x, y: start.y + start.height },
    { x, y: between },
    { x: stripe, y: between },
    { x: stripe, y },
    { x: end.x, y },
  ];
}
