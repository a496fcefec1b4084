import type { PipelineGraph } from '../graph.ts';
import type { Pipeline, Stage } from '../pipeline.ts';
import { expectedDurationMs } from './expected-duration.ts';
import { PointNet } from './point-net.ts';

/** When a stage is expected to run, in ms since the start. */
export type PlannedStage = {
  readonly id: string;
  readonly component: string;
  readonly startMs: number;
  readonly endMs: number;
  /** False for a stage that only runs after a failure; it counts neither for the total nor for the critical path. */
  readonly isExpected: boolean;
  /** By how much it may be late without the plan ending later; 0 on the critical path. */
  readonly slackMs: number;
};

export type Plan = {
  readonly name: string;
  /** By start, ties in file order. */
  readonly stages: readonly PlannedStage[];
  readonly totalMs: number;
};

/**
 * The course that a pipeline is expected to take, from the durations of `expectedDurationMs`: every stage as early as its
 * predecessors let it, all arms of decisions side by side, catch stages apart, loops over a written-out list with their
 * rounds and others with one, no limit on how many stages run at once. Stages of a cycle stand at 0. Linear.
 */
export function planPipeline(pipeline: Pipeline, graph: PipelineGraph): Plan {
  const points = pointsOf(graph);
  const unexpected = findUnexpected(graph);
  const net = toNet(graph, points, unexpected);
  const forward = net.earliest((point, times) => roundsAdded(point, times, points));
  const at = (times: Float64Array, point: number | undefined) => times[point ?? -1] ?? 0;
  // A block ends when its members do; one whose members wait for themselves ends, like them, at no known time: it stands there.
  const endOf = ({ start, end }: StagePoints) => Math.max(at(forward.times, start), at(forward.times, end));
  let totalMs = 0;
  for (const [id, own] of points.stages) if (!unexpected.has(id)) totalMs = Math.max(totalMs, endOf(own));

  const latest = net.latest(forward, totalMs);
  const stages = [...graph.stages.values()].map(({ id, component }): PlannedStage => {
    const own = points.stages.get(id);
    const endMs = own ? endOf(own) : 0;
    return {
      id,
      component,
      startMs: at(forward.times, own?.start),
      endMs,
      isExpected: !unexpected.has(id),
      slackMs: Math.max(0, at(latest, own?.end) - endMs),
    };
  });
  return { name: pipeline.name, stages: stages.sort((a, b) => a.startMs - b.startMs), totalMs };
}

type StagePoints = { readonly start: number; readonly end: number };

type Points = {
  readonly stages: ReadonlyMap<string, StagePoints>;
  /** By trycatch: when its try phase ends. */
  readonly tryEnds: ReadonlyMap<string, number>;
  /** Ends of loops with more than one round, with where they start. */
  readonly loops: ReadonlyMap<number, { readonly start: number; readonly rounds: number }>;
  readonly count: number;
};

function pointsOf(graph: PipelineGraph): Points {
  const stages = new Map([...graph.stages.keys()].map((id, index) => [id, { start: 2 * index, end: 2 * index + 1 }]));
  const tryEnds = new Map<string, number>();
  const loops = new Map<number, { start: number; rounds: number }>();
  for (const { id, kind } of graph.scopes.values()) {
    const stage = graph.stages.get(id);
    const points = stages.get(id);
    if (kind === 'trycatch') tryEnds.set(id, 2 * stages.size + tryEnds.size);
    else if (stage && points) loops.set(points.end, { start: points.start, rounds: roundsOf(stage) });
  }
  return { stages, tryEnds, loops, count: 2 * stages.size + tryEnds.size };
}

/** How often the body of a loop runs one after the other: known when `items` is written out, else taken as once. */
function roundsOf({ config }: Stage): number {
  const { items, parallel, max_parallel } = config;
  if (!Array.isArray(items)) return 1;
  const width = parallel === true ? (typeof max_parallel === 'number' ? max_parallel : 5) : 1;
  return Math.ceil(items.length / Math.max(1, width));
}

function roundsAdded(point: number, times: Float64Array, { loops }: Points): number {
  const loop = loops.get(point);
  return loop ? Math.max(0, loop.rounds - 1) * ((times[point] ?? 0) - (times[loop.start] ?? 0)) : 0;
}

/** Members of a catch, and what can only run behind them. */
function findUnexpected(graph: PipelineGraph): ReadonlySet<string> {
  const unexpected = new Set<string>();
  for (const id of graph.order) {
    const membership = graph.membership.get(id);
    const before = graph.dependencies(id);
    const isBehind = before.length > 0 && before.every((other) => unexpected.has(other));
    const isInside = membership !== undefined && (membership.role === 'catch' || unexpected.has(membership.scope));
    if (isInside || isBehind) unexpected.add(id);
  }
  return unexpected;
}

function toNet(graph: PipelineGraph, points: Points, unexpected: ReadonlySet<string>): PointNet {
  const optional = new Set<number>();
  for (const id of unexpected) {
    const { start, end } = points.stages.get(id) ?? {};
    for (const point of [start, end, points.tryEnds.get(id)]) if (point !== undefined) optional.add(point);
  }
  const net = new PointNet(points.count, optional);
  for (const stage of graph.stages.values()) {
    const own = points.stages.get(stage.id);
    if (!own) continue;
    net.add(own.start, own.end, Math.round(expectedDurationMs(stage)));
    const scope = graph.scopeOf.get(stage.id);
    for (const before of graph.predecessors.get(stage.id) ?? []) {
      const other = points.stages.get(before);
      if (other) net.add(before === scope ? other.start : other.end, own.start);
    }
  }
  for (const scope of graph.scopes.values()) addScope(net, scope, points);
  return net;
}

/** A block ends with the last of its members; catch and finally come after try. */
function addScope(net: PointNet, { id, members }: Scope, points: Points): void {
  const own = points.stages.get(id);
  if (!own) return;
  const tryEnd = points.tryEnds.get(id);
  if (tryEnd !== undefined) {
    net.add(own.start, tryEnd);
    net.add(tryEnd, own.end);
  }
  for (const [role, ids] of Object.entries(members)) {
    for (const member of ids) {
      const inner = points.stages.get(member);
      if (!inner) continue;
      net.add(inner.end, role === 'try' && tryEnd !== undefined ? tryEnd : own.end);
      if (tryEnd !== undefined && role !== 'try') net.add(tryEnd, inner.start);
    }
  }
}

type Scope = PipelineGraph['scopes'] extends ReadonlyMap<string, infer Value> ? Value : never;
