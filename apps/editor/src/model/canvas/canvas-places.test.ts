import { describe, expect, it } from 'vitest';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { originOf, outermostOf, toPosition, withMembers } from './canvas-places.ts';
import { diagramOf, GUARDED } from './diagram.test-support.ts';

const diagram = diagramOf(GUARDED);
const layout = await layoutDiagram(diagram, async (graph) => placeLayered(graph));
const TRY = { scope: 'guard', role: 'try' } as const;

describe('places', () => {
  it('count from the corner of the diagram for a stage in no box', () => {
    expect(toPosition(layout, undefined, { x: -12.4, y: 7.6 })).toEqual([-12, 8]);
  });

  it('are given back by the layout as they were written, in a lane too', async () => {
    const corner = { x: originOf(layout, TRY).x + 40, y: originOf(layout, TRY).y + 12 };
    const pinned = await layoutDiagram(diagram, async (graph) => placeLayered(graph), {
      deploy: toPosition(layout, TRY, corner),
    });
    const [box, origin] = [pinned.boxes.get('deploy'), originOf(pinned, TRY)];
    expect([box && box.x - origin.x, box && box.y - origin.y]).toEqual([40, 12]);
  });

  it('are not left of or above the corner of a lane', () => {
    const { x, y } = originOf(layout, TRY);
    expect(toPosition(layout, TRY, { x: x - 50, y: y - 50 })).toEqual([0, 0]);
  });
});

describe('members', () => {
  it('go along with their box', () => {
    expect([...withMembers(diagram, ['guard'])].toSorted()).toEqual(['deploy', 'guard', 'note', 'probe', 'undo']);
  });

  it('are left out where their box is there too', () => {
    expect(outermostOf(diagram, ['deploy', 'start', 'guard'])).toEqual(['start', 'guard']);
  });
});
