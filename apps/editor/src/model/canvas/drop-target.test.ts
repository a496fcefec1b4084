import { builtinComponents } from '@flowmason/engine';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { GUARDED } from './diagram.test-support.ts';
import { findEdge, findLane, findStageAt, indexInList, toWrittenIndex } from './drop-target.ts';
import { toStageDiagram } from './stage-diagram.ts';

const { graph, reading } = openPipelineDocument(JSON.stringify({ name: 't', version: '1.0.0', stages: GUARDED }));
if (!graph) throw new Error('the test document has no stages');
const diagram = toStageDiagram({ graph, ghosts: reading.ghosts, components: builtinComponents, hasEmptyLists: true });
const layout = await layoutDiagram(diagram, async (one) => placeLayered(one));
const drawn = { diagram, layout };
const NONE: ReadonlySet<string> = new Set();

function middleOf(id: string) {
  const box = layout.boxes.get(id);
  if (!box) throw new Error(`${id} is not drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe('findLane', () => {
  it('puts a stage that is let go left of all others first', () => {
    const point = { ...middleOf('deploy'), x: middleOf('deploy').x - 60 };
    expect(findLane(drawn, { graph, point, ids: NONE })).toMatchObject({ scope: 'guard', role: 'try', index: 0 });
  });

  it('puts it between the two that stand at its sides', () => {
    const [a, b] = [middleOf('deploy'), middleOf('probe')];
    expect(findLane(drawn, { graph, point: { x: (a.x + b.x) / 2, y: a.y }, ids: NONE })?.index).toBe(1);
  });

  it('does not count what is in the hand', () => {
    const point = { ...middleOf('probe'), x: middleOf('probe').x + 60 };
    expect(findLane(drawn, { graph, point, ids: new Set(['deploy']) })?.index).toBe(1);
  });

  it('keeps the turn of a card that is only moved below its neighbour', () => {
    const box = layout.boxes.get('deploy');
    const point = { x: middleOf('deploy').x + 4, y: middleOf('deploy').y + 40 };
    const held = { graph, point, ids: new Set(['probe']), ...(box && { box: { ...box, y: box.y + 80 } }) };
    expect(findLane(drawn, held)?.index).toBe(1);
  });

  it('finds nothing outside of boxes', () => {
    expect(findLane(drawn, { graph, point: middleOf('start'), ids: NONE })).toBeUndefined();
  });

  it('does not put a box into itself', () => {
    expect(findLane(drawn, { graph, point: middleOf('deploy'), ids: new Set(['guard']) })).toBeUndefined();
  });
});

describe('indexInList', () => {
  it('tells the turn that a stage has', () => {
    expect(indexInList(graph, { scope: 'guard', role: 'try' }, new Set(['probe']))).toBe(1);
  });

  it('knows nothing of a stage that stands elsewhere', () => {
    expect(indexInList(graph, { scope: 'guard', role: 'try' }, new Set(['start']))).toBeUndefined();
  });
});

describe('findEdge', () => {
  it('finds the line that leads through the point', () => {
    const route = layout.routes.get('start→check') ?? [];
    const [first, second] = route;
    expect(first && second && findEdge(drawn, { x: (first.x + second.x) / 2, y: first.y + 6 }, 10)?.id).toBe(
      'start→check',
    );
  });

  it('finds none where there is none', () => {
    expect(findEdge(drawn, { x: -500, y: -500 }, 10)).toBeUndefined();
  });
});

describe('findStageAt', () => {
  it('finds a member before the box that it stands in', () => {
    expect(findStageAt(drawn, middleOf('undo'))).toBe('undo');
  });

  it('finds a box by its head only', () => {
    const box = layout.boxes.get('guard');
    const head = { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 10 };
    const lane = { x: (box?.x ?? 0) + 4, y: (box?.y ?? 0) + 60 };
    expect([findStageAt(drawn, head), findStageAt(drawn, lane)]).toEqual(['guard', undefined]);
  });
});

describe('toWrittenIndex', () => {
  it('counts what is in the hand as long as it still stands in the list', () => {
    const listed = ['a', 'held', 'b', 'c'];
    expect([0, 1, 2, 3].map((index) => toWrittenIndex(listed, new Set(['held']), index))).toEqual([0, 1, 3, 4]);
  });
});
