import type { DiagramEdge, DiagramNode, LaneRole, StageDiagram } from '../canvas/stage-diagram.ts';

/** The outermost container; lanes are called `<scope>/<role>`. */
export const ROOT = '';

/** The part of an edge inside one container: between two of its nodes, or from or to a place on its border. */
export interface RouteStep {
  readonly id: string;
  readonly container: string;
  readonly from: string;
  readonly to: string;
}

/** A place where edges cross the border of a lane; edges from (or to) the same handle share one. */
export interface Crossing {
  readonly id: string;
  readonly side: 'left' | 'right';
}

/** How every edge gets from its start to its end through the borders of boxes. Port ids name the ends of each step. */
export interface RoutePlan {
  readonly stepsOf: ReadonlyMap<string, readonly RouteStep[]>;
  /** Steps by container, each once: edges that share their way to the border share the step. */
  readonly stepsIn: ReadonlyMap<string, readonly RouteStep[]>;
  readonly crossingsOf: ReadonlyMap<string, readonly Crossing[]>;
}

/** Plans the way of every edge of the diagram. */
export function planRoutes(diagram: StageDiagram): RoutePlan {
  const nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
  const stepsOf = new Map(diagram.edges.map((edge) => [edge.id, planEdge(edge, nodes)]));
  const stepsIn = new Map<string, Map<string, RouteStep>>();
  const crossingsOf = new Map<string, Map<string, Crossing>>();
  for (const step of [...stepsOf.values()].flat()) {
    entryOf(stepsIn, step.container).set(step.id, step);
    const crossings = entryOf(crossingsOf, step.container);
    if (isExit(step.to)) crossings.set(step.to, { id: step.to, side: 'right' });
    if (isEntry(step.from)) crossings.set(step.from, { id: step.from, side: 'left' });
  }
  return { stepsOf, stepsIn: toLists(stepsIn), crossingsOf: toLists(crossingsOf) };
}

/** Names the container that a node stands in. */
export function containerOf({ parent }: Pick<DiagramNode, 'parent'>): string {
  return parent ? laneKey(parent.scope, parent.role) : ROOT;
}

/** Names a lane as a container. */
export function laneKey(scope: string, role: LaneRole): string {
  return `${scope}/${role}`;
}

/** The port at which edges enter a node. */
export function inletPort(id: string): string {
  return `${id}:in`;
}

/** The port at which an outcome of a node leaves it. */
export function outletPort(id: string, arm: string | undefined): string {
  return arm === undefined ? `${id}:out` : `${id}:arm:${arm}`;
}

/** The port of a box where what leaves or enters one of its lanes crosses its border. */
export function borderPort(scope: string, crossing: string): string {
  return `${scope}|${crossing}`;
}

function planEdge(edge: DiagramEdge, nodes: ReadonlyMap<string, DiagramNode>): readonly RouteStep[] {
  const fromPath = pathOf(edge.from, nodes);
  const toPath = pathOf(edge.to, nodes);
  const depth = sharedDepth(fromPath, toPath);
  const steps: RouteStep[] = [];
  const outlet = outletPort(edge.from, edge.arm);
  const [exit, entry] = [`exit ${outlet}`, `entry ${inletPort(edge.to)}`];

  let at = outlet;
  for (const { container, scope } of fromPath.slice(depth).toReversed()) {
    steps.push(toStep(container, at, exit));
    at = borderPort(scope, exit);
  }
  const inner = toPath.slice(depth);
  const first = inner[0];
  const target = first ? borderPort(first.scope, entry) : inletPort(edge.to);
  const isBetweenLanes = first !== undefined && fromPath[depth]?.scope === first.scope;
  // Between two lanes of one box there is no container that could route it: the box's own stripes do (layout-compose.ts).
  if (!isBetweenLanes) steps.push(toStep(fromPath[depth - 1]?.container ?? ROOT, at, target));
  for (const [index, { container }] of inner.entries()) {
    const next = inner[index + 1];
    steps.push(toStep(container, entry, next ? borderPort(next.scope, entry) : inletPort(edge.to)));
  }
  return steps;
}

type Place = { readonly container: string; readonly scope: string };

/** The lanes around a node, outermost first. */
function pathOf(id: string, nodes: ReadonlyMap<string, DiagramNode>): readonly Place[] {
  const path: Place[] = [];
  const seen = new Set<string>();
  for (let node = nodes.get(id); node?.parent && !seen.has(node.id); node = nodes.get(node.parent.scope)) {
    seen.add(node.id);
    path.unshift({ container: containerOf(node), scope: node.parent.scope });
  }
  return path;
}

function sharedDepth(a: readonly Place[], b: readonly Place[]): number {
  let depth = 0;
  while (depth < a.length && a[depth]?.container === b[depth]?.container) depth += 1;
  return depth;
}

function toStep(container: string, from: string, to: string): RouteStep {
  return { id: `${from} => ${to}`, container, from, to };
}

function isExit(port: string): boolean {
  return port.startsWith('exit ');
}

function isEntry(port: string): boolean {
  return port.startsWith('entry ');
}

function entryOf<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = maps.get(key) ?? new Map<string, V>();
  maps.set(key, found);
  return found;
}

function toLists<V>(maps: ReadonlyMap<string, ReadonlyMap<string, V>>): ReadonlyMap<string, readonly V[]> {
  return new Map([...maps].map(([key, map]) => [key, [...map.values()]]));
}
