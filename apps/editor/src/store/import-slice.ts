import type { StateCreator } from 'zustand';

/** A text that may become a pipeline of the workspace. */
export interface ImportedText {
  /** The name of the file that it came in; undefined for one that was pasted. */
  readonly fileName: string | undefined;
  readonly text: string;
}

/** What is being imported. Nothing is written before a person has seen what it is. */
export interface ImportSlice {
  /** `ask` while nothing is chosen yet. */
  readonly importing: ImportedText | 'ask' | undefined;
  startImport(importing: ImportedText | 'ask' | undefined): void;
}

/** Makes the slice; nothing is being imported. */
export const createImportSlice: StateCreator<ImportSlice> = (set) => ({
  importing: undefined,
  startImport: (importing) => set({ importing }),
});
