import { describe, expect, it } from 'vitest';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { diagramOf, log } from './diagram.test-support.ts';
import { glideFlow, offsetsBetween } from './glide-flow.ts';
import { toFlow } from './to-flow.ts';

const diagram = diagramOf([log('a'), log('b', ['a'])]);
const flow = toFlow(diagram, await layoutDiagram(diagram, async (graph) => placeLayered(graph)));
const places = new Map(flow.nodes.map(({ id, position }) => [id, position]));
const placeOf = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };

describe('offsetsBetween', () => {
  it('has nothing to go where nothing has moved', () => {
    expect(offsetsBetween(places, flow.nodes, { x: 0, y: 0 })).toEqual(new Map());
  });

  it('lets the anchor stand still and the others go', () => {
    const shown = new Map([
      ['a', { x: placeOf('a').x - 100, y: placeOf('a').y }],
      ['b', placeOf('b')],
    ]);
    expect(offsetsBetween(shown, flow.nodes, { x: 100, y: 0 })).toEqual(new Map([['b', { x: 100, y: 0 }]]));
  });
});

describe('glideFlow', () => {
  const offsets = new Map([['b', { x: 40, y: -20 }]]);

  it('starts where a node was shown', () => {
    const b = glideFlow(flow, offsets, 1).nodes.find(({ id }) => id === 'b');
    expect(b?.position).toEqual({ x: placeOf('b').x + 40, y: placeOf('b').y - 20 });
  });

  it('ends where it belongs', () => {
    expect(glideFlow(flow, offsets, 0).nodes.map(({ position }) => position)).toEqual([...places.values()]);
  });

  it('keeps the lines at the nodes', () => {
    const [before, after] = [flow.edges[0], glideFlow(flow, offsets, 0.5).edges[0]];
    const [start, end] = [before?.data.route[0], before?.data.route.at(-1)];
    expect([after?.data.route[0], after?.data.route.at(-1)]).toEqual([start, end && { x: end.x + 20, y: end.y - 10 }]);
  });

  it('leaves what does not move as the same object', () => {
    expect(glideFlow(flow, offsets, 0.5).nodes[0]).toBe(flow.nodes[0]);
  });
});
