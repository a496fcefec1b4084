import type { StateCreator } from 'zustand';
import type { AddPlace } from '../model/canvas/canvas-add.ts';
import type { NoteInHand } from '../model/canvas/note-flow.ts';
import type { Point } from '../model/layout/layout-sizes.ts';

/** A question that the canvas asks before it changes anything. */
export type CanvasDialog =
  | { readonly type: 'add'; readonly place: AddPlace; readonly at?: string }
  | { readonly type: 'connect'; readonly stageId: string; readonly direction: 'to' | 'from'; readonly arm?: string }
  | { readonly type: 'move'; readonly stageIds: readonly string[] };

/** A line that is being drawn; `refusals` says of each stage that it may not lead to why, undefined where it may. */
export type Linking = {
  readonly stageId: string;
  readonly arm: string | undefined;
  readonly direction: 'to' | 'from';
  readonly refusals: ReadonlyMap<string, string | undefined>;
};

/** A component on its way from the list to the canvas; `at` is the pointer, from the corner of the page. */
export type Carried = {
  readonly component: string;
  readonly at: Point;
  readonly phase: 'moving' | 'dropped';
};

/** What the canvas shows beside the pipeline, where others than the canvas ask for it too. */
export interface CanvasSlice {
  readonly canvasDialog: CanvasDialog | undefined;
  /** The one stage that Tab comes to; the arrow keys walk on from it. */
  readonly entryStageId: string | undefined;
  /** The line that is selected; never together with a stage. */
  readonly pickedEdgeId: string | undefined;
  readonly pickedNoteId: string | undefined;
  readonly noteInHand: NoteInHand | undefined;
  /** The stage whose id is being written on its card. */
  readonly renamingStageId: string | undefined;
  readonly linking: Linking | undefined;
  /** The stages that stand out while the pointer rests on one of them; undefined while none does. */
  readonly litIds: ReadonlySet<string> | undefined;
  readonly carried: Carried | undefined;
  readonly isPaletteOpen: boolean;
  readonly isMapOpen: boolean;
  readonly isFindOpen: boolean;
  askOnCanvas(dialog: CanvasDialog | undefined): void;
  setEntryStage(stageId: string | undefined): void;
  pickEdge(edgeId: string | undefined): void;
  pickNote(noteId: string | undefined): void;
  writeNote(noteInHand: NoteInHand | undefined): void;
  startRenaming(stageId: string | undefined): void;
  setLinking(linking: Linking | undefined): void;
  lightUp(ids: ReadonlySet<string> | undefined): void;
  carry(carried: Carried | undefined): void;
  togglePalette(): void;
  toggleMap(): void;
  showFind(isFindOpen: boolean): void;
}

/** Makes the slice; nothing is asked, the map shows, the list of components does not. */
export const createCanvasSlice: StateCreator<CanvasSlice> = (set) => ({
  canvasDialog: undefined,
  entryStageId: undefined,
  pickedEdgeId: undefined,
  pickedNoteId: undefined,
  noteInHand: undefined,
  renamingStageId: undefined,
  linking: undefined,
  litIds: undefined,
  carried: undefined,
  isPaletteOpen: false,
  isMapOpen: true,
  isFindOpen: false,
  askOnCanvas: (canvasDialog) => set({ canvasDialog }),
  setEntryStage: (entryStageId) => set({ entryStageId }),
  pickEdge: (pickedEdgeId) => set({ pickedEdgeId, pickedNoteId: undefined }),
  pickNote: (pickedNoteId) => set({ pickedNoteId, pickedEdgeId: undefined }),
  writeNote: (noteInHand) => set({ noteInHand }),
  startRenaming: (renamingStageId) => set({ renamingStageId }),
  setLinking: (linking) => set({ linking }),
  lightUp: (litIds) => set({ litIds }),
  carry: (carried) => set({ carried }),
  togglePalette: () => set(({ isPaletteOpen }) => ({ isPaletteOpen: !isPaletteOpen })),
  toggleMap: () => set(({ isMapOpen }) => ({ isMapOpen: !isMapOpen })),
  showFind: (isFindOpen) => set({ isFindOpen }),
});
