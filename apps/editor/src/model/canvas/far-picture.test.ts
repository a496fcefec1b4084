import { foldRun, newRun, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { journalOf, queued } from '../runs/run-events.test-support.ts';
import { diagramOf, log } from './diagram.test-support.ts';
import { toFarPicture } from './far-picture.ts';
import { toFlow } from './to-flow.ts';

describe('toFarPicture', () => {
  it('draws all cards of a kind as one path and all lines as one', async () => {
    const { nodes, edges } = await flowOf([log('a'), log('b', ['a'])]);
    expect(toFarPicture(nodes, edges, undefined)).toEqual({
      boxes: '',
      lines: new Map([['plain', 'M 232 30 L 280 30']]),
      cards: new Map([['flow', 'M0 0h232v60h-232zM280 0h232v60h-232z']]),
    });
  });

  it('draws of a box its ground, and its head as a card', async () => {
    const { nodes, edges } = await flowOf([
      { id: 'each', component: 'foreach', config: { items: '{{[1]}}', stages: ['a'] } },
      log('a'),
    ]);
    const { boxes, cards } = toFarPicture(nodes, edges, undefined);
    expect({ boxes, head: cards.get('control') }).toEqual({
      boxes: 'M0 0h280v156h-280z',
      head: 'M0 0h280v44h-280z',
    });
  });

  it('colours what has a status in a run by that, and draws ghosts as such', async () => {
    const { nodes, edges } = await flowOf([log('a'), log('b', ['a']), log('c', ['missing'])]);
    const journal = journalOf([
      queued({ a: 'logger', b: 'logger', c: 'logger' }),
      { type: 'run.started' },
      { type: 'stage.started', stage_id: 'a', attempt: 1, config: {} },
    ]);
    const { cards } = toFarPicture(nodes, edges, foldRun(newRun(RunId.parse('r1')), journal));
    expect([...cards.keys()]).toEqual(['running', 'flow', 'ghost']);
  });
});

async function flowOf(stages: readonly object[]) {
  const diagram = diagramOf(stages);
  return toFlow(diagram, await layoutDiagram(diagram, async (graph) => placeLayered(graph)));
}
