import { builtinComponents } from '@flowmason/engine';
import {
  type Json,
  type ListPlace,
  type PipelineChange,
  type PipelineGraph,
  suggest,
} from '@flowmason/pipeline-schema';
import { toDisconnectChanges } from '../canvas/connect-edge.ts';
import type { FieldPlace } from '../fields/field-place.ts';

/** The ids in a list of stages as a file has it: a lone name counts as a list. */
export function idsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}

/** The list that stands at `path` of the owner's config, by the outcome it stands for; undefined when it is none. */
export function listPlaceAt(
  graph: PipelineGraph | undefined,
  owner: string,
  path: FieldPlace['path'],
): ListPlace | undefined {
  const stage = graph?.stages.get(owner);
  const component = stage && builtinComponents.get(stage.component);
  if (!stage || !component?.arms) return undefined;
  const pointer = path
    .slice(1)
    .map((step) => `/${step}`)
    .join('');
  // A list that is not there yet stands for its outcome as soon as it is.
  const key = path.length === 2 ? String(path[1]) : undefined;
  const config = key !== undefined && stage.config[key] === undefined ? { ...stage.config, [key]: [] } : stage.config;
  const arm = component.arms(config).find((each) => each.pointer === pointer);
  return arm && { owner, arm: arm.name };
}

/** What puts `id` at the end of the list: members of a scope leave the scope that they are in. */
export function addToList(graph: PipelineGraph, place: ListPlace, id: string): PipelineChange {
  const owner = graph.stages.get(place.owner);
  const isScope = owner?.component === 'trycatch' || owner?.component === 'foreach';
  return isScope
    ? { type: 'move_to_list', ids: [id], into: place }
    : { type: 'connect', connection: { from: place.owner, to: id, arm: place.arm } };
}

/** What takes `id` out of the list; with it goes what {@link toDisconnectChanges} takes along, so that it does not always run. */
export function removeFromList(graph: PipelineGraph, { owner, arm }: ListPlace, id: string): readonly PipelineChange[] {
  return toDisconnectChanges(graph, { from: owner, to: id, arm });
}

/** `ids` with the one at `index` put `by` places further; the same list when it is at its end already. */
export function moveInList(ids: readonly string[], index: number, by: -1 | 1): readonly string[] {
  const target = index + by;
  const moved = ids[index];
  if (moved === undefined || target < 0 || target >= ids.length) return ids;
  const without = ids.filter((_, at) => at !== index);
  return [...without.slice(0, target), moved, ...without.slice(target)];
}

/** Ids that the picker of a list offers for what is typed: those that begin with it, then those that hold it. */
export function findStages(ids: readonly string[], typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return ids;
  const holding = ids.filter((id) => id.toLowerCase().includes(wanted));
  const beginning = holding.filter((id) => id.toLowerCase().startsWith(wanted));
  const found = [...beginning, ...holding.filter((id) => !beginning.includes(id))];
  return found.length > 0 ? found : suggest(typed, ids);
}
