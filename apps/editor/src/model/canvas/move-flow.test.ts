import { describe, expect, it } from 'vitest';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { diagramOf, log } from './diagram.test-support.ts';
import { moveFlow, moveRoute } from './move-flow.ts';
import { toFlow } from './to-flow.ts';

const diagram = diagramOf([log('a'), log('b', ['a']), log('c', ['b'])]);
const flow = toFlow(diagram, await layoutDiagram(diagram, async (graph) => placeLayered(graph)));
const by = { x: 30, y: -50 };
const lineTo = (id: string) => {
  const data = flow.edges.find(({ target }) => target === id)?.data;
  if (!data) throw new Error(`no line leads to ${id}`);
  return data;
};

describe('moveFlow', () => {
  it('moves what is in the hand above the rest, and leaves the rest as the same objects', () => {
    const moved = moveFlow(flow, new Set(['c']), by);
    const [before, after] = [flow, moved].map(({ nodes }) => nodes.find(({ id }) => id === 'c'));
    expect(after?.position).toEqual(before && { x: before.position.x + 30, y: before.position.y - 50 });
    expect(after?.zIndex).toBeGreaterThan(before?.zIndex ?? Number.NaN);
    expect(moved.nodes.slice(0, 2)).toEqual(flow.nodes.slice(0, 2));
    expect(moved.nodes[0]).toBe(flow.nodes[0]);
    expect(moved.edges.find(({ target }) => target === 'b')).toBe(flow.edges.find(({ target }) => target === 'b'));
  });
});

describe('moveRoute', () => {
  it('keeps the way of a line whose ends stay', () => {
    const line = lineTo('b');
    expect(moveRoute(line, new Set(['c']), by)).toBe(line.route);
  });

  it('takes a line along with both of its ends', () => {
    const line = lineTo('c');
    expect(moveRoute(line, new Set(['b', 'c']), by)).toEqual(line.route.map(({ x, y }) => ({ x: x + 30, y: y - 50 })));
  });

  it('keeps a line at the end that stays and at the one that moves', () => {
    const line = lineTo('c');
    const [start, end] = [line.route[0], line.route.at(-1)];
    const moved = moveRoute(line, new Set(['c']), by);
    expect([moved[0], moved.at(-1)]).toEqual([start, end && { x: end.x + 30, y: end.y - 50 }]);
  });
});
