import type { LayoutGraph, LayoutNode } from '../layout-graph.ts';

/** A place in a layer: a node, or the passage of an edge through a layer between its ends. */
export interface Slot {
  readonly id: string;
  readonly node: LayoutNode | undefined;
  readonly height: number;
  readonly layer: number;
  /** Longest way from here to where nothing follows, in layers. */
  readonly ahead: number;
  y: number;
}

/** One stretch of an edge, from a layer into the next; edges that leave the same port share their stretches. */
export interface Link {
  readonly from: Slot;
  readonly to: Slot;
  /** Heights of both ends, from the tops of their slots. */
  readonly fromY: number;
  readonly toY: number;
  /** Links with the same source share one vertical. */
  readonly source: string;
}

/** The graph cut into layers, every link leading into the next one. */
export interface Net {
  readonly layers: Slot[][];
  readonly links: readonly Link[];
  /** The links of each edge from its start to its end; none for an edge that would close a cycle. */
  readonly linksOf: ReadonlyMap<string, readonly Link[]>;
}

/** Cuts the graph into layers by the longest way from a start; what stands on a border gets a layer of its own. */
export function toNet(graph: LayoutGraph): Net {
  const ports = new Map(graph.nodes.flatMap((node) => node.ports.map((port) => [port.id, { node, port }] as const)));
  const ends = graph.edges.flatMap(({ id, fromPort, toPort }) => {
    const [from, to] = [ports.get(fromPort), ports.get(toPort)];
    return from && to && from.node !== to.node ? [{ id, from, to }] : [];
  });
  const arcs = withoutCycles(
    graph.nodes,
    ends.map(({ id, from, to }) => ({ id, from: from.node.id, to: to.node.id })),
  );
  const depth = depths(graph.nodes, arcs);
  const ahead = longestWays(graph.nodes, arcs);
  const last = Math.max(0, ...depth.values());
  const layerOf = ({ id, border }: LayoutNode): number => {
    if (border) return border === 'left' ? 0 : last + 2;
    return (depth.get(id) ?? 0) + 1;
  };
  const slots = new Map<string, Slot>(
    graph.nodes.map((node) => [
      node.id,
      { id: node.id, node, height: node.height, layer: layerOf(node), ahead: ahead.get(node.id) ?? 0, y: 0 },
    ]),
  );
  const links = new Map<string, Link>();
  const linksOf = new Map<string, Link[]>();
  const isForward = new Set(arcs.map(({ id }) => id));
  for (const { id, from, to } of ends.filter((end) => isForward.has(end.id))) {
    const [start, end] = [slots.get(from.node.id), slots.get(to.node.id)];
    if (!start || !end) continue;
    const path = [start, ...passages(from.port.id, start, end, slots), end];
    const edgeLinks = path.slice(1).map((next, index) => {
      const before = path[index] ?? start;
      const key = `${from.port.id}>${index}>${next.id}${next === end ? `>${to.port.id}` : ''}`;
      const link = links.get(key) ?? {
        from: before,
        to: next,
        fromY: before === start ? from.port.y : 0,
        toY: next === end ? to.port.y : 0,
        source: before === start ? from.port.id : before.id,
      };
      links.set(key, link);
      return link;
    });
    linksOf.set(id, edgeLinks);
  }
  return { layers: intoLayers([...slots.values()]), links: [...links.values()], linksOf };
}

function passages(port: string, start: Slot, end: Slot, slots: Map<string, Slot>): Slot[] {
  const between: Slot[] = [];
  for (let layer = start.layer + 1; layer < end.layer; layer += 1) {
    const id = `${port}@${layer}`;
    const slot = slots.get(id) ?? { id, node: undefined, height: 0, layer, ahead: end.ahead + end.layer - layer, y: 0 };
    slots.set(id, slot);
    between.push(slot);
  }
  return between;
}

interface Arc {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** Without the arcs that lead back to where their way came from. */
function withoutCycles(nodes: readonly LayoutNode[], arcs: readonly Arc[]): readonly Arc[] {
  const outgoing = Map.groupBy(arcs, ({ from }) => from);
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<string>();
  for (const { id: root } of nodes) {
    if (state.has(root)) continue;
    state.set(root, 'open');
    const stack = [{ id: root, next: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const arc = outgoing.get(top.id)?.[top.next];
      top.next += 1;
      if (!arc) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(arc.to) === 'open') {
        back.add(arc.id);
      } else if (!state.has(arc.to)) {
        state.set(arc.to, 'open');
        stack.push({ id: arc.to, next: 0 });
      }
    }
  }
  return arcs.filter(({ id }) => !back.has(id));
}

/** How many steps lead to each node at most; borders count for nothing. */
function depths(nodes: readonly LayoutNode[], arcs: readonly Arc[]): ReadonlyMap<string, number> {
  const isBorder = new Set(nodes.filter(({ border }) => border).map(({ id }) => id));
  const inner = arcs.filter(({ from, to }) => !isBorder.has(from) && !isBorder.has(to));
  return longestWays(
    nodes,
    inner.map(({ id, from, to }) => ({ id, from: to, to: from })),
  );
}

/** How many steps lead on from each node at most. */
function longestWays(nodes: readonly LayoutNode[], arcs: readonly Arc[]): ReadonlyMap<string, number> {
  const incoming = Map.groupBy(arcs, ({ to }) => to);
  const open = new Map(nodes.map(({ id }) => [id, 0]));
  for (const { from } of arcs) open.set(from, (open.get(from) ?? 0) + 1);
  const ways = new Map(nodes.map(({ id }) => [id, 0]));
  const ready = nodes.map(({ id }) => id).filter((id) => open.get(id) === 0);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const { from } of incoming.get(id) ?? []) {
      ways.set(from, Math.max(ways.get(from) ?? 0, (ways.get(id) ?? 0) + 1));
      open.set(from, (open.get(from) ?? 0) - 1);
      if (open.get(from) === 0) ready.push(from);
    }
  }
  return ways;
}

function intoLayers(slots: readonly Slot[]): Slot[][] {
  const count = Math.max(0, ...slots.map(({ layer }) => layer)) + 1;
  const layers = Array.from({ length: count }, (): Slot[] => []);
  for (const slot of slots) layers[slot.layer]?.push(slot);
  return layers;
}
