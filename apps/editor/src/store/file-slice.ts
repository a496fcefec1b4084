import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { StateCreator } from 'zustand';

/** What somebody else did to the file of the open pipeline since it was read. */
export type DiskChange = { readonly kind: 'changed'; readonly file: PipelineFile } | { readonly kind: 'deleted' };

/** How the open pipeline stands to its file, beside the text itself. */
export interface FileSlice {
  readonly saving: 'idle' | 'saving' | 'failed';
  /** Undefined while the file is as it was read or saved last, as far as is known. */
  readonly diskChange: DiskChange | undefined;
  /** In how many other tabs of this browser the pipeline is open too. */
  readonly otherTabCount: number;
  setSaving(saving: FileSlice['saving']): void;
  reportDiskChange(change: DiskChange | undefined): void;
  setOtherTabCount(count: number): void;
  /** Another pipeline is opened: nothing is known of its file. */
  forgetFile(): void;
}

const UNKNOWN = { saving: 'idle', diskChange: undefined, otherTabCount: 0 } as const;

/** Makes the slice; nothing is known. */
export const createFileSlice: StateCreator<FileSlice> = (set) => ({
  ...UNKNOWN,
  setSaving: (saving) => set({ saving }),
  reportDiskChange: (diskChange) => set({ diskChange }),
  setOtherTabCount: (otherTabCount) => set({ otherTabCount }),
  forgetFile: () => set(UNKNOWN),
});
