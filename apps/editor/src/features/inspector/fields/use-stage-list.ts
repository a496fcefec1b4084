import { addToList, idsIn, listPlaceAt, moveInList, removeFromList } from '../../../model/document/stage-list.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { makeChange } from '../../../store/gestures.ts';
import { useInspected } from '../inspected.ts';
import { documentNow, useEditedValue } from '../use-edited-value.ts';

/** A list of stages and what can be done with it; each is one gesture. */
export interface StageList {
  readonly ids: readonly string[];
  /** The stages that could be added. */
  readonly candidates: readonly string[];
  /** The order means something: the stages run one after the other. */
  readonly isOrdered: boolean;
  add(id: string): void;
  remove(id: string): void;
  move(index: number, by: -1 | 1): void;
}

/** The list at `path` of the inspected stage. `onRefused` hears why something was not done, and undefined when it was. */
export function useStageList(path: FieldPlace['path'], onRefused: (refusal: string | undefined) => void): StageList {
  const { opened, stageId = '' } = useInspected();
  const { value, update } = useEditedValue(path);
  const { graph } = opened;
  const ids = idsIn(value);
  const place = listPlaceAt(graph, stageId, path);
  const component = graph?.stages.get(stageId)?.component;
  return {
    ids,
    candidates: [...(graph?.stages.keys() ?? [])].filter((id) => id !== stageId && !ids.includes(id)),
    isOrdered: component === 'trycatch' || component === 'foreach',
    add(id) {
      const isDefined = graph?.stages.has(id) ?? false;
      if (graph && place && isDefined) onRefused(makeChange(addToList(graph, place, id)));
      else onRefused(update((present) => [...idsIn(present), id]));
    },
    remove(id) {
      // What was typed a moment ago decides too: it may have made the stage wait for the owner.
      const now = documentNow(opened).graph;
      const from = listPlaceAt(now, stageId, path);
      if (now && from) onRefused(makeChange(removeFromList(now, from, id)));
      else onRefused(update((present) => idsIn(present).filter((each) => each !== id)));
    },
    move(index, by) {
      onRefused(update((present) => moveInList(idsIn(present), index, by)));
    },
  };
}
