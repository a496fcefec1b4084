import type { ListPlace, PipelineGraph } from '@flowmason/pipeline-schema';
import { listOf, toWrittenIndex } from './drop-target.ts';

/** A place that stages can be moved to: a turn in a list of a box, or out of all boxes. */
export type MovePlace = {
  readonly id: string;
  readonly label: string;
  readonly into: ListPlace | undefined;
  /** As it counts in the list as it is written; at the end without. */
  readonly index?: number;
  readonly refusal?: string;
};

/** The places that `ids` can be moved to, by keyboard: for each list its end, and before each of its stages. */
export function toMovePlaces(graph: PipelineGraph, ids: readonly string[]): readonly MovePlace[] {
  const moved = new Set(ids);
  const isInside = ids.some((id) => graph.membership.has(id));
  const lists = [...graph.scopes.values()].flatMap(({ id: owner }) =>
    (graph.arms.get(owner) ?? []).map(({ name, role }) => placesIn(graph, { owner, arm: name, role }, moved)),
  );
  const out: MovePlace = { id: 'out', label: 'Out of every box', into: undefined };
  return [...(isInside ? [out] : []), ...lists.flat()];
}

type List = ListPlace & { readonly role: string };

function placesIn(graph: PipelineGraph, { owner, arm, role }: List, moved: ReadonlySet<string>): readonly MovePlace[] {
  const into = { owner, arm };
  const listed = listOf(graph, owner, role);
  const others = listed.filter((id) => !moved.has(id));
  const around = isAround(graph, owner, moved);
  const refusal = around === undefined ? {} : { refusal: `${around} cannot be put into itself.` };
  const end: MovePlace = {
    id: `${owner}/${arm}`,
    label: others.length === 0 ? `Into ${arm} of ${owner}` : `At the end of ${arm} of ${owner}`,
    into,
    ...refusal,
  };
  const before = others.map(
    (id, index): MovePlace => ({
      id: `${owner}/${arm}/${id}`,
      label: `Before ${id} in ${arm} of ${owner}`,
      into,
      index: toWrittenIndex(listed, moved, index),
      ...refusal,
    }),
  );
  return [end, ...before];
}

/** The one of `moved` that `owner` is, or stands in at any depth. */
function isAround(graph: PipelineGraph, owner: string, moved: ReadonlySet<string>): string | undefined {
  const seen = new Set<string>();
  for (let at: string | undefined = owner; at !== undefined && !seen.has(at); at = graph.membership.get(at)?.scope) {
    if (moved.has(at)) return at;
    seen.add(at);
  }
  return undefined;
}
