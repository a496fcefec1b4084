import { describe, expect, it } from 'vitest';
import { graphCatalog, pipelineOf, type StageInShort } from './graph/pipelines.test-support.ts';
import { buildGraph } from './graph.ts';

const graphOf = (...stages: StageInShort[]) => buildGraph(pipelineOf(...stages), graphCatalog);

describe('buildGraph', () => {
  it('adds an edge from each owner to the stages that it lists', () => {
    const graph = graphOf(
      { id: 'if', component: 'conditional', config: { if_true: ['a'], if_false: ['b'] } },
      'a',
      'b',
    );
    expect(graph.edges).toEqual([
      { from: 'if', to: 'a', kind: 'arm' },
      { from: 'if', to: 'b', kind: 'arm' },
    ]);
    expect(graph.owners.get('a')).toEqual([{ owner: 'if', arm: 'true', role: 'branch' }]);
  });

  it('ignores stages that are not defined', () => {
    const graph = graphOf(
      { id: 'a', depends_on: ['ghost'] },
      { id: 't', component: 'trycatch', config: { try: ['gone', 'a'] } },
    );
    expect(graph.dependencies('a')).toEqual([]);
    expect(graph.scopes.get('t')?.members.try).toEqual(['a']);
  });

  it('drops the edge from a member to a scope around it', () => {
    const graph = graphOf(
      { id: 'outer', component: 'trycatch', config: { try: ['inner'] } },
      { id: 'inner', component: 'foreach', config: { stages: ['m'] } },
      { id: 'm', depends_on: ['outer', 'inner'] },
    );
    expect(graph.cycles).toEqual([]);
    expect(graph.dependencies('m')).toEqual([]);
  });

  it('drops the edge from a member to its own trycatch, which is no cycle', () => {
    const graph = graphOf(
      { id: 'first' },
      { id: 't', component: 'trycatch', depends_on: ['first', 'm'], config: { try: ['m'] } },
      'm',
    );
    expect(graph.cycles).toEqual([]);
    expect(graph.dependencies('t')).toEqual(['first']);
  });

  it('ends on blocks that list each other, beside a dependency on another block', () => {
    const graph = graphOf(
      { id: 'a', component: 'trycatch', config: { try: ['b'] } },
      { id: 'b', component: 'trycatch', depends_on: ['c'], config: { try: ['a'] } },
      { id: 'c', component: 'trycatch', config: { try: ['d'] } },
      'd',
    );
    expect(new Set(graph.cycles.flat())).toEqual(new Set(['a', 'b']));
  });

  it('counts stages that a decider in a list owns as members of the scope', () => {
    const graph = graphOf(
      { id: 't', component: 'trycatch', config: { try: ['if', 'after'] } },
      { id: 'if', component: 'conditional', config: { if_true: ['yes'], if_false: ['r'] } },
      'yes',
      { id: 'r', component: 'router', config: { routes: [{ name: 'x', condition: '', stages: ['deep'] }] } },
      'deep',
      'after',
    );
    expect(graph.scopes.get('t')?.members.try).toEqual(['if', 'yes', 'r', 'deep', 'after']);
    expect(graph.scopeOf.get('deep')).toBe('t');
    expect(graph.membership.get('deep')).toEqual({ scope: 't', role: 'try', listed: false });
  });

  it('lets a member follow the one before it and everything that one owns', () => {
    const graph = graphOf(
      { id: 't', component: 'trycatch', config: { try: ['if', 'after', 'last'] } },
      { id: 'if', component: 'conditional', config: { if_true: ['yes'] } },
      'yes',
      'after',
      { id: 'last', depends_on: ['if'] },
    );
    expect(graph.orderPredecessors('after')).toEqual(['if', 'yes']);
    expect(graph.orderPredecessors('last')).toEqual([]);
  });

  it('leaves an order edge out where it would close a cycle', () => {
    const graph = graphOf(
      { id: 't', component: 'trycatch', config: { try: ['b', 'a'] } },
      { id: 'b', depends_on: ['between'] },
      { id: 'between', depends_on: ['a'] },
      'a',
    );
    expect(graph.orderPredecessors('a')).toEqual([]);
    expect(graph.cycles).toEqual([]);
  });

  it('adds no order edges to a parallel block', () => {
    const graph = graphOf({ id: 't', component: 'trycatch', config: { try: ['a', 'b'], parallel: true } }, 'a', 'b');
    expect(graph.orderPredecessors('b')).toEqual([]);
  });

  it('names the stages of a cycle in order', () => {
    const graph = graphOf(
      { id: 'a', depends_on: ['c'] },
      { id: 'b', depends_on: ['a'] },
      { id: 'c', depends_on: ['b'] },
      'd',
    );
    expect(graph.cycles).toEqual([['a', 'b', 'c']]);
    expect(graph.order).toEqual(['d', 'a', 'b', 'c']);
  });

  it('finds a cycle through a scope that waits for its own member', () => {
    const graph = graphOf(
      { id: 't', component: 'trycatch', config: { try: ['m'] } },
      { id: 'm', depends_on: ['after'] },
      { id: 'after', depends_on: ['t'] },
    );
    expect(graph.cycles).toEqual([['m', 't', 'after']]);
  });

  it('reports a stage that depends on itself', () => {
    expect(graphOf({ id: 'a', depends_on: ['a'] }).cycles).toEqual([['a']]);
  });

  it('shows a join only the dependencies that no longer way leads to', () => {
    const graph = graphOf('a', { id: 'b', depends_on: ['a'] }, 'x', { id: 'c', depends_on: ['a', 'b', 'x'] });
    expect(graph.joinDependencies('c')).toEqual(['b', 'x']);
  });

  it('reduces along the edges of deciders and leaves own owners out', () => {
    const graph = graphOf(
      'a',
      { id: 'if', component: 'conditional', depends_on: ['a'], config: { if_true: ['m'] } },
      { id: 'm', depends_on: ['a', 'if'] },
      { id: 'after', depends_on: ['a', 'm'] },
    );
    expect(graph.joinDependencies('m')).toEqual([]);
    expect(graph.joinDependencies('after')).toEqual(['m']);
  });

  it('does not reduce along the edges of a trycatch', () => {
    const graph = graphOf(
      'a',
      { id: 't', component: 'trycatch', depends_on: ['a'], config: { try: ['m'] } },
      { id: 'm', depends_on: ['a'] },
    );
    expect(graph.joinDependencies('m')).toEqual(['a']);
  });

  it('gives each stage the length of the longest way to it', () => {
    const graph = graphOf(
      'a',
      { id: 't', component: 'trycatch', depends_on: ['a'], config: { try: ['m', 'n'] } },
      'm',
      'n',
      { id: 'z', depends_on: ['t'] },
    );
    expect(Object.fromEntries(graph.wave)).toEqual({ a: 0, t: 1, m: 2, n: 3, z: 4 });
  });

  it('knows what may have settled before a stage starts', () => {
    const graph = graphOf({ id: 't', component: 'trycatch', config: { try: ['m'], catch: ['c'] } }, 'm', 'c', {
      id: 'z',
      depends_on: ['t'],
    });
    expect(graph.isUpstream('c', 'm')).toBe(true);
    expect(graph.isUpstream('m', 'c')).toBe(false);
    expect(graph.isUpstream('m', 't')).toBe(false);
    expect(graph.isUpstream('z', 'm')).toBe(true);
    expect(graph.isUpstream('z', 'z')).toBe(false);
  });

  it.each([
    ['chain', (index: number) => (index === 0 ? [] : [`s${index - 1}`])],
    ['fan', (index: number) => (index === 0 ? [] : ['s0'])],
    ['ladder', (index: number) => [`s${index - 1}`, 's0'].filter(() => index > 1)],
  ])('builds a %s of 10,000 stages within a second', (_, depends) => {
    const pipeline = pipelineOf(
      ...Array.from({ length: 10_000 }, (_, index) => ({ id: `s${index}`, depends_on: depends(index) })),
    );
    const ms = bestOf(3, () => {
      const graph = buildGraph(pipeline, graphCatalog);
      for (const { id } of pipeline.stages) graph.joinDependencies(id);
    });
    expect(ms).toBeLessThan(1000);
  });

  it('tells that 10,000 stages of a chain stand behind its first within a tenth of a second', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
    const pipeline = pipelineOf(...ids.map((id, index) => ({ id, depends_on: index === 0 ? [] : [`s${index - 1}`] })));
    const graph = buildGraph(pipeline, graphCatalog);
    expect(bestOf(1, () => expect(ids.filter((id) => graph.isUpstream(id, 's0'))).toHaveLength(9_999))).toBeLessThan(
      100,
    );
  });

  it('builds a block of 10,000 members in reverse order within a second', () => {
    const ids = Array.from({ length: 9_999 }, (_, index) => `s${index}`);
    const pipeline = pipelineOf({ id: 't', component: 'trycatch', config: { try: [...ids].reverse() } }, ...ids);
    expect(bestOf(3, () => buildGraph(pipeline, graphCatalog))).toBeLessThan(1000);
    expect(buildGraph(pipeline, graphCatalog).wave.get('s0')).toBe(9_999);
  });
});

/** The least time on the processor of several tries, in ms: what else the machine does then hardly counts. */
function bestOf(tries: number, work: () => void): number {
  const times = Array.from({ length: tries }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
