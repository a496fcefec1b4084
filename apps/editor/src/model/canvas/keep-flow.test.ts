import { describe, expect, it } from 'vitest';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { diagramOf, log } from './diagram.test-support.ts';
import { keepFlow } from './keep-flow.ts';
import { toFlow } from './to-flow.ts';

async function flowOf(message: string) {
  const diagram = diagramOf([log('a'), { ...log('b', ['a']), config: { message } }]);
  return toFlow(diagram, await layoutDiagram(diagram, async (graph) => placeLayered(graph)));
}

const before = await flowOf('one');

describe('keepFlow', () => {
  it('is the same flow when nothing looks different', async () => {
    expect(keepFlow(before, await flowOf('one'))).toBe(before);
  });

  it('keeps the cards that look the same, and the lines', async () => {
    const kept = keepFlow(before, await flowOf('two'));
    expect(kept.nodes.map((node, index) => node === before.nodes[index])).toEqual([true, false]);
    expect(kept.edges).toBe(before.edges);
  });

  it('shows what has changed', async () => {
    const kept = keepFlow(before, await flowOf('two'));
    expect(kept.nodes[1]?.data.node.card.fact).toBe('info · two');
  });
});
