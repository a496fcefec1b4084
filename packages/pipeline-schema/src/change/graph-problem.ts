import { findScopeClash } from '../graph/scope-clash.ts';
import type { PipelineGraph } from '../graph.ts';
import { type Refusal, refuse } from './change-context.ts';

/** Why the graph `after` a change is not to be had: a new cycle, or a stage of `ids` in two places at once. */
export function findGraphProblem(
  before: PipelineGraph,
  after: PipelineGraph,
  ids: readonly string[],
): Refusal | undefined {
  const keyOf = (cycle: readonly string[]): string => cycle.toSorted().join(' ');
  const known = new Set(before.cycles.map(keyOf));
  const cycle = after.cycles.find((each) => !known.has(keyOf(each)));
  if (cycle !== undefined) return refuse(cycleReason(cycle));
  for (const id of ids) {
    const [first, clash] = findScopeClash(after, id) ?? [];
    if (first !== undefined && clash !== undefined) return refuse(clashReason(id, first.scope, clash.scope));
  }
  return undefined;
}

/** What is wrong with stages that wait for each other. */
function cycleReason(cycle: readonly string[]): string {
  const shown = cycle.length > SHOWN ? [...cycle.slice(0, SHOWN), '…'] : cycle;
  return `These stages would wait for each other: ${[...shown, cycle[0] ?? ''].join(' → ')}.`;
}

/** What is wrong with a stage in two places. */
export function clashReason(id: string, one: string, other: string): string {
  const where = one === other ? `two lists of "${one}"` : `both "${one}" and "${other}"`;
  return `"${id}" would stand in ${where}. A stage belongs to one scope: move it instead.`;
}

const SHOWN = 6;
