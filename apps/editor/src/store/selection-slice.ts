import type { Range } from '@flowmason/pipeline-schema';
import type { StateCreator } from 'zustand';

/** A place in the text: a JSON pointer, or a range where there is none, as in a text that is not JSON. */
export type TextPlace = string | Range;

/** The stage that is selected everywhere at once: on the canvas, in the timeline, in the stage panel. */
export interface SelectionSlice {
  readonly selectedStageId: string | undefined;
  /** A loop instance of the selected stage, such as `each[2]/call`; undefined for the stage itself. */
  readonly selectedInstance: string | undefined;
  /** The attempt that the stage panel is asked to show; undefined for the last one. */
  readonly selectedAttempt: number | undefined;
  /** Asks the JSON tab to show a place; `at` tells one request from the next. */
  readonly revealed: { readonly place: TextPlace; readonly at: number } | undefined;
  selectStage(stageId: string | undefined, instance?: string, attempt?: number): void;
  revealPlace(place: TextPlace): void;
}

/** Makes the slice; nothing is selected. */
export const createSelectionSlice: StateCreator<SelectionSlice> = (set) => ({
  selectedStageId: undefined,
  selectedInstance: undefined,
  selectedAttempt: undefined,
  revealed: undefined,
  selectStage: (selectedStageId, selectedInstance, selectedAttempt) =>
    set({ selectedStageId, selectedInstance, selectedAttempt }),
  revealPlace: (place) => set(({ revealed }) => ({ revealed: { place, at: (revealed?.at ?? 0) + 1 } })),
});
