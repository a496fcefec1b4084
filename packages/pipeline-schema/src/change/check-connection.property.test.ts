import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphCatalog, pipelineOf, type StageInShort } from '../graph/pipelines.test-support.ts';
import { findScopeClash } from '../graph/scope-clash.ts';
import { isInScope } from '../graph/scopes.ts';
import { buildGraph, type PipelineGraph } from '../graph.ts';
import type { Pipeline } from '../pipeline.ts';
import { checkConnection, legalSources, legalTargets } from './check-connection.ts';
import { findGraphProblem } from './graph-problem.ts';
import type { Connection } from './pipeline-change.ts';
import { withArm, withDependencies } from './pipeline-draft.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
const components = graphCatalog;
const RUNS = Number(process.env['FC_RUNS'] ?? 400);

/** Pipelines without a cycle or a stage in two places: stages wait for and list some of the others. */
const soundPipeline: fc.Arbitrary<Pipeline> = fc
  .array(
    fc.record({
      component: fc.constantFrom('task', 'task', 'task', 'conditional', 'router', 'trycatch', 'foreach'),
      waits: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 2 }),
      lists: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 4 }),
    }),
    { minLength: ids.length, maxLength: ids.length },
  )
  .map((drafts) => {
    let pipeline = pipelineOf(...drafts.map(({ component }, index) => emptyStage(ids[index] ?? '', component)));
    // Each line is drawn only if the pipeline stays sound, so that all kinds of shapes come up.
    drafts.forEach(({ waits, lists }, index) => {
      const id = ids[index] ?? '';
      const arms = components
        .get(pipeline.stages[index]?.component ?? '')
        ?.arms?.(pipeline.stages[index]?.config ?? {});
      lists.forEach((to, at) => {
        const arm = arms?.[at % (arms.length || 1)];
        if (arm !== undefined) pipeline = soundOr(withLine(pipeline, { from: id, to, arm: arm.name }), pipeline);
      });
      for (const from of waits) pipeline = soundOr(withLine(pipeline, { from, to: id }), pipeline);
    });
    return pipeline;
  });

function emptyStage(id: string, component: string): StageInShort {
  const config =
    component === 'router'
      ? {
          routes: [
            { name: 'x', stages: [] },
            { name: 'y', stages: [] },
          ],
        }
      : {};
  return { id, component, config };
}

function withLine(pipeline: Pipeline, { from, to, arm }: Connection): Pipeline {
  if (arm === undefined) return withDependencies(pipeline, to, (list) => [...new Set([...list, from])]);
  const stage = pipeline.stages.find(({ id }) => id === from);
  const pointer = components
    .get(stage?.component ?? '')
    ?.arms?.(stage?.config ?? {})
    .find(({ name }) => name === arm)?.pointer;
  return pointer === undefined ? pipeline : withArm(pipeline, from, pointer, (list) => [...new Set([...list, to])]);
}

function soundOr(next: Pipeline, before: Pipeline): Pipeline {
  const graph = buildGraph(next, components);
  const isSound = graph.cycles.length === 0 && ids.every((id) => findScopeClash(graph, id) === undefined);
  return isSound ? next : before;
}

/** A pipeline and one line that could be drawn in it. */
const drawing = soundPipeline.chain((pipeline) => {
  const outcomes = pipeline.stages.flatMap(({ id, component, config }) => [
    { from: id, arm: undefined },
    ...(components.get(component)?.arms?.(config) ?? []).map(({ name }) => ({ from: id, arm: name })),
  ]);
  return fc.record({
    pipeline: fc.constant(pipeline),
    outcome: fc.constantFrom(...outcomes),
    to: fc.constantFrom(...ids),
  });
});

/** A stage and all that it leads to. */
function takenAlong(graph: PipelineGraph, id: string): readonly string[] {
  const found = new Set([id]);
  for (const each of found) for (const arm of graph.arms.get(each) ?? []) for (const to of arm.stages) found.add(to);
  return [...found].filter((each) => each === id || !isInScope(each, id, graph.membership));
}

describe('checkConnection', () => {
  it('lets no line pass that closes a cycle or puts a stage into two places', () => {
    fc.assert(
      fc.property(drawing, ({ pipeline, outcome: { from, arm }, to }) => {
        const graph = buildGraph(pipeline, components);
        const after = buildGraph(withLine(pipeline, { from, to, arm }), components);
        const check = checkConnection(graph, { from, to, arm });
        if (check.isLegal) expect(findGraphProblem(graph, after, ids)).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('blames a cycle only where there would be one', () => {
    fc.assert(
      fc.property(drawing, ({ pipeline, outcome: { from, arm }, to }) => {
        const graph = buildGraph(pipeline, components);
        // Of what is a part of some scope already, less is promised: it may be refused what would end well.
        fc.pre(arm === undefined || takenAlong(graph, to).every((id) => !graph.membership.has(id)));
        const after = buildGraph(withLine(pipeline, { from, to, arm }), components);
        const check = checkConnection(graph, { from, to, arm });
        if (!check.isLegal && check.reason.includes('wait for each other')) {
          expect(after.cycles).not.toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('says of each target and source what legalTargets and legalSources say', () => {
    fc.assert(
      fc.property(drawing, ({ pipeline, outcome: { from, arm }, to }) => {
        const graph = buildGraph(pipeline, components);
        const targets = new Map(ids.map((each) => [each, checkConnection(graph, { from, to: each, arm })]));
        expect(legalTargets(graph, from, arm)).toEqual(targets);
        const sources = new Map(ids.map((each) => [each, checkConnection(graph, { from: each, to })]));
        expect(legalSources(graph, to)).toEqual(sources);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
