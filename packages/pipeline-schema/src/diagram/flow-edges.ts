import type { Arm, ComponentCatalog } from '../component.ts';
import type { PipelineGraph } from '../graph.ts';
import type { Place } from './flow-outline.ts';

/**
 * An edge as it is drawn. `branch` is an arm of a decision with its name, `enter` and `handler` lead from a block into its
 * lanes, `order` only makes wait, `reference` is a template that reads a stage.
 */
export type FlowEdge = {
  readonly from: string;
  readonly to: string;
  readonly kind: 'dependency' | 'order' | 'branch' | 'enter' | 'handler' | 'reference';
  /** The arm's name, of a `branch`. */
  readonly arm?: string;
};

/** A stage that is referenced but not defined; `PipelineReading.ghosts` has them. */
export type Ghost = {
  readonly id: string;
  readonly referencedBy: readonly { readonly stageId: string; readonly as: string }[];
};

export type FlowEdges = {
  readonly edges: readonly FlowEdge[];
  /** Undefined stages by id, with the lane that names them. */
  readonly ghosts: ReadonlyMap<string, Place | undefined>;
};

/**
 * All edges between stages, each once, undefined stages included: those of `depends_on` always, those of arms when
 * `components` is given, those of templates from `ghosts`.
 */
export function collectFlowEdges(
  graph: PipelineGraph,
  options: { readonly components?: ComponentCatalog | undefined; readonly ghosts?: readonly Ghost[] | undefined },
): FlowEdges {
  const drawing = new Drawing(graph);
  for (const stage of graph.stages.values()) {
    const arms = options.components?.get(stage.component)?.arms?.(stage.config) ?? graph.arms.get(stage.id) ?? [];
    for (const arm of arms) drawing.addArm(stage.id, arm);
  }
  for (const { from, to, kind } of graph.edges) if (kind !== 'arm') drawing.add({ from, to, kind });
  for (const stage of graph.stages.values()) {
    for (const id of stage.depends_on) {
      if (!graph.stages.has(id)) drawing.addGhost(id, undefined, { from: id, to: stage.id, kind: 'dependency' });
    }
  }
  for (const { id, referencedBy } of options.ghosts ?? []) drawing.addReferences(id, referencedBy);
  return drawing;
}

class Drawing implements FlowEdges {
  readonly edges: FlowEdge[] = [];
  readonly ghosts = new Map<string, Place | undefined>();
  readonly #graph: PipelineGraph;
  readonly #drawn = new Set<string>();
  /** Pairs that are joined by an arm already; a dependency between them says nothing more. */
  readonly #joined = new Set<string>();

  constructor(graph: PipelineGraph) {
    this.#graph = graph;
  }

  addArm(owner: string, arm: Arm): void {
    if (arm.role === 'branch') {
      const lane = this.#graph.membership.get(owner);
      for (const to of new Set(arm.stages)) {
        const edge: FlowEdge = { from: owner, to, kind: 'branch', arm: arm.name };
        if (this.#graph.stages.has(to)) this.add(edge);
        else this.addGhost(to, lane && { scope: lane.scope, role: lane.role }, edge);
      }
      return;
    }
    const place: Place = { scope: owner, role: arm.role };
    const enter = arm.role === 'try' || arm.role === 'body' ? 'enter' : 'handler';
    const members = [...new Set(arm.stages)];
    members.forEach((to, index) => {
      const before = members[index - 1];
      if (!this.#graph.stages.has(to)) {
        this.addGhost(to, place, before ? { from: before, to, kind: 'order' } : { from: owner, to, kind: enter });
      } else if (!this.#followsMember(to, members)) {
        this.add({ from: owner, to, kind: enter });
      }
    });
  }

  addGhost(id: string, place: Place | undefined, edge: FlowEdge): void {
    this.ghosts.set(id, this.ghosts.get(id) ?? place);
    this.add(edge);
  }

  addReferences(id: string, referencedBy: Ghost['referencedBy']): void {
    if (this.#graph.stages.has(id)) return;
    if (!this.ghosts.has(id)) this.ghosts.set(id, undefined);
    for (const { stageId, as } of referencedBy) {
      if (as === 'template' && this.#graph.stages.has(stageId)) this.add({ from: id, to: stageId, kind: 'reference' });
      if (as === 'depends_on' && this.#graph.stages.has(stageId))
        this.add({ from: id, to: stageId, kind: 'dependency' });
      if (as === 'arm' && !this.#joined.has(pairOf(stageId, id)) && !this.ghosts.get(id)) {
        this.add({ from: stageId, to: id, kind: 'enter' });
      }
    }
  }

  add(edge: FlowEdge): void {
    const pair = pairOf(edge.from, edge.to);
    const isWeak = edge.kind === 'dependency' || edge.kind === 'order' || edge.kind === 'reference';
    if (isWeak ? this.#joined.has(pair) || this.#drawn.has(pair) : this.#drawn.has(`${pair} ${edge.arm}`)) return;
    this.#drawn.add(isWeak ? pair : `${pair} ${edge.arm}`);
    if (!isWeak) this.#joined.add(pair);
    this.edges.push(edge);
  }

  /** Whether a member is led to from another one of its list, so that the block need not lead to it itself. */
  #followsMember(id: string, members: readonly string[]): boolean {
    const others = new Set(members);
    return (this.#graph.predecessors.get(id) ?? []).some((before) => before !== id && others.has(before));
  }
}

function pairOf(from: string, to: string): string {
  return `${from} ${to}`;
}
