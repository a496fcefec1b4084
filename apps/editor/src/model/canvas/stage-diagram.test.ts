import { describe, expect, it } from 'vitest';
import { diagramOf, GUARDED, log } from './diagram.test-support.ts';
import type { StageDiagram } from './stage-diagram.ts';

function box(id: string, members: readonly string[]): object {
  return { id, component: 'trycatch', config: { try: members, catch: [] } };
}

describe('toStageDiagram', () => {
  it('draws one edge per arm of a decision, labelled with the arm', () => {
    expect(edgesFrom(diagramOf(GUARDED), 'check')).toEqual(['arm true → guard', 'arm false → tell']);
  });

  it('draws an arm that also stands in depends_on once', () => {
    const stages = [
      { id: 'check', component: 'conditional', config: { condition: '{{true}}', if_true: ['a'] } },
      log('a', ['check']),
    ];
    expect(edgesFrom(diagramOf(stages), 'check')).toEqual(['arm true → a']);
  });

  it('lets an arm that lists a whole chain enter it at its first stage only', () => {
    const stages = [
      { id: 'check', component: 'conditional', config: { condition: '{{true}}', if_true: ['a', 'b'] } },
      log('a'),
      log('b', ['a']),
    ];
    expect(edgesFrom(diagramOf(stages), 'check')).toEqual(['arm true → a']);
  });

  it('puts the members of a trycatch into its lanes', () => {
    const parents = diagramOf(GUARDED)
      .nodes.filter(({ parent }) => parent)
      .map(({ id, parent }) => `${id} in ${parent?.scope}/${parent?.role}`);
    expect(parents).toEqual([
      'deploy in guard/try',
      'probe in guard/try',
      'undo in guard/catch',
      'note in guard/finally',
    ]);
  });

  it('stands the first of two boxes that list each other at the top', () => {
    const { nodes } = diagramOf([box('t1', ['t2']), box('t2', ['t1', 'in']), log('in')]);
    expect(nodes.map(({ id, parent }) => `${id} in ${parent?.scope}`)).toEqual([
      't1 in undefined',
      't2 in t1',
      'in in t2',
    ]);
  });

  it('stands a box that lists itself at the top', () => {
    const { nodes } = diagramOf([
      { id: 'each', component: 'foreach', config: { items: [1], stages: ['each', 'in'] } },
      log('in'),
    ]);
    expect(nodes.map(({ id, parent }) => `${id} in ${parent?.scope}`)).toEqual(['each in undefined', 'in in each']);
  });

  it('draws the order of a sequence, and no edge from a box to its own members', () => {
    const { edges } = diagramOf(GUARDED);
    expect(edges.filter(({ from }) => from === 'guard')).toEqual([]);
    expect(edgesFrom(diagramOf(GUARDED), 'deploy')).toEqual(['order → probe']);
  });

  it('leaves out what the box says already when its member waits for the same stage', () => {
    const stages = [
      log('start'),
      { id: 'guard', component: 'trycatch', depends_on: ['start'], config: { try: ['a'], catch: ['b'] } },
      log('a', ['start']),
      log('b'),
    ];
    expect(edgesFrom(diagramOf(stages), 'start')).toEqual(['dependency → guard']);
  });

  it('stands a ghost where the list that names it puts it, in order with its neighbours', () => {
    const stages = [
      { id: 'guard', component: 'trycatch', config: { try: ['deploy', 'probe'], catch: ['deploy-undo'] } },
      log('deploy'),
    ];
    const { nodes, edges } = diagramOf(stages);
    expect(nodes.map(({ id, card, parent }) => `${id} ${card.kind} ${parent?.role ?? 'top'}`)).toEqual([
      'guard scope top',
      'deploy stage try',
      'probe ghost try',
      'deploy-undo ghost catch',
    ]);
    expect(edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual(['deploy order probe']);
  });

  it('draws a dashed edge from a ghost that only a template names', () => {
    const stages = [{ id: 'a', component: 'logger', config: { message: '{{stages.missing.output}}' } }];
    expect(diagramOf(stages).edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual(['missing reads a']);
  });

  it('folds a box up to one card that takes over the edges of its members', () => {
    const folded = diagramOf(GUARDED, new Set(['guard']));
    expect(folded.nodes.map(({ id }) => id)).toEqual(['start', 'check', 'tell', 'guard', 'celebrate', 'explain']);
    expect(edgesFrom(folded, 'guard')).toEqual(['dependency → celebrate', 'dependency → explain']);
    const guard = folded.nodes.find(({ id }) => id === 'guard');
    expect([guard?.lanes, guard?.card.fact]).toEqual([[], '4 stages inside']);
  });

  it('lists each box before what stands in it, however the file orders them', () => {
    const stages = [
      log('inner-a'),
      { id: 'inner', component: 'trycatch', config: { try: ['inner-a'], catch: ['inner-b'] } },
      log('inner-b'),
      { id: 'outer', component: 'foreach', config: { items: [1], stages: ['inner'] } },
    ];
    const ids = diagramOf(stages).nodes.map(({ id }) => id);
    expect(ids).toEqual(['outer', 'inner', 'inner-a', 'inner-b']);
  });
});

function edgesFrom({ edges }: StageDiagram, id: string): string[] {
  return edges
    .filter(({ from }) => from === id)
    .map(({ kind, arm, to }) => `${kind}${arm === undefined ? '' : ` ${arm}`} → ${to}`);
}
