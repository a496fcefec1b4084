import Elk from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagramOf, GUARDED, log } from '../canvas/diagram.test-support.ts';
import type { StageDiagram } from '../canvas/stage-diagram.ts';
import { type ElkGraph, fromElkGraph, toElkGraph } from './elk-graph.ts';
import { placeLayered } from './layered/layered-layout.ts';
import { layoutDiagram } from './layout.ts';
import type { DiagramLayout } from './layout-compose.ts';
import type { GraphLayouter } from './layout-graph.ts';
import { type Box, inletOf, outletOf } from './layout-sizes.ts';

const elk = new Elk();
const LAYOUTERS: readonly (readonly [string, GraphLayouter])[] = [
  ['our own layout', async (graph) => placeLayered(graph)],
  ['ELK', async (graph) => fromElkGraph((await elk.layout(toElkGraph(graph))) as ElkGraph)],
];

describe.each(LAYOUTERS)('layoutDiagram with %s', (_name, place) => {
  it('gives every card a place, every box room around its members, every edge a way', async () => {
    const diagram = diagramOf(GUARDED);
    expect(faultsOf(diagram, await layoutDiagram(diagram, place))).toEqual([]);
  });

  it('lays boxes inside boxes out', async () => {
    const diagram = diagramOf([
      { id: 'each', component: 'foreach', config: { items: [1], stages: ['a', 'guard'] } },
      log('a'),
      { id: 'guard', component: 'trycatch', config: { try: ['b', 'c'], catch: ['d'] } },
      log('b'),
      log('c'),
      log('d', ['b']),
      log('after', ['c', 'each']),
    ]);
    expect(faultsOf(diagram, await layoutDiagram(diagram, place))).toEqual([]);
  });

  it('draws a chain as one straight line', async () => {
    const diagram = diagramOf([log('a'), log('b', ['a']), log('c', ['b'])]);
    const { boxes, routes } = await layoutDiagram(diagram, place);
    expect(new Set([...boxes.values()].map(({ y }) => y)).size).toBe(1);
    expect([...routes.values()].map((route) => route.length)).toEqual([2, 2]);
  });

  it('survives a cycle', async () => {
    const diagram = diagramOf([log('a', ['c']), log('b', ['a']), log('c', ['b'])]);
    expect(faultsOf(diagram, await layoutDiagram(diagram, place))).toEqual([]);
  });
});

describe('layoutDiagram with positions', () => {
  const place: GraphLayouter = async (graph) => placeLayered(graph);

  it('leaves a stage where a person has put it', async () => {
    const diagram = diagramOf([log('a'), log('b', ['a']), log('c', ['b'])]);
    const { boxes } = await layoutDiagram(diagram, place, { b: [-40, 300] });
    expect(boxes.get('b')).toEqual({ x: -40, y: 300, width: 232, height: 60 });
  });

  it('leaves the others where they are when nothing covers them', async () => {
    const diagram = diagramOf([log('a'), log('b', ['a']), log('c', ['b'])]);
    const [before, after] = [await layoutDiagram(diagram, place), await layoutDiagram(diagram, place, { b: [0, 300] })];
    expect([after.boxes.get('a'), after.boxes.get('c')]).toEqual([before.boxes.get('a'), before.boxes.get('c')]);
  });

  it('moves what a stage was put on out of its way', async () => {
    const diagram = diagramOf([log('a'), log('b', ['a'])]);
    const { boxes } = await layoutDiagram(diagram, place, { b: [10, 10] });
    expect(boxes.get('a')).toEqual({ x: 0, y: 94, width: 232, height: 60 });
  });

  it('counts a position inside a box from the corner of its lane, and makes the box large enough', async () => {
    const diagram = diagramOf(GUARDED);
    const automatic = await layoutDiagram(diagram, place);
    const layout = await layoutDiagram(diagram, place, { probe: [400, 200] });
    const [before, after] = [automatic.boxes.get('deploy'), layout.boxes.get('probe')];
    const [boxBefore, boxAfter] = [automatic.boxes.get('guard'), layout.boxes.get('guard')];
    expect([
      (after?.x ?? 0) - (boxAfter?.x ?? 0) - ((before?.x ?? 0) - (boxBefore?.x ?? 0)),
      (after?.y ?? 0) - (boxAfter?.y ?? 0) - ((before?.y ?? 0) - (boxBefore?.y ?? 0)),
    ]).toEqual([400, 200]);
    expect(faultsOf(diagram, layout)).toEqual([]);
  });

  it('keeps cards apart and edges on their handles, wherever one stage is put', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomStages(),
        fc.nat(13),
        fc.tuple(fc.integer({ min: -500, max: 2000 }), fc.integer({ min: -500, max: 2000 })),
        async (stages, index, position) => {
          const diagram = diagramOf(stages);
          const layout = await layoutDiagram(diagram, place, { [`s${index % stages.length}`]: position });
          expect(faultsOf(diagram, layout)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('placeLayered', () => {
  it('keeps cards apart and edges on their handles, whatever the graph', async () => {
    await fc.assert(
      fc.asyncProperty(randomStages(), async (stages) => {
        const diagram = diagramOf(stages);
        const layout = await layoutDiagram(diagram, async (graph) => placeLayered(graph));
        expect(faultsOf(diagram, layout)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('sends no edge of a tree across another', async () => {
    const diagram = diagramOf([log('a'), log('b', ['a']), log('c', ['a']), log('d', ['c']), log('e', ['b'])]);
    const { boxes } = await layoutDiagram(diagram, async (graph) => placeLayered(graph));
    const y = (id: string) => boxes.get(id)?.y ?? 0;
    expect(Math.sign(y('b') - y('c'))).toBe(Math.sign(y('e') - y('d')));
  });
});

/** What a person would see to be wrong. */
function faultsOf(diagram: StageDiagram, { boxes, routes }: DiagramLayout): string[] {
  const faults: string[] = [];
  const nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
  for (const { id, parent } of diagram.nodes) {
    const box = boxes.get(id);
    if (!box) faults.push(`${id} has no place`);
    const outer = parent && boxes.get(parent.scope);
    if (box && outer && !contains(outer, box)) faults.push(`${id} sticks out of ${parent.scope}`);
  }
  const siblings = Map.groupBy(diagram.nodes, ({ parent }) => `${parent?.scope} ${parent?.role}`);
  for (const group of siblings.values()) {
    for (const [index, a] of group.entries()) {
      for (const b of group.slice(index + 1))
        if (overlap(boxes.get(a.id), boxes.get(b.id))) faults.push(`${a.id} lies on ${b.id}`);
    }
  }
  for (const edge of diagram.edges) {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    const [fromBox, toBox] = [boxes.get(edge.from), boxes.get(edge.to)];
    const route = routes.get(edge.id) ?? [];
    if (!from || !to || !fromBox || !toBox || route.length < 2) {
      faults.push(`${edge.id} has no way`);
      continue;
    }
    const outlet = outletOf(from, fromBox.width, edge.arm);
    const inlet = inletOf(to);
    if (!isAt(route[0], fromBox.x + outlet.x, fromBox.y + outlet.y))
      faults.push(`${edge.id} does not start at its handle`);
    if (!isAt(route.at(-1), toBox.x + inlet.x, toBox.y + inlet.y)) faults.push(`${edge.id} does not end at its handle`);
    const isSlanted = route.slice(1).some((point, index) => {
      const before = route[index];
      return before && Math.abs(before.x - point.x) > 0.5 && Math.abs(before.y - point.y) > 0.5;
    });
    if (isSlanted) faults.push(`${edge.id} is slanted`);
  }
  return faults;
}

function contains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

function overlap(a: Box | undefined, b: Box | undefined): boolean {
  if (!a || !b) return false;
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isAt(point: { x: number; y: number } | undefined, x: number, y: number): boolean {
  return point !== undefined && Math.abs(point.x - x) < 1 && Math.abs(point.y - y) < 1;
}

/** Up to 14 stages with dependencies on earlier ones; some of them are the members of a trycatch. */
function randomStages(): fc.Arbitrary<readonly object[]> {
  return fc
    .record({
      dependencies: fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 14 }),
      members: fc.uniqueArray(fc.nat(13), { maxLength: 6 }),
    })
    .map(({ dependencies, members }) => {
      const inside = members.filter((index) => index < dependencies.length);
      const stages = dependencies.map((list, index) =>
        log(`s${index}`, index === 0 ? [] : [...new Set(list.map((n) => `s${n % index}`))]),
      );
      const half = Math.ceil(inside.length / 2);
      const ids = inside.map((index) => `s${index}`);
      const scope = {
        id: 'guard',
        component: 'trycatch',
        config: { try: ids.slice(0, half), catch: ids.slice(half), finally: ['gone'] },
      };
      return ids.length === 0 ? stages : [...stages, scope];
    });
}
