import { describe, expect, it } from 'vitest';
import { diffPipelines } from '../diff/pipeline-diff.ts';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { diagramOf, GUARDED, log } from './diagram.test-support.ts';
import { withRemovedPositions, withRemovedStages } from './removed-stages.ts';
import type { StageDiagram } from './stage-diagram.ts';
import { toFlow } from './to-flow.ts';

type Stages = readonly object[];

describe('withRemovedStages', () => {
  it('draws a removed stage between those that it was connected with', () => {
    const shown = compare([log('a'), log('b', ['a']), log('c', ['b'])], [log('a'), log('c')]);
    expect(removedOf(shown)).toEqual(['b in top']);
    expect(linesOf(shown)).toEqual(['a → b', 'b → c']);
  });

  it('leaves the diagram as it is when no stage was removed', () => {
    const now = diagramOf([log('a'), log('b')]);
    expect(withRemovedStages(now, diagramOf([log('a')]), changesOf([log('a')], [log('a'), log('b')]))).toBe(now);
  });

  it('keeps the outcome that led to a removed stage while the decision still has it', () => {
    const now = without(GUARDED, 'tell', { check: { if_false: ['start'] } });
    expect(compare(GUARDED, now).edges.filter(({ kind }) => kind === 'removed')).toEqual([
      { id: 'check→tell:false removed', from: 'check', to: 'tell', kind: 'removed', arm: 'false' },
    ]);
  });

  it('draws a plain line where the outcome itself is gone', () => {
    const router = (routes: object) => ({ id: 'r', component: 'router', config: { value: '{{1}}', routes } });
    const shown = compare([router({ x: ['a'], y: ['b'] }), log('a'), log('b')], [router({ x: ['a'] }), log('a')]);
    expect(shown.edges.filter(({ kind }) => kind === 'removed').map(({ to, arm }) => [to, arm])).toEqual([
      ['b', undefined],
    ]);
  });

  it('stands a removed member in the box that it stood in, also when nothing else is left in its lane', () => {
    const shown = compare(GUARDED, without(GUARDED, 'note', { guard: { finally: undefined } }));
    expect(removedOf(shown)).toEqual(['note in guard/finally']);
    expect(shown.nodes.find(({ id }) => id === 'guard')?.lanes).toEqual(['try', 'catch', 'finally']);
  });

  it('leads from a removed box to those of its members that nothing else led to', () => {
    const each = { id: 'each', component: 'foreach', config: { items: [1], stages: ['one', 'two'] } };
    const shown = compare([log('a'), { ...each, depends_on: ['a'] }, log('one'), log('two', ['one'])], [log('a')]);
    expect(removedOf(shown)).toEqual(['each in top', 'one in top', 'two in top']);
    expect(linesOf(shown).toSorted()).toEqual(['a → each', 'each → one', 'one → two']);
  });

  it('stands a member of a removed box in the next box around it', () => {
    const outer = (stages: Stages | string[]) => ({
      id: 'outer',
      component: 'foreach',
      config: { items: [1], stages },
    });
    const inner = { id: 'inner', component: 'foreach', config: { items: [1], stages: ['x'] } };
    const shown = compare([outer(['inner', 'y']), inner, log('x'), log('y')], [outer(['y']), log('y')]);
    expect(removedOf(shown)).toEqual(['inner in outer/body', 'x in outer/body']);
  });

  it('finds a box and a neighbour again that were renamed', () => {
    const each = (id: string, stages: string[]) => ({ id, component: 'foreach', config: { items: [1], stages } });
    const before = [each('each', ['in']), log('in'), log('old'), log('gone', ['old'])];
    const shown = compare(before, [each('each', ['in']), log('in'), { ...log('old'), id: 'new' }]);
    expect(linesOf(shown)).toEqual(['new → gone']);
  });

  it('draws nothing of what stood in a box that is folded up', () => {
    const folded = new Set(['guard']);
    const after = without(GUARDED, 'note', { guard: { finally: undefined } });
    const now = diagramOf(after, folded);
    expect(withRemovedStages(now, diagramOf(GUARDED, folded), changesOf(GUARDED, after))).toBe(now);
  });

  it('leaves a stage that is removed and still named to its ghost', () => {
    const shown = compare([log('a'), log('b', ['a'])], [log('b', ['a'])]);
    expect(shown.nodes.map(({ id, card }) => `${id} ${card.kind}`)).toEqual(['b stage', 'a ghost']);
    expect(shown.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual(['a dependency b']);
  });

  it('stands the ghost of a removed stage where that stood, connected as it was', () => {
    const reader = { id: 'reader', component: 'logger', config: { message: '{{stages.note.output}}' } };
    const before = [...GUARDED, log('last', ['undo']), reader];
    const after = without(before, 'note', { guard: { try: ['deploy', 'note'], finally: undefined } });
    expect(compare(before, after).nodes.find(({ id }) => id === 'note')?.parent).toEqual({
      scope: 'guard',
      role: 'try',
    });
    const unlisted = compare(before, without(before, 'note', { guard: { finally: undefined } }));
    const note = unlisted.nodes.find(({ id }) => id === 'note');
    expect([note?.card.kind, note?.parent]).toEqual(['ghost', { scope: 'guard', role: 'finally' }]);
    const chain = [log('a'), log('b', ['a']), { ...reader, config: { message: '{{stages.b.output}}' } }];
    expect(linesOf(compare(chain, [chain[0] ?? {}, chain[2] ?? {}]))).toEqual(['a → b']);
  });

  it('has a place for every removed stage and a way for every line to one', async () => {
    const shown = compare(GUARDED, [log('start'), log('explain')]);
    const flow = toFlow(shown, await layoutDiagram(shown, async (graph) => placeLayered(graph), {}));
    expect([flow.nodes.length, flow.edges.length]).toEqual([shown.nodes.length, shown.edges.length]);
    expect(flow.nodes.filter(({ type }) => type === 'removed').length).toBe(GUARDED.length - 2);
  });

  it('does not say of a stage that is there that it waits for a removed one', async () => {
    const shown = compare([log('a'), log('b', ['a'])], [log('b')]);
    const { nodes } = toFlow(shown, await layoutDiagram(shown, async (graph) => placeLayered(graph), {}));
    expect(nodes.map(({ id, data }) => [id, data.before, data.after])).toEqual([
      ['b', [], []],
      ['a', [], ['b']],
    ]);
  });
});

describe('withRemovedPositions', () => {
  const before = [log('a'), log('b')];
  const diagrams = { shown: compare(before, [log('a')]), before: diagramOf(before) };

  it('stands a removed stage where it was put by hand', () => {
    expect(withRemovedPositions(diagrams, { a: [0, 0] }, { a: [0, 0], b: [400, 0] })).toEqual({
      a: [0, 0],
      b: [400, 0],
    });
  });

  it('leaves the place to what was put there since', () => {
    expect(withRemovedPositions(diagrams, { a: [390, 20] }, { b: [400, 0] })).toEqual({ a: [390, 20] });
  });
});

function compare(before: Stages, after: Stages): StageDiagram {
  return withRemovedStages(diagramOf(after), diagramOf(before), changesOf(before, after));
}

function changesOf(before: Stages, after: Stages) {
  const [was, now] = [before, after].map(
    (stages) => openPipelineDocument(JSON.stringify({ name: 'test', version: '1.0.0', stages })).reading.pipeline,
  );
  if (!was || !now) throw new Error('not a pipeline');
  return diffPipelines(was, now).stages;
}

/** The stages without one, and with other settings for some. */
function without(stages: Stages, gone: string, configs: { readonly [id: string]: object }): Stages {
  return stages.flatMap((stage) => {
    if (!('id' in stage) || !('config' in stage) || stage.id === gone) return [];
    return [{ ...stage, config: { ...(stage.config as object), ...configs[String(stage.id)] } }];
  });
}

function removedOf({ nodes }: StageDiagram): readonly string[] {
  return nodes
    .filter(({ card }) => card.kind === 'removed')
    .map(({ id, parent }) => `${id} in ${parent ? `${parent.scope}/${parent.role}` : 'top'}`);
}

function linesOf({ edges }: StageDiagram): readonly string[] {
  return edges.filter(({ kind }) => kind === 'removed').map(({ from, to }) => `${from} → ${to}`);
}
