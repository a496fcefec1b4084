import type { PipelineGraph } from '@flowmason/pipeline-schema';
import type { DiagramLayout } from '../layout/layout-compose.ts';
import { CARD, type Point } from '../layout/layout-sizes.ts';
import type { AddPlace } from './canvas-add.ts';
import { GRID } from './canvas-snap.ts';
import { findLane } from './drop-target.ts';
import type { StageDiagram } from './stage-diagram.ts';

/** Where a stage goes that is put down at a point: into the lane there, at its turn, else with its middle at the point. */
export function placeAt(
  drawn: { readonly diagram: StageDiagram; readonly layout: DiagramLayout },
  graph: PipelineGraph,
  point: Point,
): AddPlace {
  const lane = findLane(drawn, { graph, point, ids: new Set() });
  if (lane) return { into: { owner: lane.scope, arm: lane.role }, index: lane.index };
  return { position: [toGrid(point.x - CARD.width / 2), toGrid(point.y - CARD.height / 2)] };
}

function toGrid(at: number): number {
  return Math.round(at / GRID) * GRID;
}
