import type { ListPlace, NewStage, PipelineChange, PipelineGraph, StagePosition } from '@flowmason/pipeline-schema';
import { toDisconnectChanges } from './connect-edge.ts';

/** Where a stage is to be added and what it is to be connected with. Empty: at the end, connected with nothing. */
export type AddPlace = {
  /** The stage that leads to it: through `arm` when that is given, else the new one waits for it. */
  readonly after?: string;
  readonly arm?: string;
  /** The stage that is to wait for the new one. */
  readonly before?: string;
  /** The line that it is put into. */
  readonly between?: { readonly from: string; readonly to: string; readonly arm?: string };
  /** The list of a box that it goes into, and the place in it; at the end without `index`. */
  readonly into?: ListPlace;
  readonly index?: number;
  /** Where a person put it; laid out automatically without. */
  readonly position?: StagePosition;
};

/** One way to add a stage at another one, for a person to choose from. */
export type AddWay = { readonly label: string; readonly place: AddPlace };

/**
 * The ways to add a stage at `id`: behind it, or into one of its outcomes or lists. The first is the one that is most
 * likely meant: an outcome or list that nothing stands in yet.
 */
export function waysToAdd(graph: PipelineGraph, id: string): readonly AddWay[] {
  const arms = graph.arms.get(id) ?? [];
  const ways = arms.map(({ name, role, stages }) => ({
    isEmpty: stages.length === 0,
    label: role === 'branch' ? `If ${id} takes “${name}”` : `Into ${name} of ${id}`,
    place: role === 'branch' ? { after: id, arm: name } : { into: { owner: id, arm: name } },
  }));
  const behind = { isEmpty: false, label: `After ${id}`, place: { after: id } };
  const all = [...ways.filter(({ isEmpty }) => isEmpty), behind, ...ways.filter(({ isEmpty }) => !isEmpty)];
  return all.map(({ label, place }) => ({ label, place }));
}

/** The changes that add `stage` there, as one gesture. What stands in a list is followed in that list. */
export function toAddChanges(graph: PipelineGraph | undefined, place: AddPlace, stage: NewStage): PipelineChange[] {
  const { between, before, arm, position } = place;
  const after = between?.from ?? place.after;
  const viaArm = between ? between.arm : arm;
  const into = place.into ?? listFor(graph, between, after, viaArm);
  const dependsOn = after === undefined || viaArm !== undefined || isOrderedBehind(graph, after, into) ? [] : [after];
  const added: PipelineChange[] = [
    {
      type: 'add_stage',
      stage: dependsOn.length === 0 ? stage : { ...stage, depends_on: dependsOn },
      ...(after !== undefined && graph?.stages.has(after) && { behind: after }),
      ...(into && { into }),
      ...(position && { position }),
    },
  ];
  if (into && place.index !== undefined) {
    added.push({ type: 'move_to_list', ids: [stage.id], into, index: place.index });
  }
  if (after !== undefined && viaArm !== undefined) {
    added.push({ type: 'connect', connection: { from: after, arm: viaArm, to: stage.id } });
  }
  if (between) added.push(...redirect(graph, between, stage.id));
  if (before !== undefined) added.push({ type: 'connect', connection: { from: stage.id, to: before } });
  return added;
}

/** A list that `after` stands in itself is where its successor belongs, else a failure of the one would not be caught with the other. */
function listFor(
  graph: PipelineGraph | undefined,
  between: AddPlace['between'],
  after: string | undefined,
  arm: string | undefined,
): ListPlace | undefined {
  // What a decision leads to is a member through the decision.
  if (!graph || after === undefined || arm !== undefined) return undefined;
  const [own, next] = [graph.membership.get(after), between && graph.membership.get(between.to)];
  if (!own || (between && (next?.scope !== own.scope || next.role !== own.role))) return undefined;
  return { owner: own.scope, arm: own.role };
}

/** In a list each stage follows the one before it without saying so, unless the list starts its stages together. */
function isOrderedBehind(graph: PipelineGraph | undefined, after: string, into: ListPlace | undefined): boolean {
  const own = graph?.membership.get(after);
  if (!graph || !into || !own?.listed || own.scope !== into.owner || own.role !== into.arm) return false;
  return graph.stages.get(into.owner)?.config['parallel'] !== true;
}

/** Leads the line that was there on from the new stage. A line of order between neighbours of a list follows by itself. */
function redirect(
  graph: PipelineGraph | undefined,
  { from, to, arm }: NonNullable<AddPlace['between']>,
  id: string,
): PipelineChange[] {
  if (arm !== undefined) {
    return [...toDisconnectChanges(graph, { from, arm, to }), { type: 'connect', connection: { from: id, to } }];
  }
  if (!graph?.stages.get(to)?.depends_on.includes(from)) return [];
  return [{ type: 'reconnect', connection: { from, to }, replacement: { from: id, to } }];
}
