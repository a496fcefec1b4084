import type { StageDiff } from '../diff/pipeline-diff.ts';
import type { StagePositions } from '../layout/layout-pins.ts';
import { CARD } from '../layout/layout-sizes.ts';
import { isSamePlace } from './canvas-places.ts';
import { type DiagramEdge, type DiagramNode, lanesOf, type StageDiagram } from './stage-diagram.ts';

/**
 * The diagram of now with the stages that only the version before has, as cards marked `removed`: in the box that they stood in
 * if that is still there, else in the next one around it, and connected with what is left of what they were connected with.
 * A stage that is removed and still named is drawn as a ghost already; that too goes where it stood.
 */
export function withRemovedStages(
  now: StageDiagram,
  before: StageDiagram,
  changes: readonly StageDiff[],
): StageDiagram {
  const here = new Map(now.nodes.map((node) => [node.id, node]));
  const gone = new Set(changes.filter(({ kind }) => kind === 'removed').map(({ id }) => id));
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const newNames = new Map(changes.map(({ id, renamedFrom }) => [renamedFrom, id]));
  const nameNow = (id: string): string => newNames.get(id) ?? id;

  function parentOf(node: DiagramNode | undefined): DiagramNode['parent'] {
    for (let at = node?.parent; at; at = old.get(at.scope)?.parent) {
      const box = here.get(nameNow(at.scope));
      if (box?.card.kind === 'scope' && lanesOf(box.card.component).includes(at.role)) {
        return { scope: box.id, role: at.role };
      }
    }
    return undefined;
  }

  const removed = before.nodes
    .filter(({ id }) => gone.has(id) && !here.has(id))
    .map((node): DiagramNode => {
      const card = { ...node.card, kind: 'removed' } as const;
      return { ...node, card, lanes: [], parent: parentOf(node) };
    });
  const ghosts = now.nodes
    .filter(({ id }) => gone.has(id))
    .map((ghost): DiagramNode => ({ ...ghost, parent: ghost.parent ?? parentOf(old.get(ghost.id)) }));
  const goneNodes = [...ghosts, ...removed];
  if (goneNodes.length === 0) return now;
  const kept = now.nodes.filter(({ id }) => !gone.has(id));
  // A box stands before what is in it.
  const nodes = [...kept.map((node) => withLanesFor(node, goneNodes)), ...goneNodes];
  const shown = new Map(nodes.map((node) => [node.id, node]));
  const drawn = new Set(now.edges.map(({ from, to }) => `${from} ${to}`));
  const edges = [...before.edges, ...entriesOf(before, gone)]
    .filter(({ from, to }) => gone.has(from) || gone.has(to))
    .flatMap((edge): DiagramEdge[] => {
      const [from, to] = [shown.get(nameNow(edge.from)), shown.get(nameNow(edge.to))];
      if (!from || !to || drawn.has(`${from.id} ${to.id}`)) return [];
      if (standsIn(from, to.id, shown) || standsIn(to, from.id, shown)) return [];
      const arm = edge.arm !== undefined && from.arms.includes(edge.arm) ? edge.arm : undefined;
      return [{ id: `${edge.id} removed`, from: from.id, to: to.id, kind: 'removed', arm }];
    });
  return { nodes, edges: [...now.edges, ...edges] };
}

/** Where stages are put by hand, with the places that removed stages had, unless something else is there now. */
export function withRemovedPositions(
  diagrams: { readonly shown: StageDiagram; readonly before: StageDiagram },
  now: StagePositions,
  before: StagePositions,
): StagePositions {
  const old = new Map(diagrams.before.nodes.map((node) => [node.id, node]));
  const taken = Object.values(now);
  const freed = diagrams.shown.nodes.flatMap(({ id, card, parent }) => {
    const place = Object.hasOwn(before, id) ? before[id] : undefined;
    if (card.kind !== 'removed' || !place || !isSamePlace(parent, old.get(id)?.parent)) return [];
    const [x, y] = place;
    const isTaken = taken.some(([a, b]) => Math.abs(a - x) < CARD.width && Math.abs(b - y) < CARD.height);
    return isTaken ? [] : [[id, place] as const];
  });
  return freed.length === 0 ? now : { ...now, ...Object.fromEntries(freed) };
}

/** A box shows the lanes that removed stages stand in, also those that nothing is left in. */
function withLanesFor(node: DiagramNode, removed: readonly DiagramNode[]): DiagramNode {
  const wanted = removed.flatMap(({ parent }) => (parent?.scope === node.id ? [parent.role] : []));
  if (wanted.every((lane) => node.lanes.includes(lane))) return node;
  const lanes = lanesOf(node.card.component).filter((lane) => node.lanes.includes(lane) || wanted.includes(lane));
  return { ...node, lanes };
}

/** A removed box is a card like the others: lines from it lead to those of its members that nothing else in it led to. */
function entriesOf(before: StageDiagram, gone: ReadonlySet<string>): readonly DiagramEdge[] {
  const parents = new Map(before.nodes.map(({ id, parent }) => [id, parent]));
  const entered = new Set(
    before.edges.filter(({ from, to }) => isSamePlace(parents.get(from), parents.get(to))).map(({ to }) => to),
  );
  return before.nodes.flatMap(({ id, parent }): DiagramEdge[] =>
    parent && gone.has(parent.scope) && !entered.has(id)
      ? [{ id: `${parent.scope}→${id}`, from: parent.scope, to: id, kind: 'dependency', arm: undefined }]
      : [],
  );
}

function standsIn({ parent }: DiagramNode, box: string, nodes: ReadonlyMap<string, DiagramNode>): boolean {
  for (let at = parent; at; at = nodes.get(at.scope)?.parent) if (at.scope === box) return true;
  return false;
}
