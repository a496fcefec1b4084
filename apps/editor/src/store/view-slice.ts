import type { StateCreator } from 'zustand';

/** The faces of a pipeline. */
export type PipelineTab = 'canvas' | 'json' | 'split' | 'mermaid' | 'gantt';
/** What the panel under the canvas shows. */
export type BottomTab = 'timeline' | 'journal' | 'problems';
/** A dialog over the page; at most one is open. */
export type OpenDialog = 'none' | 'run' | 'palette' | 'help' | 'new' | 'conflict' | 'compare';

/** What is shown where; nothing of it belongs to the pipeline. */
export interface ViewSlice {
  readonly tab: PipelineTab;
  readonly bottomTab: BottomTab;
  readonly isBottomOpen: boolean;
  /** The panel at the right shows the pipeline while no stage is selected. */
  readonly isSideOpen: boolean;
  /** What expressions are tried on: the sample input, or a run by id; undefined for what the page shows. */
  readonly previewWith: string | undefined;
  /** What a person wrote to try fields on, by field, as JSON that may be half-written; gone with the page. */
  readonly ownSamples: ReadonlyMap<string, string>;
  readonly openDialog: OpenDialog;
  showTab(tab: PipelineTab): void;
  /** Shows the tab of the bottom panel, opening the panel if it is closed. */
  showBottomTab(tab: BottomTab): void;
  toggleBottom(): void;
  showSide(isOpen: boolean): void;
  /** Takes `sample` or the id of a run. */
  tryWith(source: string): void;
  /** Undefined forgets it. */
  keepSample(field: string, text: string | undefined): void;
  showDialog(dialog: OpenDialog): void;
}

/** Makes the slice; the canvas shows, the bottom panel is closed. */
export const createViewSlice: StateCreator<ViewSlice> = (set) => ({
  tab: 'canvas',
  bottomTab: 'timeline',
  isBottomOpen: false,
  isSideOpen: false,
  previewWith: undefined,
  ownSamples: new Map(),
  openDialog: 'none',
  showTab: (tab) => set({ tab }),
  showBottomTab: (bottomTab) => set({ bottomTab, isBottomOpen: true }),
  toggleBottom: () => set(({ isBottomOpen }) => ({ isBottomOpen: !isBottomOpen })),
  showSide: (isSideOpen) => set({ isSideOpen }),
  tryWith: (previewWith) => set({ previewWith }),
  keepSample: (field, text) =>
    set(({ ownSamples }) => {
      const others = [...ownSamples].filter(([each]) => each !== field);
      return { ownSamples: new Map(text === undefined ? others : [...others, [field, text]]) };
    }),
  showDialog: (openDialog) => set({ openDialog }),
});
