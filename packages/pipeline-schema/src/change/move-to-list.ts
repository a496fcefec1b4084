import { isInScope } from '../graph/scopes.ts';
import { buildGraph } from '../graph.ts';
import type { Pipeline } from '../pipeline.ts';
import { type ChangeContext, noStage, type Planned, type Refusal, refuse } from './change-context.ts';
import { findGraphProblem } from './graph-problem.ts';
import type { ListPlace, PipelineChange } from './pipeline-change.ts';
import { withArm } from './pipeline-draft.ts';
import { findArm } from './stage-lists.ts';

/** Plans to take stages out of the lists of scopes that they stand in, and to put them into another one. */
export function moveToList(
  context: ChangeContext,
  { ids, into, index }: PipelineChange & { type: 'move_to_list' },
): Planned | Refusal {
  const unknown = ids.find((id) => context.stage(id) === undefined);
  if (unknown !== undefined) return noStage(unknown);
  const moved = new Set(ids);
  const target = into && checkPlace(context, ids, into);
  if (target !== undefined && 'refusal' in target) return target;

  // Counted before anything is taken out: what stands in front and goes does not move the place.
  const names = target?.list.names() ?? [];
  const place = index === undefined ? undefined : index - names.slice(0, index).filter((id) => moved.has(id)).length;
  let after = context.document.pipeline;
  for (const { owner, arm, pointer } of scopeListings(context, moved)) {
    const reading = context.stage(owner);
    if (reading !== undefined) context.lists.arm(reading, arm)?.remove(moved);
    after = withArm(after, owner, pointer, (list) => list.filter((id) => !moved.has(id)));
  }
  if (into !== undefined && target !== undefined) {
    target.list.remove(moved);
    target.list.add([...moved], place);
    after = withArm(after, into.owner, target.pointer, (list) => [...list.filter((id) => !moved.has(id)), ...moved]);
  }
  return checkAfter(context, after, ids, into) ?? { label: labelOf(ids, into) };
}

/** The refusal for a new stage that a list cannot take; `after` has the stage already. */
export function checkAdded(context: ChangeContext, after: Pipeline, id: string, into: ListPlace): Refusal | undefined {
  const target = checkPlace(context, [], into);
  if ('refusal' in target) return target;
  const listed = withArm(after, into.owner, target.pointer, (list) => [...list, id]);
  return findGraphProblem(context.graph, buildGraph(listed, context.components), [id]);
}

/** The list that a place names, or why there is none for these stages. */
export function checkPlace(context: ChangeContext, ids: readonly string[], { owner, arm }: ListPlace) {
  const reading = context.stage(owner);
  if (reading === undefined) return noStage(owner);
  const found = findArm(reading, arm);
  const list = context.lists.arm(reading, arm);
  if (found === undefined || list === undefined) return refuse(`"${owner}" has no list "${arm}".`);
  const around = ids.find((id) => id === owner || isInScope(owner, id, context.graph.membership));
  if (around === owner) return refuse(`"${owner}" cannot stand inside itself.`);
  if (around !== undefined)
    return refuse(`"${owner}" stands inside "${around}", so "${around}" cannot be put into it.`);
  return { list, pointer: found.pointer };
}

function checkAfter(
  context: ChangeContext,
  after: Pipeline,
  ids: readonly string[],
  into: ListPlace | undefined,
): Refusal | undefined {
  const graph = buildGraph(after, context.components);
  const problem = findGraphProblem(context.graph, graph, ids);
  if (problem !== undefined || into !== undefined) return problem;
  for (const id of ids) {
    const scope = graph.membership.get(id)?.scope;
    const decider = graph.owners.get(id)?.find(({ role }) => role === 'branch')?.owner;
    if (scope === undefined || decider === undefined || ids.includes(decider)) continue;
    return refuse(
      `"${id}" is inside "${scope}" because "${decider}" leads to it. Disconnect it from "${decider}" first.`,
    );
  }
  return undefined;
}

/** The lists of scopes, not of decisions, that name one of these stages. */
function scopeListings({ graph }: ChangeContext, ids: ReadonlySet<string>) {
  return [...graph.arms].flatMap(([owner, arms]) =>
    arms
      .filter(({ role, stages }) => role !== 'branch' && stages.some((id) => ids.has(id)))
      .map(({ name, pointer }) => ({ owner, arm: name, pointer })),
  );
}

function labelOf(ids: readonly string[], into: ListPlace | undefined): string {
  const what = ids.length === 1 ? ids[0] : `${ids.length} stages`;
  return into === undefined ? `Move ${what} out` : `Move ${what} into ${into.arm} of ${into.owner}`;
}
