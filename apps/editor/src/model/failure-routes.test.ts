import { newRun, type Run, RunId, type StageRun } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { diagramOf, GUARDED } from './diagram.test-support.ts';
import { toFailureRoutes } from './failure-routes.ts';
import { placeLayered } from './layered/layered-layout.ts';
import { layoutDiagram } from './layout.ts';

const diagram = diagramOf(GUARDED);
const layout = await layoutDiagram(diagram, async (graph) => placeLayered(graph));

describe('toFailureRoutes', () => {
  it('leads from the member that failed to the catch that took it', () => {
    const run = runWith({ deploy: ['succeeded', 1], probe: ['failed', 3], undo: ['running', 1] });
    expect(toFailureRoutes(diagram, layout, run).map(({ from, to }) => `${from} to ${to}`)).toEqual(['probe to undo']);
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
