import type { Range } from '@flowmason/pipeline-schema';
import type { StateCreator } from 'zustand';

/** A place in the text: a JSON pointer, or a range where there is none, as in a text that is not JSON. */
export type TextPlace = string | Range;

/** A place that views are asked to show. */
export interface RevealedPlace {
  readonly place: TextPlace;
  readonly at: number;
}

/** The stages that are selected everywhere at once: on the canvas, in the timeline, in the stage panel, in the text. */
export interface SelectionSlice {
  /** All of them, in the order in which they were selected. */
  readonly selectedIds: readonly string[];
  /** The one that panels show: the last of `selectedIds`. */
  readonly selectedStageId: string | undefined;
  /** A loop instance of the selected stage, such as `each[2]/call`; undefined for the stage itself. */
  readonly selectedInstance: string | undefined;
  /** The attempt that the stage panel is asked to show; undefined for the last one. */
  readonly selectedAttempt: number | undefined;
  /** Asks every view to show a place; `at` tells one request from the next. */
  readonly revealed: RevealedPlace | undefined;
  /** JSON pointer of the value whose field the form of the selected stage is asked to show, until it has. */
  readonly askedField: string | undefined;
  selectStage(stageId: string | undefined, instance?: string, attempt?: number): void;
  /** Selects these and no others. */
  selectStages(stageIds: readonly string[]): void;
  /** Adds the stage to the selection, or takes it out. */
  toggleStage(stageId: string): void;
  revealPlace(place: TextPlace): void;
  /** Asks the form of the selected stage for the field of a value; selecting another stage takes it back. */
  askForField(pointer: string): void;
  /** The form has shown it, or has no such field. */
  answerField(): void;
}

/** Makes the slice; nothing is selected. */
export const createSelectionSlice: StateCreator<SelectionSlice> = (set) => ({
  selectedIds: [],
  selectedStageId: undefined,
  selectedInstance: undefined,
  selectedAttempt: undefined,
  revealed: undefined,
  askedField: undefined,
  selectStage: (selectedStageId, selectedInstance, selectedAttempt) =>
    set({
      selectedIds: selectedStageId === undefined ? [] : [selectedStageId],
      selectedStageId,
      selectedInstance,
      selectedAttempt,
      askedField: undefined,
    }),
  selectStages: (stageIds) => set(selectionOf(stageIds)),
  toggleStage: (stageId) =>
    set(({ selectedIds }) =>
      selectionOf(
        selectedIds.includes(stageId) ? selectedIds.filter((other) => other !== stageId) : [...selectedIds, stageId],
      ),
    ),
  revealPlace: (place) => set(({ revealed }) => ({ revealed: { place, at: (revealed?.at ?? 0) + 1 } })),
  askForField: (askedField) => set({ askedField }),
  answerField: () => set({ askedField: undefined }),
});

function selectionOf(selectedIds: readonly string[]) {
  return {
    selectedIds,
    selectedStageId: selectedIds.at(-1),
    selectedInstance: undefined,
    selectedAttempt: undefined,
    askedField: undefined,
  };
}
