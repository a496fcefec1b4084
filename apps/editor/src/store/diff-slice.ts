import type { StateCreator } from 'zustand';

/** What the open pipeline is compared with: its file as it was read or saved last, or any other text. */
export type ComparedText =
  | { readonly kind: 'saved' }
  /** `label` says what it is, in words that follow *compared with*; `pipelineId` is there for one of the workspace. */
  | { readonly kind: 'other'; readonly label: string; readonly text: string; readonly pipelineId?: string };

/** The comparison that is shown on the canvas and in the list of changes. */
export interface DiffSlice {
  readonly compared: ComparedText | undefined;
  compareWith(text: ComparedText | undefined): void;
}

/** Makes the slice; nothing is compared. */
export const createDiffSlice: StateCreator<DiffSlice> = (set) => ({
  compared: undefined,
  compareWith: (compared) => set({ compared }),
});
