import type { Arm, ComponentCatalog } from './component.ts';
import { analyseMoments } from './graph/analyse-moments.ts';
import { createMoments } from './graph/moments.ts';
import { collectOrder } from './graph/order-edges.ts';
import { collectOwners, type Owner } from './graph/owners.ts';
import { createReduction } from './graph/reduction.ts';
import { collectScopes, isInScope, type Membership, type Scope } from './graph/scopes.ts';
import type { Pipeline, Stage } from './pipeline.ts';

/** One edge of a pipeline's graph. `order` edges only make a member wait; a skip does not spread along them. */
export type GraphEdge = {
  readonly from: string;
  readonly to: string;
  readonly kind: 'dependency' | 'arm' | 'order';
};

/**
 * What the stages of a pipeline mean to each other (`spec.md` §4.1, §4.4): who owns whom, who waits for whom, in which
 * order. Stages that are not defined appear nowhere in it.
 */
export interface PipelineGraph {
  /** In file order; of two stages with one id the first counts. */
  readonly stages: ReadonlyMap<string, Stage>;
  /** The lists of each owner, members that are not defined left out. */
  readonly arms: ReadonlyMap<string, readonly Arm[]>;
  /** The owners of each member, in file order. */
  readonly owners: ReadonlyMap<string, readonly Owner[]>;
  /** Every trycatch and foreach with its members by role. */
  readonly scopes: ReadonlyMap<string, Scope>;
  /** Where each member of a scope belongs; of nested scopes the innermost. */
  readonly membership: ReadonlyMap<string, Membership>;
  /**
   * `from` settles before `to` starts; only for the arms of a trycatch or foreach `from` merely starts before `to`.
   * Implied edges are included, a member's edge to a scope around it is not.
   */
  readonly edges: readonly GraphEdge[];
  readonly predecessors: ReadonlyMap<string, readonly string[]>;
  readonly successors: ReadonlyMap<string, readonly string[]>;
  /** Topological, ties in file order; stages of a cycle and behind one last. */
  readonly order: readonly string[];
  /** Length of the longest path to each stage, from 0; for display only. */
  readonly wave: ReadonlyMap<string, number>;
  /** One shortest cycle per knot of stages that wait for each other; each a list of ids in order, starting anywhere. */
  readonly cycles: readonly (readonly string[])[];
  /** The innermost trycatch or foreach that a stage is a member of, also through conditionals and routers. */
  readonly scopeOf: ReadonlyMap<string, string | undefined>;
  /** `depends_on` without unknown stages, repetitions and the scopes around the stage. */
  dependencies(id: string): readonly string[];
  /** The members that a stage of a scope's list waits for only because they stand before it. */
  orderPredecessors(id: string): readonly string[];
  /**
   * The dependencies that the join looks at: `depends_on` in the transitive reduction of the graph with the edges of
   * conditionals and routers, the stage's own owners left out.
   */
  joinDependencies(id: string): readonly string[];
  /** Whether `read` may have settled before `reader` starts. */
  isUpstream(reader: string, read: string): boolean;
}

/** The graph of `pipeline`. Total: what is unknown is ignored, cycles are reported, nothing recurses with the depth of the graph. */
export function buildGraph(pipeline: Pipeline, components: ComponentCatalog): PipelineGraph {
  const stages = new Map<string, Stage>();
  for (const stage of pipeline.stages) if (!stages.has(stage.id)) stages.set(stage.id, stage);

  const { arms, owners } = collectOwners(stages, components);
  const { scopes, membership } = collectScopes(stages, arms, owners);
  const dependencies = collectDependencies(stages, scopes, membership);
  const moments = createMoments({ stages, arms, scopes, membership, dependencies });
  const orderPredecessors = collectOrder({ stages, arms, scopes, membership, dependencies }, moments);
  const { order, wave, cycles, isUpstream } = analyseMoments(moments);

  const edges = collectEdges({ stages, arms, dependencies, orderPredecessors });
  const reduction = createReduction({ stages, owners, dependencies, rank: rankOf(order) });
  const { predecessors, successors } = toAdjacency(stages, edges);
  return {
    stages,
    arms,
    owners,
    scopes,
    membership,
    edges,
    predecessors,
    successors,
    order,
    wave,
    cycles,
    scopeOf: new Map([...stages.keys()].map((id) => [id, membership.get(id)?.scope])),
    dependencies: (id) => dependencies.get(id) ?? [],
    orderPredecessors: (id) => orderPredecessors.get(id) ?? [],
    joinDependencies: reduction,
    isUpstream,
  };
}

/**
 * Everything but unknown stages, repetitions, and edges between a scope and what is inside it: a scope around a stage
 * never settles before it, and a trycatch always waits for its members (`spec.md` §4.1).
 */
function collectDependencies(
  stages: ReadonlyMap<string, Stage>,
  scopes: ReadonlyMap<string, Scope>,
  membership: ReadonlyMap<string, Membership>,
): ReadonlyMap<string, readonly string[]> {
  const isInside = (id: string, other: string): boolean =>
    (scopes.has(other) && isInScope(id, other, membership)) ||
    (scopes.get(id)?.kind === 'trycatch' && isInScope(other, id, membership));
  return new Map(
    [...stages.values()].map(({ id, depends_on }) => [
      id,
      [...new Set(depends_on)].filter((other) => stages.has(other) && !isInside(id, other)),
    ]),
  );
}

function collectEdges(graph: {
  stages: ReadonlyMap<string, Stage>;
  arms: ReadonlyMap<string, readonly Arm[]>;
  dependencies: ReadonlyMap<string, readonly string[]>;
  orderPredecessors: ReadonlyMap<string, readonly string[]>;
}): GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (const to of graph.stages.keys()) {
    for (const from of graph.dependencies.get(to) ?? []) edges.push({ from, to, kind: 'dependency' });
    for (const from of graph.orderPredecessors.get(to) ?? []) edges.push({ from, to, kind: 'order' });
  }
  for (const [from, arms] of graph.arms) {
    const members = new Set(arms.flatMap(({ stages }) => stages));
    for (const to of members) edges.push({ from, to, kind: 'arm' });
  }
  return edges;
}

function toAdjacency(stages: ReadonlyMap<string, Stage>, edges: readonly GraphEdge[]) {
  const predecessors = new Map<string, Set<string>>();
  const successors = new Map<string, Set<string>>();
  for (const id of stages.keys()) {
    predecessors.set(id, new Set());
    successors.set(id, new Set());
  }
  for (const { from, to } of edges) {
    predecessors.get(to)?.add(from);
    successors.get(from)?.add(to);
  }
  const toLists = (sets: ReadonlyMap<string, ReadonlySet<string>>) =>
    new Map([...sets].map(([id, set]) => [id, [...set]]));
  return { predecessors: toLists(predecessors), successors: toLists(successors) };
}

function rankOf(order: readonly string[]): ReadonlyMap<string, number> {
  return new Map(order.map((id, index) => [id, index]));
}

export type { Membership, Owner, Scope };
