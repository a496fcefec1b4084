import type { StateCreator } from 'zustand';

/** The stage that is selected everywhere at once: on the canvas, in the timeline, in the stage panel. */
export interface SelectionSlice {
  readonly selectedStageId: string | undefined;
  /** A loop instance of the selected stage, such as `each[2]/call`; undefined for the stage itself. */
  readonly selectedInstance: string | undefined;
  /** The attempt that the stage panel is asked to show; undefined for the last one. */
  readonly selectedAttempt: number | undefined;
  /** Asks the JSON tab to show a place; `at` tells one request from the next. */
  readonly revealed: { readonly pointer: string; readonly at: number } | undefined;
  selectStage(stageId: string | undefined, instance?: string, attempt?: number): void;
  revealPointer(pointer: string): void;
}

/** Makes the slice; nothing is selected. */
export const createSelectionSlice: StateCreator<SelectionSlice> = (set) => ({
  selectedStageId: undefined,
  selectedInstance: undefined,
  selectedAttempt: undefined,
  revealed: undefined,
  selectStage: (selectedStageId, selectedInstance, selectedAttempt) =>
    set({ selectedStageId, selectedInstance, selectedAttempt }),
  revealPointer: (pointer) => set(({ revealed }) => ({ revealed: { pointer, at: (revealed?.at ?? 0) + 1 } })),
});
