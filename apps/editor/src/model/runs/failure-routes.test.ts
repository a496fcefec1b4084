import { newRun, type Run, RunId, type StageRun } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { diagramOf, GUARDED } from '../canvas/diagram.test-support.ts';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { toFailureRoutes } from './failure-routes.ts';

const diagram = diagramOf(GUARDED);
const layout = await layoutDiagram(diagram, async (graph) => placeLayered(graph));

describe('toFailureRoutes', () => {
  it('leads from the member that failed to the catch that took it', () => {
    const run = runWith({ deploy: ['succeeded', 1], probe: ['failed', 3], undo: ['running', 1] });
    expect(toFailureRoutes(diagram, layout, run).map(({ from, to }) => `${from} to ${to}`)).toEqual(['probe to undo']);
  });

  it('runs along the free stripe between the lanes, behind no card', () => {
    const run = runWith({ probe: ['failed', 1], undo: ['running', 1] });
    const lane = layout.lanes.get('guard')?.find(({ role }) => role === 'catch');
    const level = toFailureRoutes(diagram, layout, run)[0]?.route[1]?.y ?? 0;
    const cards = ['undo', 'probe'].map((id) => layout.boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 });
    expect(level).toBeGreaterThan(lane?.y ?? 0);
    expect(cards.filter(({ y, height }) => level >= y && level <= y + height)).toEqual([]);
  });

  it('draws nothing while catch has not started', () => {
    expect(toFailureRoutes(diagram, layout, runWith({ probe: ['failed', 1], undo: ['pending', 0] }))).toEqual([]);
  });

  it('draws nothing without a run', () => {
    expect(toFailureRoutes(diagram, layout, undefined)).toEqual([]);
  });
});

function runWith(stages: Record<string, readonly [StageRun['status'], number]>): Run {
  const entries = Object.entries(stages).map(([id, [status, attempts]]): [string, StageRun] => [
    id,
    {
      status,
      attempts,
      component: 'logger',
      started_at: null,
      finished_at: null,
      duration_ms: null,
      config: null,
      output: null,
      error: null,
    },
  ]);
  return { ...newRun(RunId.parse('r')), stages: Object.fromEntries(entries) };
}
