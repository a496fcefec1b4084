import { describe, expect, it } from 'vitest';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import type { StagePositions } from '../layout/layout-pins.ts';
import { diagramOf, GUARDED, log } from './diagram.test-support.ts';
import { toNudgedPositions } from './nudge-stages.ts';

const diagram = diagramOf([...GUARDED, log('lone', ['lost'])]);
const write = (layout: StagePositions) => JSON.stringify({ stages: [], layout });

async function drawAt(positions: StagePositions) {
  const layout = await layoutDiagram(diagram, async (graph) => placeLayered(graph), positions);
  return { diagram, layout };
}

const DRAWN = await drawAt({ start: [0, 0], guard: [800, 400], deploy: [40, 20] });

describe('toNudgedPositions', () => {
  it('moves what stands in a box with the box alone', () => {
    const text = write({ guard: [800, 400], deploy: [40, 20] });
    expect(toNudgedPositions(DRAWN, ['guard', 'deploy', 'probe'], { by: { x: 20, y: 0 }, text })).toEqual({
      guard: [820, 400],
    });
  });

  it('counts from where the text has a stage, which may be ahead of what is drawn', () => {
    const text = write({ start: [60, 0] });
    expect(toNudgedPositions(DRAWN, ['start'], { by: { x: 20, y: 0 }, text })).toEqual({ start: [80, 0] });
  });

  it('counts from where a stage is drawn that the text gives no place', () => {
    expect(toNudgedPositions(DRAWN, ['start'], { by: { x: 0, y: 20 }, text: '{}' })).toEqual({ start: [0, 20] });
  });

  it('keeps a stage inside of its lane', () => {
    const text = write({ deploy: [40, 10] });
    expect(toNudgedPositions(DRAWN, ['deploy'], { by: { x: 0, y: -20 }, text })).toEqual({ deploy: [40, 0] });
  });

  it('leaves stages that are only named', () => {
    expect(toNudgedPositions(DRAWN, ['lost'], { by: { x: 20, y: 0 }, text: '{}' })).toEqual({});
  });
});
