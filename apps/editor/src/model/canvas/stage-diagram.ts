import type { ArmRole, ComponentCatalog, GhostStage, PipelineGraph } from '@flowmason/pipeline-schema';
import { type StageCard, toGhostCard, toStageCard } from '../document/stage-card.ts';

/** The lane of a scope. */
export type LaneRole = Exclude<ArmRole, 'branch'>;

/** One card or box of the diagram. */
export interface DiagramNode {
  readonly id: string;
  readonly card: StageCard;
  /** The box and the lane that it stands in; undefined at the top. */
  readonly parent: { readonly scope: string; readonly role: LaneRole } | undefined;
  /** Names of the outcomes, one handle each; empty for a stage with a single way on. */
  readonly arms: readonly string[];
  /** The lanes of an open box, from top to bottom; empty for cards and for boxes that are folded up. */
  readonly lanes: readonly LaneRole[];
}

/** One line of the diagram. `reads`: only a template of `to` names `from`; `removed`: one of its ends is a removed stage. */
export interface DiagramEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'dependency' | 'arm' | 'order' | 'reads' | 'removed';
  /** The outcome that it stands for, or stood for; only for `arm` and `removed`. */
  readonly arm: string | undefined;
}

/** What is drawn, without places: nodes with each box before what stands in it, and edges. */
export interface StageDiagram {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

interface DiagramSource {
  readonly graph: PipelineGraph;
  readonly ghosts: readonly GhostStage[];
  readonly components: ComponentCatalog;
  /** Boxes that are folded up into one card. */
  readonly folded?: ReadonlySet<string>;
  /** Whether lanes and outcomes that nothing stands in are shown too, so that something can be put there; default false. */
  readonly hasEmptyLists?: boolean;
}

/** The diagram of a pipeline. Total: whatever the document lacks or contradicts, what can be drawn is drawn. */
export function toStageDiagram(source: DiagramSource): StageDiagram {
  const { graph, ghosts, components, folded = NONE, hasEmptyLists = false } = source;
  const lists = listsOf(source);
  const parents = parentsOf(graph, ghosts, lists);
  const cards = [
    ...[...graph.stages.values()].map((stage) => toStageCard(stage, components)),
    ...ghosts.map(({ id }) => toGhostCard(id)),
  ];
  const shownAs = (id: string): string => outermostFolded(id, parents, folded) ?? id;
  const nodes = cards
    .filter(({ id }) => outermostFolded(parents.get(id)?.scope, parents, folded) === undefined)
    .map((card) => toNode(card, { parents, lists, folded, hasEmptyLists }));
  return { nodes: boxesFirst(nodes), edges: shownEdges(edgesOf(graph, ghosts, lists, parents), shownAs) };
}

type List = {
  readonly owner: string;
  readonly name: string;
  readonly role: ArmRole;
  readonly stages: readonly string[];
};
type Parents = ReadonlyMap<string, { readonly scope: string; readonly role: LaneRole }>;

const NONE: ReadonlySet<string> = new Set();

/** Every list of every owner, with the stages that are not defined. */
function listsOf({ graph, components }: DiagramSource): readonly List[] {
  return [...graph.stages.values()].flatMap(({ id, component, config }) =>
    (components.get(component)?.arms?.(config) ?? []).map(({ name, role, stages }) => ({
      owner: id,
      name,
      role,
      stages,
    })),
  );
}

/** Who stands in which lane; an undefined stage stands where the list that names it puts it. */
function parentsOf(graph: PipelineGraph, ghosts: readonly GhostStage[], lists: readonly List[]): Parents {
  const parents = new Map<string, { scope: string; role: LaneRole }>();
  for (const [id, { scope, role }] of graph.membership) parents.set(id, { scope, role });
  for (const id of graph.stages.keys()) if (standsInItself(id, parents)) parents.delete(id);
  for (const { id } of ghosts) {
    const list = lists.find(({ stages }) => stages.includes(id));
    if (!list) continue;
    const parent = list.role === 'branch' ? parents.get(list.owner) : { scope: list.owner, role: list.role };
    if (parent) parents.set(id, parent);
  }
  return parents;
}

/** Boxes that list each other, or themselves, are a mistake that must be seen: the first of them in the file stands at the top. */
function standsInItself(id: string, parents: Parents): boolean {
  const seen = new Set<string>();
  for (let at = parents.get(id)?.scope; at !== undefined && !seen.has(at); at = parents.get(at)?.scope) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}

function outermostFolded(id: string | undefined, parents: Parents, folded: ReadonlySet<string>): string | undefined {
  let found: string | undefined;
  const seen = new Set<string>();
  for (let at = id; at !== undefined && !seen.has(at); at = parents.get(at)?.scope) {
    seen.add(at);
    if (folded.has(at)) found = at;
  }
  return found;
}

interface NodeContext {
  readonly parents: Parents;
  readonly lists: readonly List[];
  readonly folded: ReadonlySet<string>;
  readonly hasEmptyLists: boolean;
}

function toNode(card: StageCard, { parents, lists, folded, hasEmptyLists }: NodeContext): DiagramNode {
  const own = lists.filter(({ owner }) => owner === card.id);
  const isOpenBox = card.kind === 'scope' && !folded.has(card.id);
  const count = own.flatMap(({ role, stages }) => (role === 'branch' ? [] : stages)).length;
  const summary = count === 1 ? '1 stage inside' : `${count} stages inside`;
  return {
    id: card.id,
    card: card.kind === 'scope' && !isOpenBox ? { ...card, fact: summary } : card,
    parent: parents.get(card.id),
    arms: [
      ...new Set([
        ...own.filter(({ role }) => role === 'branch').map(({ name }) => name),
        ...(hasEmptyLists && card.component === 'router' ? ['default'] : []),
      ]),
    ],
    lanes: isOpenBox
      ? lanesOf(card.component).filter(
          (lane) => hasEmptyLists || own.some(({ role, stages }) => role === lane && stages.length > 0),
        )
      : [],
  };
}

/** The lanes that a box of this component can have, from top to bottom. */
export function lanesOf(component: string): readonly LaneRole[] {
  return component === 'foreach' ? ['body'] : ['try', 'catch', 'finally'];
}

function edgesOf(graph: PipelineGraph, ghosts: readonly GhostStage[], lists: readonly List[], parents: Parents) {
  const arms = lists.filter(({ role }) => role === 'branch').flatMap((list) => armEdges(list, graph));
  const owned = new Set(arms.map(({ from, to }) => `${from} ${to}`));
  const waits = [...graph.stages.keys()].flatMap((to) => [
    ...graph.dependencies(to).map((from) => ({ from, to, kind: 'dependency' as const, arm: undefined })),
    ...graph.orderPredecessors(to).map((from) => ({ from, to, kind: 'order' as const, arm: undefined })),
  ]);
  const visibleWaits = waits.filter(({ from, to }) => {
    const scope = parents.get(to)?.scope;
    // The box waits for it already, and a line for every member would say the same again.
    const isSaidByBox = scope !== undefined && graph.dependencies(scope).includes(from);
    return !owned.has(`${from} ${to}`) && !isSaidByBox;
  });
  return [...arms, ...visibleWaits, ...ghostEdges(ghosts, lists)];
}

/** A list may name a whole chain; only those of its stages that wait for no other of the list are entered by the arm. */
function armEdges({ owner, name, stages }: List, graph: PipelineGraph) {
  const inList = new Set(stages);
  return stages
    .filter((id) => !graph.dependencies(id).some((dependency) => dependency !== id && inList.has(dependency)))
    .map((to) => ({ from: owner, to, kind: 'arm' as const, arm: name }));
}

function ghostEdges(ghosts: readonly GhostStage[], lists: readonly List[]) {
  const isGhost = new Set(ghosts.map(({ id }) => id));
  const named = ghosts.flatMap(({ id, referencedBy }) =>
    referencedBy
      .filter(({ as }) => as === 'depends_on' || as === 'template')
      .map(({ stageId, as }) => ({
        from: id,
        to: stageId,
        kind: as === 'depends_on' ? ('dependency' as const) : ('reads' as const),
        arm: undefined,
      })),
  );
  const waits = new Set(named.filter(({ kind }) => kind === 'dependency').map(({ from, to }) => `${from} ${to}`));
  const ordered = lists
    .filter(({ role }) => role !== 'branch')
    .flatMap(({ stages }) => stages.slice(1).map((to, index) => ({ from: stages[index] ?? to, to })))
    .filter(({ from, to }) => isGhost.has(from) || isGhost.has(to))
    .map((edge) => ({ ...edge, kind: 'order' as const, arm: undefined }));
  return [...named.filter(({ from, to, kind }) => kind !== 'reads' || !waits.has(`${from} ${to}`)), ...ordered];
}

/** Edges between what is shown, each once; the first of several between the same two wins. */
function shownEdges(
  edges: readonly Omit<DiagramEdge, 'id'>[],
  shownAs: (id: string) => string,
): readonly DiagramEdge[] {
  const shown = new Map<string, DiagramEdge>();
  for (const edge of edges) {
    const [from, to] = [shownAs(edge.from), shownAs(edge.to)];
    const id = `${from}→${to}${edge.arm === undefined ? '' : `:${edge.arm}`}`;
    if (from !== to && !shown.has(id)) shown.set(id, { ...edge, id, from, to });
  }
  return [...shown.values()];
}

/** Each box before everything that stands in it, else in file order. */
function boxesFirst(nodes: readonly DiagramNode[]): readonly DiagramNode[] {
  const parentOf = new Map(nodes.map(({ id, parent }) => [id, parent?.scope]));
  const depthOf = (id: string): number => {
    let depth = 0;
    const seen = new Set([id]);
    for (let at = parentOf.get(id); at !== undefined && !seen.has(at); at = parentOf.get(at)) {
      seen.add(at);
      depth += 1;
    }
    return depth;
  };
  const depths = new Map(nodes.map(({ id }) => [id, depthOf(id)]));
  return nodes.toSorted((a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0));
}
