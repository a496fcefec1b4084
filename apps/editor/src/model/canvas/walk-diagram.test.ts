import { describe, expect, it } from 'vitest';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { diagramOf, log } from './diagram.test-support.ts';
import { findNeighbour } from './walk-diagram.ts';

const diagram = diagramOf([log('a'), log('b', ['a']), log('c', ['a']), log('d', ['b', 'c']), log('lone')]);
const { boxes } = await layoutDiagram(diagram, async (graph) => placeLayered(graph));

describe('findNeighbour', () => {
  it('follows an edge to the right', () => {
    expect(findNeighbour(diagram, boxes, 'b', 'right')).toBe('d');
  });

  it('follows an edge back to the left', () => {
    expect(findNeighbour(diagram, boxes, 'c', 'left')).toBe('a');
  });

  it('goes down and up between stages of one column', () => {
    const [upper, lower] = (boxes.get('b')?.y ?? 0) < (boxes.get('c')?.y ?? 0) ? ['b', 'c'] : ['c', 'b'];
    expect([
      findNeighbour(diagram, boxes, upper ?? '', 'down'),
      findNeighbour(diagram, boxes, lower ?? '', 'up'),
    ]).toEqual([lower, upper]);
  });

  it('leads nowhere at the rim', () => {
    expect(findNeighbour(diagram, boxes, 'd', 'right')).toBeUndefined();
  });

  it('leads nowhere from a stage that is not drawn', () => {
    expect(findNeighbour(diagram, boxes, 'gone', 'right')).toBeUndefined();
  });
});
